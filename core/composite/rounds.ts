import { type CompositeContext, missingOf, type Site, toleranceOf } from "#core/composite/context.ts";
import type { RoundMode, RoundWish } from "#core/composite/round-wish.ts";
import { type Round, type RoundOutcome, runRound } from "#core/composite/run-round.ts";
import { findSymmetry } from "#core/composite/symmetry/find-symmetry.ts";
import type { Symmetry } from "#core/composite/symmetry/symmetry.ts";
import { untilCancelled } from "#core/composite/until-cancelled.ts";
import type { FitSetup } from "#core/fit/result.ts";
import type { JobContext } from "#core/job/job-context.ts";

/** Everything that was placed, round by round. */
export interface Rounds {
  readonly placed: readonly Site[];
  readonly rounds: readonly Round[];
  /** Level, resolution and engine, as the first round chose them. */
  readonly setup: FitSetup;
  readonly warnings: readonly string[];
  /** Why it ended before its time; undefined when it did not. */
  readonly cancelled: string | undefined;
}

const MOST_ROUNDS = 10;
/** Copies of one kind that must show a symmetry before the map is averaged over it. */
const LEAST_EQUAL = 3;

/**
 * Places all kinds of a plan in rounds: all unfinished ones are searched for in what is left of the map, the set that goes
 * together best is placed and completed by its symmetry, its density taken away. Kinds of which more copies may exist than
 * the input holds are searched for once more in what remains. When a round places nothing and copies are missing, the next one
 * averages what is left over the symmetry of the placed copies; the last one spends more starts and also takes what stands out
 * less. Such rounds go on with what the one before has found. A cancel keeps what earlier rounds have placed. Throws `input` when the map has no density, and `cancelled` before
 * anything was placed.
 */
export async function runRounds(context: CompositeContext): Promise<Rounds> {
  const placed: Site[] = [];
  const rounds: Round[] = [];
  const checked = new Set<number>();
  let setup: FitSetup | undefined;
  let warnings: readonly string[] = [];
  let cancelled: string | undefined;
  let known: RoundWish["known"] = new Map();
  let mode: RoundMode | undefined = { kind: "ordinary" };
  while (mode && rounds.length < MOST_ROUNDS) {
    const open = openKinds(context, placed, checked, mode);
    const wish = { number: rounds.length + 1, placed, open, mode, level: setup?.level.value, known };
    const job = inRound(context.job, wish.number);
    const outcome = await orCancelled(placed, () => runRound({ ...context, job }, wish));
    if (outcome === "cancelled") {
      cancelled = `Cancelled in round ${wish.number}: what the rounds before it placed is kept.`;
      break;
    }
    if (!outcome) break; // nothing is left of the map
    if (!setup) ({ setup, warnings } = outcome.target);
    rounds.push(outcome.round);
    placed.push(...outcome.round.placed);
    known = stillKnown(outcome);
    for (const kind of rounds.length > 1 ? notFound(outcome.round) : []) checked.add(kind);
    mode = nextMode(context, placed, checked, outcome.round);
  }
  if (!setup) throw new TypeError("A composite without a round.");
  return { placed, rounds, setup, warnings, cancelled };
}

/** What the next round may go on with: what was placed has changed what is left, scores and what stands out from what. */
function stillKnown({ round, found }: RoundOutcome): RoundWish["known"] {
  return round.placed.length > 0 ? new Map() : found;
}

/** Kinds of which a round placed nothing. */
function notFound({ searched }: Round): number[] {
  return searched.filter(({ placed }) => placed === 0).map(({ kind }) => kind);
}

/** The job of a round: its steps say of which round they are. */
function inRound({ signal, checkpoint }: JobContext, round: number): JobContext {
  return {
    signal,
    checkpoint: ({ step, ...progress }) => checkpoint({ ...progress, step: `round ${round}: ${step}` }),
  };
}

/** What a round came to; "cancelled" when it was and something is placed that is worth keeping. */
async function orCancelled<T>(
  placed: readonly Site[],
  run: () => Promise<T | undefined>,
): Promise<T | undefined | "cancelled"> {
  if (placed.length === 0) return run();
  const ended = await untilCancelled(async () => ({ outcome: await run() }));
  return ended ? ended.outcome : "cancelled";
}

/** Kinds to be searched for, in the order of the plan: in other than ordinary rounds only those of which copies are missing. */
function openKinds(
  context: CompositeContext,
  placed: readonly Site[],
  checked: ReadonlySet<number>,
  mode: RoundMode,
): number[] {
  return context.plan.kinds.flatMap(({ copies }, kind) => {
    const isMissing = missingOf(context, placed, kind) > 0;
    const isUnsure = mode.kind === "ordinary" && !copies.isFixed && !checked.has(kind);
    return isMissing || isUnsure ? [kind] : [];
  });
}

/** What to do after a round; undefined when nothing is left to do. */
function nextMode(
  context: CompositeContext,
  placed: readonly Site[],
  checked: ReadonlySet<number>,
  last: Round,
): RoundMode | undefined {
  const ordinary: RoundMode = { kind: "ordinary" };
  if (last.placed.length > 0)
    return openKinds(context, placed, checked, ordinary).length > 0 ? ordinary : undefined;
  const isMissing = openKinds(context, placed, checked, { kind: "last" }).length > 0;
  if (!isMissing || last.mode === "last") return undefined;
  if (last.mode === "ordinary") {
    const symmetry = averagingSymmetry(context, placed);
    if (symmetry) return { kind: "averaged", symmetry };
  }
  return { kind: "last" };
}

/** The point group of what is placed, when enough copies show it to average over. */
function averagingSymmetry(context: CompositeContext, placed: readonly Site[]): Symmetry | undefined {
  const isShown = context.plan.kinds.some(
    (_, kind) => placed.filter((site) => site.kind === kind).length >= LEAST_EQUAL,
  );
  const symmetry = isShown ? findSymmetry(placed, toleranceOf(context.request)) : undefined;
  return symmetry?.helix ? undefined : symmetry;
}
