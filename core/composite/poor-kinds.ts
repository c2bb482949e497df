import type { Composite } from "#core/composite/compose.ts";
import type { PlacedChain } from "#core/composite/joint/refine-placed.ts";
import type { Part } from "#core/composite/parts.ts";
import { moveStructure } from "#core/structure/move.ts";
import { selectAtoms } from "#core/structure/select-atoms.ts";
import { valuesAt } from "#core/volume/trilinear.ts";
import type { Volume } from "#core/volume/volume.ts";

/** A kind that does not fit as one rigid body, and the domains that may lie otherwise in the map. */
export interface PoorKind {
  /** Place in the plan. */
  readonly kind: number;
  /** Its first member, and the domains of that. */
  readonly part: Part;
  readonly domains: readonly Part[];
  /** Why it is thought not to fit as a whole. */
  readonly reason: string;
}

/** The domains of a part; the part alone when it holds together. */
export type DomainsOf = (part: Part) => readonly Part[];

/**
 * Domains of a rigid chain lie in about equally dense parts of a map (0.72 of the densest or more in the complexes of
 * `npm run report -- composite`); one that lies elsewhere in the molecule finds noise and its neighbours' rims.
 */
const EMPTY = 0.4;

/** The kinds of a composite that were not found, are not sure, or lie partly outside the density, and have domains to be split into. */
export function poorKinds(
  { plan, placed, missing }: Pick<Composite, "plan" | "placed" | "missing">,
  map: Volume,
  domainsOf: DomainsOf,
): PoorKind[] {
  return plan.kinds.flatMap(({ members }, kind): PoorKind[] => {
    const { part } = members[0];
    const domains = domainsOf(part);
    if (domains.length < 2) return [];
    const own = placed.filter(({ site }) => site.kind === kind);
    const why = missing.find((one) => one.kind === kind)?.reason;
    const reason = own.length === 0 ? (why ?? "") : whyPoor(own, map, domainsOf);
    return reason === "" ? [] : [{ kind, part, domains, reason }];
  });
}

function whyPoor(own: readonly PlacedChain[], map: Volume, domainsOf: DomainsOf): string {
  const sure = own.filter(({ site }) => site.confidence !== "ambiguous");
  if (sure.length === 0) return `its best placement is not sure: ${own[0].site.reason}`;
  const [best] = sure.toSorted((a, b) => b.scores.correlationAboutMean - a.scores.correlationAboutMean);
  const densities = domainDensities(best, map, domainsOf);
  const densest = Math.max(...densities.map(({ density }) => density));
  const empty = densities.filter(({ density }) => density < EMPTY * densest);
  if (empty.length === 0) return "";
  const where = empty.map(({ residues }) => residues).join("; ");
  return `residues ${where} lie where the map is less than ${100 * EMPTY} % as dense as at the rest of the chain`;
}

/** Mean density at the heavy atoms of each domain of a placed chain, map units; domains outside the map are left out. */
export function domainDensities(
  { member, motion }: Pick<PlacedChain, "member" | "motion">,
  map: Volume,
  domainsOf: DomainsOf,
): { readonly residues: string; readonly density: number }[] {
  return domainsOf(member.part).flatMap(({ structure, residues = "" }) => {
    const values = densitiesAtHeavy(structure, motion, map);
    if (values.length === 0) return [];
    return [{ residues, density: values.reduce((sum, value) => sum + value, 0) / values.length }];
  });
}

/** How many heavy atoms of all placed chains lie at or above a level (map units). */
export function atomsInDensity(placed: readonly PlacedChain[], map: Volume, level: number): number {
  return placed.reduce((sum, { member, motion }) => {
    const values = densitiesAtHeavy(member.part.structure, motion, map);
    return sum + values.reduce((count, value) => count + (value >= level ? 1 : 0), 0);
  }, 0);
}

/** At those heavy atoms that lie in the map. */
function densitiesAtHeavy(
  structure: Part["structure"],
  motion: PlacedChain["motion"],
  map: Volume,
): Float32Array {
  const { xyz } = moveStructure(structure, motion);
  const { indices } = selectAtoms(structure, "all");
  const heavy = new Float64Array(3 * indices.length);
  for (const [n, atom] of indices.entries()) heavy.set(xyz.subarray(3 * atom, 3 * atom + 3), 3 * n);
  return valuesAt(map, heavy).filter(Number.isFinite);
}
