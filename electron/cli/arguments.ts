import { InvalidArgumentError } from "commander";
import { asAppError } from "#core/errors.ts";
import type { FitRequest } from "#core/fit/params.ts";
import { parseResolutionRules, type ResolutionRule } from "#core/simulate/vrm/resolution-rules.ts";

export const MOST_SEED = 2 ** 32 - 1; // seeds are mixed as 32-bit numbers
export const MOST_THREADS = 512;
export const RESOLUTION_MOST = 60; // Å

/** Reads one word of the command line; throws commander's InvalidArgumentError with what was expected. */
export type WordParser<T> = (word: string) => T;

/** Any finite number. */
export function number(word: string): number {
  const value = word.trim() === "" ? Number.NaN : Number(word);
  if (!Number.isFinite(value)) throw new InvalidArgumentError("A number is expected.");
  return value;
}

/** A number above 0, at most `most`. */
export function positive(most = Number.POSITIVE_INFINITY): WordParser<number> {
  return (word) => {
    const value = number(word);
    if (value > 0 && value <= most) return value;
    const limit = most < Number.POSITIVE_INFINITY ? `, at most ${most}` : "";
    throw new InvalidArgumentError(`A number above 0${limit} is expected.`);
  };
}

/** A whole number in a range, ends included. */
export function whole(least: number, most: number): WordParser<number> {
  return (word) => {
    const value = number(word);
    if (Number.isInteger(value) && value >= least && value <= most) return value;
    throw new InvalidArgumentError(`A whole number from ${least} to ${most} is expected.`);
  };
}

/** A sphere as x,y,z,radius in Å. */
export function sphere(word: string): NonNullable<FitRequest["around"]> {
  const [x, y, z, radius, ...more] = word.split(",").map((part) => number(part));
  if (x === undefined || y === undefined || z === undefined || radius === undefined || more.length > 0) {
    throw new InvalidArgumentError("Four numbers x,y,z,radius (Å) without blanks are expected.");
  }
  if (!(radius > 0)) throw new InvalidArgumentError("The radius, the last number, must be above 0 (Å).");
  return { centre: [x, y, z], radius };
}

/** The name of a point group. */
export function symmetry(word: string): string {
  if (/^([CD][1-9]\d?|[TOI])$/i.test(word)) return word.toUpperCase();
  throw new InvalidArgumentError("A point group such as C4, D7, T, O or I is expected.");
}

/** A path. */
export function path(word: string): string {
  if (word !== "") return word;
  throw new InvalidArgumentError("A path is expected.");
}

/** Where resolutions of atoms come from: "b", or rules such as chain:A=2.5,B=5;residue:A/10-20=4 (Å). */
export function resolutionsBy(word: string): "b" | readonly ResolutionRule[] {
  if (word === "b") return word;
  try {
    return parseResolutionRules(word);
  } catch (thrown) {
    throw new InvalidArgumentError(asAppError(thrown).message);
  }
}

/** What to do with the B factors of a file: use them, leave them out, or one value (Å²) for all. */
export function bFactors(word: string): "file" | "none" | number {
  return word === "file" || word === "none" ? word : number(word);
}
