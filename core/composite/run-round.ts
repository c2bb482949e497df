import { sharedVolume } from "#core/composite/bodies.ts";
import { chooseSites, type KindSites, type RoundChoice } from "#core/composite/choose-sites.ts";
import { type CompositeContext, missingOf, SHARED, type Site, toleranceOf } from "#core/composite/context.ts";
import { fillSymmetry } from "#core/composite/fill-symmetry.ts";
import { imagesThatStandOut } from "#core/composite/image-evidence.ts";
import { CUT_OFF, shareInBox } from "#core/composite/in-box.ts";
import { remainingMap } from "#core/composite/remaining.ts";
import { levelForMass, prepareRound } from "#core/composite/round-target.ts";
import { type FoundSites, searchKind } from "#core/composite/search-kind.ts";
import { averageLeft } from "#core/composite/symmetry/average.ts";
import { findSymmetry } from "#core/composite/symmetry/find-symmetry.ts";
import type { Symmetry } from "#core/composite/symmetry/symmetry.ts";
import { agree } from "#core/fit/cluster.ts";
import { packPoses } from "#core/fit/pose.ts";
import { createSearch, type Optimum, refineOptima, type Search } from "#core/fit/search.ts";
import type { FitTarget } from "#core/fit/target.ts";
import { CLEAR_GAP, NOISE_GAP } from "#core/fit/verdict.ts";
import { SUMS_SIZE } from "#core/kernel/fit-kernel.ts";
import type { Volume } from "#core/volume/volume.ts";

/** How a round searches: as usual; in what is left averaged over a symmetry; or longer, taking what stands out less too. */
export type RoundMode =
  | { readonly kind: "ordinary" | "last" }
  | { readonly kind: "averaged"; readonly symmetry: Symmetry };

/** What one round looked for and found. */
export interface Round {
  /** From 1 on. */
  readonly number: number;
  readonly mode: RoundMode["kind"];
  readonly searched: readonly RoundKind[];
  readonly placed: readonly Site[];
  /** Whether the choice is known to be the best one. */
  readonly isBest: boolean;
  /** Contour level, map units. */
  readonly level: number;
  readonly seconds: number;
}

/** What the search for one kind came to. */
export interface RoundKind {
  readonly kind: number;
  readonly starts: number;
  /** Best scores, whether they were chosen or not. */
  readonly scores: readonly number[];
  /** Copies placed. */
  readonly placed: number;
}

/** What a round is asked for. */
export interface RoundWish {
  readonly number: number;
  readonly placed: readonly Site[];
  /** Kinds to be searched for, largest first. */
  readonly open: readonly number[];
  readonly mode: RoundMode;
  /** Level of the first round, map units; left out in it. */
  readonly level: number | undefined;
}

/** Starts per kind at most: in an ordinary round, for copies beyond the expected ones, and in the last round for what is missing. */
const STARTS = 4000;
const CHECK_STARTS = 1000;
const LAST_STARTS = 16_000;
const SCORES_KEPT = 20;

/** Chains are about as dense as each other; what has less than this part of the others' density is noise or another's rim. */
const WEAK = 0.5;

/**
 * Searches for kinds in what the placed copies leave of the map and chooses what goes together best. Undefined when nothing
 * is left above the level. Throws `input` when the whole map has no density, `cancelled`.
 */
export async function runRound(
  context: CompositeContext,
  wish: RoundWish,
): Promise<{ readonly round: Round; readonly target: FitTarget } | undefined> {
  const { engine, bodies, clock, job } = context;
  const { number, mode, open } = wish;
  const began = clock();
  const left = await mapOfRound(context, wish.placed);
  const map =
    mode.kind === "averaged" ? await averageLeft(left, context.map, mode.symmetry.operations, job) : left;
  const level = levelOfRound(context, map, wish);
  if (level !== undefined && !(engine.maps.highest(map) > level)) return undefined;
  const extent = Math.max(...open.map((kind) => bodies[kind].probe.extent));
  const request = {
    ...context.request,
    seed: context.request.seed + number - 1,
    ...(level !== undefined && { level }),
  };
  const target = await prepareRound(engine, map, extent, context.resolution, request, clock, job);
  const searches: Search[] = [];
  try {
    const found: KindSites[] = [];
    for (const kind of open) {
      const { probe } = bodies[kind];
      const search = await createSearch(engine, probe, target.forRadius(probe.radius), request);
      searches.push(search);
      found.push(await sitesFor(context, wish, kind, search));
    }
    const choice = chooseSites(context, found, number, mode.kind === "last" ? NOISE_GAP : CLEAR_GAP);
    const filled = await complete(context, wish, choice, searches);
    const all = [...choice.chosen, ...filled];
    const placed = mode.kind === "averaged" ? await confirmed(context, wish, all, left, searches) : all;
    const searched = found.map(({ kind, starts, sites }) => ({
      kind,
      starts,
      scores: sites.slice(0, SCORES_KEPT).map(({ score }) => score),
      placed: placed.filter((site) => site.kind === kind).length,
    }));
    const { value } = target.target.setup.level;
    const { isBest } = choice;
    const round = {
      number,
      mode: mode.kind,
      searched,
      placed,
      isBest,
      level: value,
      seconds: clock() - began,
    };
    return { round, target: target.target };
  } finally {
    for (const search of searches) search.release();
    target.release();
  }
}

async function mapOfRound(
  { engine, map, bodies, resolution, job }: CompositeContext,
  placed: readonly Site[],
): Promise<Volume> {
  const matter = placed.map(({ kind, pose }) => ({ matter: bodies[kind].probe.matter, pose }));
  return (await remainingMap(engine.maps, map, matter, resolution.value, job)).map;
}

/** In the first round as the mass of the plan asks for; later as the missing mass does, and never above the first. */
function levelOfRound(
  context: CompositeContext,
  map: Volume,
  { level, placed }: RoundWish,
): number | undefined {
  const { engine, plan, request } = context;
  if (request.level !== undefined) return request.level;
  const mass = plan.kinds.reduce(
    (sum, { mass: one }, kind) => sum + one * missingOf(context, placed, kind),
    0,
  );
  if (level === undefined) return levelForMass(engine.maps, map, mass);
  return Math.min(level, levelForMass(engine.maps, map, mass, 0) ?? level);
}

/** Mean density at the atoms of a search's body, map units. */
async function densitiesAt({ engine, map, points }: Search, sites: readonly Optimum[]): Promise<number[]> {
  const sums = await engine.evaluate(map, points.atoms, packPoses(sites.map(({ pose }) => pose)));
  return sites.map((_, n) => sums[n * SUMS_SIZE] / points.atoms.count);
}

async function searchOne(
  context: CompositeContext,
  { placed, mode }: RoundWish,
  kind: number,
  search: Search,
): Promise<FoundSites> {
  const { map, request, job } = context;
  const missing = missingOf(context, placed, kind);
  const most = missing === 0 ? CHECK_STARTS : mode.kind === "last" ? LAST_STARTS : STARTS;
  const { xyz } = search.probe.atoms;
  const wish = {
    copies: Math.max(1, missing),
    most: request.starts ?? most,
    tolerance: toleranceOf(request),
    isLeftOut: ({ pose }: Pick<Site, "pose">) => shareInBox(xyz, pose, map.grid) < CUT_OFF,
  };
  return searchKind(search, wish, job);
}

/** What is found of a kind, without what meets placed copies. */
async function sitesFor(
  context: CompositeContext,
  wish: RoundWish,
  kind: number,
  search: Search,
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
  // In an averaged map every placement has its images.
  const symmetry = mode.kind === "averaged" ? undefined : findSymmetry(placed, toleranceOf(context.request));
  return {
    kind,
    starts: found.starts,
    images: symmetry ? await imagesThatStandOut(context, search, free, symmetry) : 0,
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

/** Copies that the symmetry of what is placed now proposes. */
async function complete(
  context: CompositeContext,
  { placed, open, number }: RoundWish,
  { chosen, rest }: RoundChoice,
  searches: readonly Search[],
): Promise<Site[]> {
  if (chosen.length === 0) return [];
  const all = [...placed, ...chosen];
  const symmetry = findSymmetry(all, toleranceOf(context.request));
  if (!symmetry) return [];
  const fillable = open.map((kind, n) => {
    const { copies } = context.plan.kinds[kind];
    const own = all.filter((site) => site.kind === kind).length;
    const room = copies.isFixed ? copies.value - own : Number.POSITIVE_INFINITY;
    return { kind, search: searches[n], room, rest: rest.get(kind) ?? 0 };
  });
  return fillSymmetry(context, all, symmetry, fillable, number);
}

/**
 * Of the copies found in an averaged map those that the map itself holds: refined there they stay, and keep at least half of
 * what all of their kind reach on average.
 */
async function confirmed(
  context: CompositeContext,
  { open, mode }: RoundWish,
  sites: readonly Site[],
  map: Volume,
  searches: readonly Search[],
): Promise<Site[]> {
  const { engine, request, job } = context;
  const tolerance = toleranceOf(request);
  const name = mode.kind === "averaged" ? mode.symmetry.name : "";
  const handle = engine.addVolume(map, 0);
  try {
    const kept: Site[] = [];
    for (const [n, kind] of open.entries()) {
      const own = sites.filter((site) => site.kind === kind);
      const starts = own.map(({ pose, score, hits }) => ({ pose, score, hits, refined: false }));
      const refined = await refineOptima({ ...searches[n], map: handle }, starts, job);
      const mean = refined.reduce((sum, { score }) => sum + score, 0) / refined.length;
      refined.forEach(({ pose, score }, m) => {
        const isThere = agree(own[m].pose, pose, { shift: 2 * tolerance.shift, angle: 2 * tolerance.angle });
        const reason = `${own[m].reason}; in the map averaged over ${name}, ${score.toFixed(2)} in the map itself`;
        if (isThere && score >= mean / 2) kept.push({ ...own[m], pose, score, reason });
      });
    }
    return kept;
  } finally {
    engine.release(handle);
  }
}
