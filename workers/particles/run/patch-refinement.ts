import { type IterationSummary, summaryOf } from "#core/particles/iteration-summary.ts";
import { compositeMap, cutPatches, type Patch } from "#core/particles/patches.ts";
import type { RefineState } from "#core/particles/refine-state.ts";
import { halfModels, iterate } from "#core/particles/refinement.ts";
import { compositeLine, recordLine } from "#core/report/refinement-table.ts";
import { shellCorrelationUnder } from "#core/volume/fsc.ts";
import type { Volume } from "#core/volume/volume.ts";
import { named, type RefinementRun } from "#workers/particles/run/refinement-run.ts";

/** Focused iterations per patch (e2gmm). */
const ITERATIONS = 3;

/**
 * Refines one patch after the other from the present poses, each with the rest of the particle widened, and puts the maps
 * of the patches together, half by half. The poses stay those of the whole particle; each patch has its own in its folder.
 * `tell` hears a line for every patch, iteration and the whole.
 */
export async function refinePatches(
  run: RefinementRun,
  state: RefineState,
  { mask, count }: { readonly mask: Volume; readonly count: number },
  tell: (line: string) => void,
): Promise<{ readonly state: RefineState; readonly summary: IterationSummary }> {
  const { chosen, engine, folder } = run;
  const job = named(run.job, `cut into ${count} patches`);
  const [model] = await halfModels(state, chosen.settings, mask, engine, job);
  if (!model) throw new TypeError("Each half has a model.");
  const [first] = state.halves;
  const patches = await cutPatches(model, count, first.grid, chosen.settings.seed, job);
  const maps: (readonly [Volume, Volume])[] = [];
  for (const [n, patch] of patches.entries()) {
    const saved = run.resumes ? await folder.patch(n + 1, state.iteration, first.grid) : undefined;
    maps.push(saved ?? (await refinePatch(run, state, mask, patch, { number: n + 1, count }, tell)));
  }
  const [one, two] = ([0, 1] as const).map((half) => {
    const parts = patches.flatMap(({ mask: own }, n) => {
      const map = maps[n]?.[half];
      return map ? [{ map, mask: own }] : [];
    });
    return compositeMap(parts, state.halves[half]);
  });
  if (!one || !two) throw new TypeError("There are two halves.");
  const halves = [one, two] as const;
  const together = { ...state, halves, fsc: await shellCorrelationUnder(mask, halves, run.job) };
  const summary = { ...summaryOf(together), patches: count };
  await folder.keepPatchedSummary(summary);
  const line = compositeLine(together);
  tell(line);
  await folder.log(line);
  return { state: together, summary };
}

async function refinePatch(
  run: RefinementRun,
  from: RefineState,
  mask: Volume,
  patch: Patch,
  { number, count }: { readonly number: number; readonly count: number },
  tell: (line: string) => void,
): Promise<readonly [Volume, Volume]> {
  const { chosen, engine, folder, loaded, asked } = run;
  const say = async (line: string) => {
    tell(line);
    await folder.log(line);
  };
  const focus = { mask: patch.mask, form: asked.focusForm, level: asked.focusLevel };
  const place = patch.centre.map((x) => x.toFixed(0)).join(", ");
  await say(`patch ${number}: within ${patch.radius.toFixed(1)} Å of ${place}`);
  let state = from;
  for (let n = 1; n <= ITERATIONS; n++) {
    const began = run.seconds();
    const job = named(run.job, `patch ${number} of ${count}, iteration ${n} of ${ITERATIONS}`);
    const held = { mask, focus, centres: from.particles };
    const turn = await iterate(state, chosen.settings, held, engine, job);
    ({ state } = turn);
    await say(recordLine({ ...turn.record, iteration: n, seconds: run.seconds() - began }));
  }
  await folder.keepPatch(number, { state, mask: patch.mask, began: from.iteration }, loaded.file);
  return state.halves;
}
