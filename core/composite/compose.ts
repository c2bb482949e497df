import { assignMembers } from "#core/composite/assign-members.ts";
import { createBody } from "#core/composite/bodies.ts";
import { type CompositeContext, missingOf, type Site, toleranceOf } from "#core/composite/context.ts";
import type { JointRefinement } from "#core/composite/joint/refine-jointly.ts";
import { type PlacedChain, refinePlaced } from "#core/composite/joint/refine-placed.ts";
import type { Plan } from "#core/composite/plan.ts";
import { remainingMap } from "#core/composite/remaining.ts";
import { type Rounds, runRounds } from "#core/composite/rounds.ts";
import { findSymmetry } from "#core/composite/symmetry/find-symmetry.ts";
import type { Symmetry } from "#core/composite/symmetry/symmetry.ts";
import { type Blob, findUnexplained } from "#core/composite/unexplained.ts";
import { restOf } from "#core/composite/until-cancelled.ts";
import { makeProbe } from "#core/fit/probe.ts";
import { explainedFraction } from "#core/volume/zero-density.ts";

/** Copies that were expected and not placed. */
export interface MissingKind {
  /** Place in the plan. */
  readonly kind: number;
  readonly copies: number;
  readonly reason: string;
}

/** A complex put together in a map. */
export interface Composite {
  readonly plan: Plan;
  readonly placed: readonly PlacedChain[];
  readonly missing: readonly MissingKind[];
  readonly symmetry: Symmetry | undefined;
  /** How the placed chains were refined together; undefined where fewer than two are. */
  readonly joint: JointRefinement | undefined;
  /** The share (0…1) of the density above the level that the placed chains explain. */
  readonly explained: number;
  /** What no placed chain explains, largest first. */
  readonly unexplained: readonly Blob[];
  readonly rounds: Rounds["rounds"];
  readonly setup: Rounds["setup"];
  readonly warnings: readonly string[];
}

/** Makes the first member of every kind ready to be searched for. Throws `input` for kinds of fewer than three atoms. */
export function bodiesOf(
  plan: Plan,
  atoms: CompositeContext["request"]["atoms"],
): CompositeContext["bodies"] {
  return plan.kinds.map(({ members: [{ part }] }) => createBody(makeProbe(part.structure, atoms).value));
}

/**
 * Places the chains of a plan in a map, round by round, assigns them to their sites, refines them all together, scores them in
 * the whole map and says what is left. A cancel keeps what rounds have placed by then. Throws as `runRounds`.
 */
export async function compose(context: CompositeContext): Promise<Composite> {
  const { engine, plan, bodies, map, resolution } = context;
  const { placed: sites, rounds, setup, ...found } = await runRounds(context);
  const assigned = assignMembers(context, sites);
  const {
    placed,
    joint,
    cancelled = found.cancelled,
  } = await refinePlaced(context, assigned, setup.level.value);
  const job = restOf(context.job);
  const refined = placed.map(({ site }) => site);
  const matter = refined.map(({ kind, pose }) => ({ matter: bodies[kind].probe.matter, pose }));
  const { map: left } = await remainingMap(engine.maps, map, matter, resolution.value, job);
  const level = setup.level.value;
  const mass = sites.reduce((sum, { kind }) => sum + plan.kinds[kind].mass, 0);
  return {
    plan,
    placed,
    missing: missingKinds(context, refined, rounds, found.cancelled !== undefined),
    symmetry: findSymmetry(refined, toleranceOf(context.request)),
    joint,
    explained: explainedFraction(map, left, level),
    unexplained: await findUnexplained(map, left, level, mass, job),
    rounds,
    setup,
    warnings: [...found.warnings, ...(cancelled === undefined ? [] : [cancelled])],
  };
}

function missingKinds(
  context: CompositeContext,
  sites: readonly Site[],
  rounds: Rounds["rounds"],
  isCancelled: boolean,
): MissingKind[] {
  return context.plan.kinds.flatMap((_, kind) => {
    const copies = missingOf(context, sites, kind);
    if (copies === 0) return [];
    const last = rounds.flatMap(({ searched }) => searched.filter((one) => one.kind === kind)).at(-1);
    const best = last?.scores[0];
    if (isCancelled) return [{ kind, copies, reason: "the run was cancelled before it was found" }];
    const reason =
      best === undefined
        ? "no placement of it lies inside the map and clear of what is placed"
        : `its best placement left (correlation about the mean ${best.toFixed(2)}) does not stand out, as wrong ones do`;
    return [{ kind, copies, reason }];
  });
}
