import type { JobContext } from "#core/job/job-context.ts";
import type { Structure } from "#core/structure/structure.ts";
import { type Grid, sampleCount } from "#core/volume/grid.ts";
import { type Mask, maskWithin, shrinkMask } from "#core/volume/mask.ts";

/** Van der Waals radii, Å, of cctbx; what is not listed is taken as carbon. */
const RADII: ReadonlyMap<string, number> = new Map([
  ["H", 1.2],
  ["D", 1.2],
  ["T", 1.2],
  ["C", 1.775],
  ["N", 1.5],
  ["O", 1.45],
  ["S", 1.8],
  ["P", 1.9],
  ["MG", 1.73],
  ["FE", 1.26],
  ["ZN", 1.39],
]);
const OTHER_RADIUS = 1.775;
/** Å: solvent keeps this far from atoms, and comes back by so much into what it could not enter. */
const SOLVENT_RADIUS = 1.1;
const SHRINK = 0.9;

/**
 * The voxels that a model fills, as the mask of bulk solvent leaves them: within 1.1 Å of any atom's van der Waals
 * radius, less what lies within 0.9 Å of solvent (Jiang & Brünger 1994, with the radii of cctbx). Throws `cancelled`.
 */
export async function molecularMask(
  grid: Grid,
  { xyz, element }: Pick<Structure, "xyz" | "element">,
  job: JobContext,
): Promise<Mask> {
  const byRadius = new Map<number, number[]>();
  for (const [n, symbol] of element.entries()) {
    const radius = RADII.get(symbol) ?? OTHER_RADIUS;
    const places = byRadius.get(radius) ?? [];
    places.push(xyz[3 * n], xyz[3 * n + 1], xyz[3 * n + 2]);
    byRadius.set(radius, places);
  }
  const inside = new Uint8Array(sampleCount(grid));
  for (const [radius, places] of byRadius) {
    const part = await maskWithin(grid, Float64Array.from(places), radius + SOLVENT_RADIUS, job);
    for (let n = 0; n < inside.length; n++) inside[n] |= part.inside[n];
  }
  return shrinkMask({ grid, inside }, SHRINK, job);
}
