import { AppError } from "#core/errors.ts";
import type { Parsed } from "#core/format/parsed.ts";
import type { PointSet } from "#core/kernel/fit-kernel.ts";
import type { MapKernel } from "#core/kernel/map-kernel.ts";
import { referenceMaps } from "#core/kernel/reference-maps.ts";
import type { Vec3 } from "#core/math/vec3.ts";
import type { ModelMapKernel, WeightedAtoms } from "#core/simulate/model-map-kernel.ts";
import { atomicNumber } from "#core/structure/elements.ts";
import { type AtomSelection, selectAtoms } from "#core/structure/select-atoms.ts";
import type { Structure } from "#core/structure/structure.ts";
import type { Volume } from "#core/volume/volume.ts";

const COARSE_POINTS = 128;
const MEDIUM_POINTS = 300;
const PREVIEW_POINTS = 3000;
const UNKNOWN_ELEMENT = 6; // counted as carbon rather than dropped

/** The body a fit moves: its atoms about their centre, and thinner sets of points that stand for them. */
export interface Probe {
  readonly name: string;
  /** Mean of the fitted atoms in the input file's frame, Å; positions below are relative to it. */
  readonly centre: Vec3;
  /** Radius of gyration of the fitted atoms, Å. */
  readonly radius: number;
  /** Distance of the farthest fitted atom from the centre, Å. */
  readonly extent: number;
  /** Fitted atoms, weight 1. */
  readonly atoms: PointSet;
  /** Every k-th fitted atom: about 300 and about 128 of them. */
  readonly medium: PointSet;
  readonly coarse: PointSet;
  /** All heavy atoms with their atomic numbers, whatever the selection: what model maps are made of. */
  readonly matter: WeightedAtoms;
}

/**
 * The probe of a structure. Throws `input` when the selection leaves fewer than three atoms, which
 * no rotation search can orient.
 */
export function makeProbe(structure: Structure, selection: AtomSelection): Parsed<Probe> {
  const fitted = selectAtoms(structure, selection);
  const heavy = selection === "all" ? fitted : selectAtoms(structure, "all");
  if (fitted.indices.length < 3) {
    throw new AppError("input", `${structure.name} has too few atoms to fit; try --atoms all.`, {
      seen: fitted.indices.length,
      expected: "at least 3 heavy atoms",
      selection,
    });
  }
  const centre = meanPosition(structure, fitted.indices);
  const xyz = relative(structure, fitted.indices, centre);
  const numbers = Float64Array.from(heavy.indices, (n) => atomicNumber(structure.element[n]));
  const unknown = numbers.filter((z) => z === 0).length;
  const warnings = [...fitted.warnings];
  if (unknown > 0) warnings.push(`${unknown} atoms of unknown element count as carbon in model maps.`);
  const { radius, extent } = size(xyz);
  return {
    value: {
      name: structure.name,
      centre,
      radius,
      extent,
      atoms: { xyz, weight: new Float64Array(xyz.length / 3).fill(1) },
      medium: everyNth(xyz, Math.max(1, Math.floor(xyz.length / 3 / MEDIUM_POINTS))),
      coarse: everyNth(xyz, Math.max(1, Math.floor(xyz.length / 3 / COARSE_POINTS))),
      matter: {
        xyz: relative(structure, heavy.indices, centre),
        weights: numbers.map((z) => z || UNKNOWN_ELEMENT),
      },
    },
    warnings,
  };
}

/** A model map as weighted points: what a placement is scored with. */
export interface ModelMask {
  /** The whole model map, about the probe's centre. */
  readonly map: Volume;
  /** Grid points of the model map relative to the probe's centre, weight = model density. */
  readonly points: PointSet;
  /** Evenly thinned to about 3,000, for ranking many poses. */
  readonly preview: PointSet;
}

/**
 * The body of the probe's model map at a resolution (Å), on the kernel's own grid: the voxels that hold most of its
 * positive mass. Ripples of a finite resolution stay out where they are negative. Map and points lie in the memory of `maps`.
 */
export function modelMask(
  probe: Probe,
  resolution: number,
  kernel: ModelMapKernel,
  maps: MapKernel = referenceMaps,
): ModelMask {
  const grid = kernel.gridFor(probe.matter, resolution);
  const map = maps.take(kernel.simulate(probe.matter, resolution, grid));
  const points = maps.pointsAbove(map, maps.levelEnclosingMass(map, kernel.bodyMass));
  return { map, points, preview: thin(points, PREVIEW_POINTS) };
}

function thin(points: PointSet, wanted: number): PointSet {
  const count = points.weight.length;
  const kept = Math.min(count, wanted);
  const xyz = new Float64Array(3 * kept);
  const weight = new Float64Array(kept);
  for (let n = 0; n < kept; n++) {
    const from = Math.floor((n * count) / kept);
    for (let k = 0; k < 3; k++) xyz[3 * n + k] = points.xyz[3 * from + k];
    weight[n] = points.weight[from];
  }
  return { xyz, weight };
}

function everyNth(xyz: Float64Array, stride: number): PointSet {
  const count = Math.ceil(xyz.length / 3 / stride);
  const out = new Float64Array(3 * count);
  for (let n = 0; n < count; n++) {
    for (let k = 0; k < 3; k++) out[3 * n + k] = xyz[3 * n * stride + k];
  }
  return { xyz: out, weight: new Float64Array(count).fill(1) };
}

function meanPosition(structure: Structure, indices: Uint32Array): Vec3 {
  let x = 0;
  let y = 0;
  let z = 0;
  for (const n of indices) {
    x += structure.xyz[3 * n];
    y += structure.xyz[3 * n + 1];
    z += structure.xyz[3 * n + 2];
  }
  return [x / indices.length, y / indices.length, z / indices.length];
}

function relative(structure: Structure, indices: Uint32Array, centre: Vec3): Float64Array {
  const out = new Float64Array(3 * indices.length);
  indices.forEach((n, to) => {
    for (let k = 0; k < 3; k++) out[3 * to + k] = structure.xyz[3 * n + k] - centre[k];
  });
  return out;
}

function size(xyz: Float64Array): { radius: number; extent: number } {
  let sum = 0;
  let far = 0;
  for (let n = 0; n < xyz.length; n += 3) {
    const square = xyz[n] ** 2 + xyz[n + 1] ** 2 + xyz[n + 2] ** 2;
    sum += square;
    far = Math.max(far, square);
  }
  return { radius: Math.sqrt(sum / (xyz.length / 3)), extent: Math.sqrt(far) };
}
