import { atomImage } from "#core/simulate/vrm/atom-image.ts";
import { electronFormFactor, UNKNOWN_SCATTERS_AS } from "#core/simulate/vrm/scattering.ts";

/** Steps per resolution in which the image is walked until its slope turns. */
const STEPS = 50;
const HALVINGS = 30;
/** Least and largest radius of a residue's neighbourhood, Å (phenix). */
const LEAST = 3;
const MOST = 10;

/**
 * The radius of an atom in a map, Å: twice the distance at which the image of carbon with B (Å²) at resolution d (Å) is
 * steepest, its first inflection. Source: phenix.map_model_cc.
 */
export function imageRadius(d: number, b: number): number {
  const factor = electronFormFactor(UNKNOWN_SCATTERS_AS);
  if (!factor) throw new TypeError("The scattering table has no carbon.");
  const slope = (r: number) => atomImage(factor, d, b, r).slope;
  let low = d / STEPS;
  while (slope(low + d / STEPS) < slope(low)) low += d / STEPS;
  // The slope is least between the step before and the step after.
  let high = low + d / STEPS;
  low -= d / STEPS;
  for (let n = 0; n < HALVINGS; n++) {
    const third = (high - low) / 3;
    if (slope(low + third) < slope(high - third)) high -= third;
    else low += third;
  }
  return low + high;
}

/** How far from its atoms a group is compared with the map, Å, at resolution d (Å) and a mean B (Å²). */
export function neighbourhood(d: number, b: number): number {
  return Math.min(MOST, Math.max(LEAST, d, imageRadius(d, b)));
}
