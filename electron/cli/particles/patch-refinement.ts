import type { FoundMask } from "#core/particles/auto-mask.ts";
import { compositeMap, cutPatches, type Patch } from "#core/particles/patches.ts";
import type { RefineState } from "#core/particles/refine-state.ts";
import { halfModels, iterate } from "#core/particles/refinement.ts";
import { recordLine } from "#core/report/refinement-table.ts";
import { shellCorrelationUnder } from "#core/volume/fsc.ts";
import type { Volume } from "#core/volume/volume.ts";
import type { RefineRun } from "#electron/cli/particles/refine-run.ts";

/** Focused iterations per patch (e2gmm). */
const ITERATIONS = 3;

/**
 * Refines one patch after the other from the present poses, each with the rest of the particle widened, and puts the maps
 * of the patches together, half by half. The poses stay those of the whole particle; each patch has its own in its folder.
 */
export async function refinePatches(
  run: RefineRun,
  state: RefineState,
  { mask }: FoundMask,
): Promise<RefineState> {
  const { options, chosen, engine, reporter, folder } = run;
  const { job } = reporter;
  const [model] = await halfModels(state, chosen.settings, mask, engine, job);
  if (!model) throw new TypeError("Each half has a model.");
  const [first] = state.halves;
  const patches = await cutPatches(model, options.patches ?? 1, first.grid, options.seed, job);
  const maps: (readonly [Volume, Volume])[] = [];
  for (const [n, patch] of patches.entries()) {
    const saved = options.resume ? await folder.patch(n + 1, first.grid) : undefined;
    const halves = saved ?? (await refinePatch(run, state, mask, patch, n + 1));
    maps.push(halves);
  }
  const together = ([0, 1] as const).map((half) => {
    const parts = patches.flatMap(({ mask: own }, n) => {
      const map = maps[n]?.[half];
      return map ? [{ map, mask: own }] : [];
    });
    return compositeMap(parts, state.halves[half]);
  });
  const [one, two] = together;
  if (!one || !two) throw new TypeError("There are two halves.");
  const halves = [one, two] as const;
  return { ...state, halves, fsc: await shellCorrelationUnder(mask, halves, job) };
}

async function refinePatch(
  { chosen, engine, reporter, folder, loaded, options, host }: RefineRun,
  from: RefineState,
  mask: Volume,
  patch: Patch,
  number: number,
): Promise<readonly [Volume, Volume]> {
  const focus = { mask: patch.mask, form: options.focusForm, level: options.focusLevel };
  const place = patch.centre.map((x) => x.toFixed(0)).join(", ");
  const about = `patch ${number}: within ${patch.radius.toFixed(1)} Å of ${place}`;
  reporter.print(about);
  await folder.log(about);
  let state = from;
  for (let n = 1; n <= ITERATIONS; n++) {
    const began = host.seconds();
    const turn = await iterate(
      state,
      chosen.settings,
      { mask, focus, centres: from.particles },
      engine,
      reporter.job,
    );
    ({ state } = turn);
    const line = recordLine({ ...turn.record, iteration: n, seconds: host.seconds() - began });
    reporter.print(line);
    await folder.log(line);
  }
  await folder.keepPatch(number, state, loaded.file, patch.mask);
  return state.halves;
}
