import { AppError } from "#core/errors.ts";
import type { IterationSummary, TimedRecord } from "#core/particles/iteration-summary.ts";
import { rowsOfHalf, takeParticles } from "#core/particles/particle-set.ts";
import type { RefineState } from "#core/particles/refine-state.ts";
import { halfMaps } from "#core/particles/refinement.ts";
import { bestCopies, expandSymmetry, groupOrder } from "#core/particles/symmetry-expansion.ts";
import { shellCorrelationUnder } from "#core/volume/fsc.ts";
import type { Volume } from "#core/volume/volume.ts";
import type { LoadedParticles } from "#workers/particles/run/load-particles.ts";
import { refinePatches } from "#workers/particles/run/patch-refinement.ts";
import {
  type BegunRun,
  beginRun,
  goOn,
  logged,
  type RefinementRun,
} from "#workers/particles/run/refinement-run.ts";
import { writeResults } from "#workers/particles/run/run-results.ts";
import type { RunSettings } from "#workers/particles/run/run-settings.ts";

/** Who hears how a refinement goes. */
export interface RunListener {
  begun(begun: BegunRun): void;
  iterated(summary: IterationSummary, record: TimedRecord): void;
  /** All patches put together. */
  patched(summary: IterationSummary): void;
  /** A line about a patch, or about copies that were kept. */
  line(text: string): void;
}

/**
 * A whole refinement, for command line and window: the iterations, patches where they were asked for, the best copies
 * of expanded particles, and the results in the folder. Returns the result as a sentence; what it throws is in run.log.
 */
export function carryOut(run: RefinementRun, listener: RunListener): Promise<string> {
  return logged(run.folder, async () => {
    const { asked } = run;
    const begun = await beginRun(run);
    listener.begun(begun);
    const { start, mask } = begun;
    const done = await goOn(run, begun, (summary, record) => listener.iterated(summary, record));
    let { state } = done;
    if (asked.patches !== undefined) {
      const wanted = { mask: mask.mask, count: asked.patches };
      const patched = await refinePatches(run, state, wanted, (line) => listener.line(line));
      ({ state } = patched);
      listener.patched(patched.summary);
    }
    const broken = asked.breakSymmetry ? await breakSymmetry(run, state, mask.mask, listener) : { state };
    return writeResults(run, { start, iterations: done.iterations, mask, ...broken });
  });
}

/** Every particle once per operator of the point group, where that was asked for. */
export function expanded(
  loaded: LoadedParticles,
  { expandSymmetry: group, breakSymmetry: breaks }: Pick<RunSettings, "expandSymmetry" | "breakSymmetry">,
  note: (text: string) => void,
): LoadedParticles {
  if (group === undefined) {
    if (breaks)
      throw new AppError("input", "--break-symmetry chooses among copies: add --expand-symmetry GROUP.");
    return loaded;
  }
  const file = expandSymmetry(loaded.file, group);
  note(
    `${group}: ${loaded.file.particles.count} particles, ${file.particles.count} with their symmetry mates`,
  );
  return { ...loaded, file };
}

/** Of each particle the copy that agrees best with the model, and maps of those alone. */
async function breakSymmetry(
  { asked, chosen, engine, job }: RefinementRun,
  state: RefineState,
  mask: Volume,
  { line }: Pick<RunListener, "line">,
): Promise<{ state: RefineState; rows: Uint32Array }> {
  const { scores, particles } = state;
  if (!scores) throw new AppError("input", "--break-symmetry needs at least one iteration.");
  const rows = bestCopies(scores, groupOrder(asked.expandSymmetry ?? "C1"));
  const best = takeParticles(particles, rows);
  const kept = Float64Array.from(rows, (row) => scores[row] ?? 0);
  const halves = await halfMaps(best, kept, chosen.settings, engine, job);
  const fsc = await shellCorrelationUnder(mask, halves, job);
  line(`${rowsOfHalf(best, 1).length + rowsOfHalf(best, 2).length} particles kept, one copy each`);
  return { state: { ...state, particles: best, scores: kept, halves, fsc }, rows };
}
