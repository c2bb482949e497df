import { sharedVolume } from "#core/composite/bodies.ts";
import type { KindSites } from "#core/composite/choose-sites.ts";
import { type CompositeContext, missingOf, SHARED, type Site, toleranceOf } from "#core/composite/context.ts";
import { imagesThatStandOut } from "#core/composite/image-evidence.ts";
import { CUT_OFF, shareInBox } from "#core/composite/in-box.ts";
import type { RoundWish } from "#core/composite/round-wish.ts";
import { type FoundSites, searchKind } from "#core/composite/search-kind.ts";
import { findSymmetry } from "#core/composite/symmetry/find-symmetry.ts";
import { clusterFound } from "#core/fit/cluster.ts";
import { packPoses } from "#core/fit/pose.ts";
import { type Optimum, refineOptima, type Search } from "#core/fit/search.ts";
import { SUMS_SIZE, type VolumeHandle } from "#core/kernel/fit-kernel.ts";

/** Starts per kind at most: in an ordinary round, for copies beyond the expected ones, and in the last round for what is missing. */
const STARTS = 4000;
const CHECK_STARTS = 1000;
const LAST_STARTS = 8000;

/** Chains are about as dense as each other; what has less than this part of the others' density is noise or another's rim. */
const WEAK = 0.5;

/** Mean density at the atoms of a search's body, map units. */
async function densitiesAt({ engine, map, points }: Search, sites: readonly Optimum[]): Promise<number[]> {
  const sums = await engine.evaluate(map, points.atoms, packPoses(sites.map(({ pose }) => pose)));
  return sites.map((_, n) => sums[n * SUMS_SIZE] / points.atoms.count);
}

async function searchOne(
  context: CompositeContext,
  { placed, mode, known }: RoundWish,
  kind: number,
  search: Search,
): Promise<FoundSites> {
  const { map, request, job } = context;
  const missing = missingOf(context, placed, kind);
  const most = missing === 0 ? CHECK_STARTS : mode.kind === "last" ? LAST_STARTS : STARTS;
  const { xyz } = search.probe.atoms;
  const before = known.get(kind);
  const wish = {
    ...(before && { known: before }),
    copies: Math.max(1, missing),
    most: request.starts ?? most,
    tolerance: toleranceOf(request),
    isLeftOut: ({ pose }: Pick<Site, "pose">) => shareInBox(xyz, pose, map.grid) < CUT_OFF,
  };
  return searchKind(search, wish, job);
}

/**
 * What is found of a kind in the map of a round, without what meets placed copies. `itself`: the map that was averaged.
 * Throws `cancelled`.
 */
export async function sitesOfKind(
  context: CompositeContext,
  wish: RoundWish,
  kind: number,
  search: Search,
  itself: VolumeHandle | undefined,
): Promise<KindSites> {
  const { plan, bodies } = context;
  const { placed, mode } = wish;
  const found = await searchOne(context, wish, kind, search);
  const free = found.sites.filter(({ pose }) =>
    placed.every((site) => sharedVolume(bodies[kind], pose, bodies[site.kind], site.pose) <= SHARED),
  );
  const densities = await densitiesAt(search, free);
  const { copies } = plan.kinds[kind];
  const own = placed.filter((site) => site.kind === kind);
  const mean = placed.reduce((sum, { density }) => sum + density, 0) / Math.max(placed.length, 1);
  return {
    kind,
    starts: found.starts,
    images: await imagesOf(context, wish, kind, free, { ...search, map: itself ?? search.map }),
    sites: free.map((site, n) => ({ ...site, density: densities[n] })),
    // An averaged map has density at the placed copies too: what is found there stands out as well, and the wrong placements
    // that are left may all meet a placed chain.
    among: mode.kind === "averaged" ? found.sites : free,
    missing: missingOf(context, placed, kind),
    most: copies.isFixed ? copies.value - own.length : Number.POSITIVE_INFINITY,
    known: Math.max(0, ...own.map(({ score }) => score)),
    leastDensity: WEAK * mean,
  };
}

/**
 * Images of the best placement that stand out as well. In an averaged map every placement has its images: there they are looked
 * at in the map itself, among what was found in it before.
 */
async function imagesOf(
  context: CompositeContext,
  { placed, mode, known }: RoundWish,
  kind: number,
  found: readonly Optimum[],
  search: Search,
): Promise<number> {
  const symmetry =
    mode.kind === "averaged" ? mode.symmetry : findSymmetry(placed, toleranceOf(context.request));
  if (!symmetry) return 0;
  if (mode.kind !== "averaged") return imagesThatStandOut(context, search, found, symmetry);
  const inItself = await refineOptima(search, found.slice(0, 1), context.job);
  const all = clusterFound([...inItself, ...(known.get(kind)?.sites ?? [])], toleranceOf(context.request));
  return imagesThatStandOut(
    context,
    search,
    all.map(({ best }) => best),
    symmetry,
  );
}
