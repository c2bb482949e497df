import { AppError, asAppError } from "#core/errors.ts";
import { rowsOfHalf, takeParticles } from "#core/particles/particle-set.ts";
import { refuseEmptyHalf } from "#core/particles/read-particles.ts";
import type { RefineState } from "#core/particles/refine-state.ts";
import { chooseSettings } from "#core/particles/refine-wishes.ts";
import { halfMaps } from "#core/particles/refinement.ts";
import { bestCopies, expandSymmetry, groupOrder } from "#core/particles/symmetry-expansion.ts";
import { compositeLine, recordLine, startLine, TABLE_HEAD } from "#core/report/refinement-table.ts";
import { shellCorrelationUnder } from "#core/volume/fsc.ts";
import type { Volume } from "#core/volume/volume.ts";
import { frameOf } from "#electron/cli/fit-html.ts";
import { EXIT, type Host } from "#electron/cli/host.ts";
import { withParticles } from "#electron/cli/particles/engine.ts";
import { refinePatches } from "#electron/cli/particles/patch-refinement.ts";
import { focusOf, readMask } from "#electron/cli/particles/refine-masks.ts";
import type { RefineOptions } from "#electron/cli/particles/refine-options.ts";
import type { RefineRun } from "#electron/cli/particles/refine-run.ts";
import { createReporter, keepingWarnings, type Reporter } from "#electron/cli/reporter.ts";
import type { LoadedParticles } from "#workers/particles/run/load-particles.ts";
import { beginRun, goOn, logged } from "#workers/particles/run/refinement-run.ts";
import { RunFolder, type RunIdentity, sha256 } from "#workers/particles/run/run-folder.ts";
import { writeResults } from "#workers/particles/run/run-results.ts";

/** `mapwright particles refine STAR --out DIR`: poses refined against Gaussian models of the half maps. */
export async function refineCommand(path: string, options: RefineOptions, host: Host): Promise<number> {
  const warnings: string[] = [];
  const reporter = keepingWarnings(createReporter(host, options), warnings);
  const folder = new RunFolder(options.out);
  if (!options.resume) folder.refuseUsed();
  try {
    return await withParticles(path, options, host, reporter, async (read, engine) => {
      refuseEmptyHalf(read.file.particles);
      const loaded = expanded(read, options, reporter);
      const chosen = chooseSettings(options, loaded.file.particles, engine.size * engine.pixelSize);
      const { size } = engine;
      const run: RefineRun = {
        ...{ loaded, engine, options, chosen, folder, reporter, warnings, host, job: reporter.job },
        identity: identityOf(loaded, options),
        resumes: options.resume === true,
        focus: await focusOf(options, size, reporter, host),
        mask:
          options.mask === undefined
            ? undefined
            : await readMask(options.mask, "--mask", size, reporter, host),
        seconds: () => host.seconds(),
        frame: (title) => frameOf(title, options.called),
      };
      await logged(folder, () => refine(run));
      return EXIT.ok;
    });
  } catch (thrown) {
    if (asAppError(thrown).code === "cancelled" && (await folder.checkpoint())) {
      reporter.note(`${options.out} keeps what is done: the same command with --resume goes on from there.`);
    }
    throw thrown;
  } finally {
    reporter.end();
  }
}

async function refine(run: RefineRun): Promise<void> {
  const { options, reporter } = run;
  const begun = await beginRun(run);
  const { start, mask } = begun;
  reporter.print(TABLE_HEAD);
  reporter.print(startLine(start));
  for (const record of begun.iterations) reporter.print(recordLine(record));
  const done = await goOn(run, begun, (_, record) => reporter.print(recordLine(record)));
  const { iterations } = done;
  let { state } = done;
  if (options.patches !== undefined) {
    state = await refinePatches(run, state, mask);
    reporter.print(compositeLine(state));
  }
  const broken = options.breakSymmetry ? await breakSymmetry(run, state, mask.mask) : { state };
  const told = await writeResults(run, { start, iterations, mask, ...broken });
  reporter.note(`\n${told}\n${options.out}/report.html shows it.`);
}

/** Every particle once per operator of the point group, where that was asked for. */
function expanded(
  loaded: LoadedParticles,
  { expandSymmetry: group, breakSymmetry }: RefineOptions,
  reporter: Reporter,
): LoadedParticles {
  if (group === undefined) {
    if (breakSymmetry)
      throw new AppError("input", "--break-symmetry chooses among copies: add --expand-symmetry GROUP.");
    return loaded;
  }
  const file = expandSymmetry(loaded.file, group);
  reporter.note(
    `${group}: ${loaded.file.particles.count} particles, ${file.particles.count} with their symmetry mates`,
  );
  return { ...loaded, file };
}

/** Of each particle the copy that agrees best with the model, and maps of those alone. */
async function breakSymmetry(
  { options, chosen, engine, reporter }: RefineRun,
  state: RefineState,
  mask: Volume,
): Promise<{ state: RefineState; rows: Uint32Array }> {
  const { scores, particles } = state;
  if (!scores) throw new AppError("input", "--break-symmetry needs at least one iteration.");
  const rows = bestCopies(scores, groupOrder(options.expandSymmetry ?? "C1"));
  const best = takeParticles(particles, rows);
  const kept = Float64Array.from(rows, (row) => scores[row] ?? 0);
  const halves = await halfMaps(best, kept, chosen.settings, engine, reporter.job);
  const fsc = await shellCorrelationUnder(mask, halves, reporter.job);
  reporter.note(`${rowsOfHalf(best, 1).length + rowsOfHalf(best, 2).length} particles kept, one copy each`);
  return { state: { ...state, particles: best, scores: kept, halves, fsc }, rows };
}

/** What must be the same for a run to go on. */
function identityOf({ bytes }: LoadedParticles, options: RefineOptions): RunIdentity {
  const { iterations, resume, out, quiet, threads, stacks, called, ...settings } = options;
  return { particles: sha256(bytes), settings };
}
