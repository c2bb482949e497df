import { type Directions, directionsOf } from "#core/particles/directions.ts";
import type { IterationRecord, RefineState } from "#core/particles/refine-state.ts";
import { meanFsc } from "#core/particles/refinement.ts";
import { type Tally, tally } from "#core/particles/tally.ts";
import type { FscShell } from "#core/volume/fsc.ts";

/** An iteration's numbers with the time it took. */
export interface TimedRecord extends IterationRecord {
  readonly seconds: number;
}

/** How far particles moved in an iteration. */
export interface PoseChanges {
  /** Degrees. */
  readonly turned: Tally;
  /** Å. */
  readonly shifted: Tally;
}

/** What a run's folder and the window keep of a state: enough for every plot, small whatever the number of particles. */
export interface IterationSummary {
  /** 0: before the first. */
  readonly iteration: number;
  /** Å. */
  readonly resolution143: number;
  readonly resolution05: number;
  readonly meanFsc: number;
  /** From the second on: the first is of no resolution. */
  readonly shells: readonly Omit<FscShell, "randomised">[];
  readonly directions: Directions;
  /** Null before the first iteration, as `record`. */
  readonly moved: PoseChanges | null;
  readonly record: TimedRecord | null;
  /** So many patches put together after the iteration; absent of the iteration itself. */
  readonly patches?: number;
}

/** Of a state and, after an iteration, what led to it. */
export function summaryOf(
  { iteration, particles, fsc }: RefineState,
  done?: { readonly record: TimedRecord; readonly turned: Float64Array; readonly shifted: Float64Array },
): IterationSummary {
  const { shells, resolution143, resolution05 } = fsc;
  return {
    iteration,
    resolution143,
    resolution05,
    meanFsc: meanFsc(fsc),
    shells: shells.slice(1).map(({ randomised: _, ...shell }) => shell),
    directions: directionsOf(particles.angles ?? []),
    moved: done ? { turned: tally(done.turned), shifted: tally(done.shifted) } : null,
    record: done?.record ?? null,
  };
}
