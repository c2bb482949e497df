import { chooseSites, type KindSites, type RoundChoice } from "#core/composite/choose-sites.ts";
import {
  type CompositeContext,
  hasStayed,
  missingOf,
  type Site,
  toleranceOf,
} from "#core/composite/context.ts";
import { fillSymmetry } from "#core/composite/fill-symmetry.ts";
import { remainingMap } from "#core/composite/remaining.ts";
import { levelForMass, prepareRound } from "#core/composite/round-target.ts";
import type { RoundMode, RoundWish } from "#core/composite/round-wish.ts";
import type { FoundSites } from "#core/composite/search-kind.ts";
import { sitesOfKind } from "#core/composite/sites-of-kind.ts";
import { averageLeft } from "#core/composite/symmetry/average.ts";
import { findSymmetry } from "#core/composite/symmetry/find-symmetry.ts";
import { createSearch, refineOptima, type Search } from "#core/fit/search.ts";
import type { FitTarget } from "#core/fit/target.ts";
import { CLEAR_GAP, NOISE_GAP } from "#core/fit/verdict.ts";
import type { VolumeHandle } from "#core/kernel/fit-kernel.ts";
import type { Volume } from "#core/volume/volume.ts";

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

/** A round, the map it searched made ready, and what it found of each kind, to be gone on with when nothing was placed. */
export interface RoundOutcome {
  readonly round: Round;
  readonly target: FitTarget;
  readonly found: ReadonlyMap<number, FoundSites>;
}

const SCORES_KEPT = 20;
/** Best placements of each kind that the next round goes on with. */
const CARRIED = 40;

/**
 * Searches for kinds in what the placed copies leave of the map and chooses what goes together best. Undefined when nothing
 * is left above the level. Throws `input` when the whole map has no density, `cancelled`.
 */
export async function runRound(
  context: CompositeContext,
  wish: RoundWish,
): Promise<RoundOutcome | undefined> {
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
  const itself = mode.kind === "averaged" ? engine.addVolume(left, 0) : undefined;
  try {
    const found: KindSites[] = [];
    for (const kind of open) {
      const { probe } = bodies[kind];
      const search = await createSearch(engine, probe, target.forRadius(probe.radius), request);
      searches.push(search);
      found.push(await sitesOfKind(context, wish, kind, search, itself));
    }
    const choice = chooseSites(context, found, number, mode.kind === "last" ? NOISE_GAP : CLEAR_GAP);
    const filled = await complete(context, wish, choice, searches);
    const all = [...choice.chosen, ...filled];
    const placed = itself ? await confirmed(context, wish, all, itself, searches) : all;
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
    const known = found.map(
      ({ kind, among, starts }) => [kind, { sites: among.slice(0, CARRIED), starts }] as const,
    );
    return { round, target: target.target, found: new Map(known) };
  } finally {
    for (const search of searches) search.release();
    if (itself) engine.release(itself);
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
  itself: VolumeHandle,
  searches: readonly Search[],
): Promise<Site[]> {
  const { request, job } = context;
  const tolerance = toleranceOf(request);
  const name = mode.kind === "averaged" ? mode.symmetry.name : "";
  const kept: Site[] = [];
  for (const [n, kind] of open.entries()) {
    const own = sites.filter((site) => site.kind === kind);
    const starts = own.map(({ pose, score, hits }) => ({ pose, score, hits, refined: false }));
    const refined = await refineOptima({ ...searches[n], map: itself }, starts, job);
    const mean = refined.reduce((sum, { score }) => sum + score, 0) / refined.length;
    refined.forEach(({ pose, score }, m) => {
      const isThere = hasStayed(own[m].pose, pose, tolerance);
      const reason = `${own[m].reason}; in the map averaged over ${name}, ${score.toFixed(2)} in the map itself`;
      if (isThere && score >= mean / 2) kept.push({ ...own[m], pose, score, reason });
    });
  }
  return kept;
}
