import { basename } from "node:path";
import { AppError } from "#core/errors.ts";
import type { JobContext } from "#core/job/job-context.ts";
import type { IterationSummary } from "#core/particles/iteration-summary.ts";
import { sharpenedMap } from "#core/particles/postprocess.ts";
import { chooseSettings } from "#core/particles/refine-wishes.ts";
import type { ReportFrame } from "#core/report/page.ts";
import { refinementHtml } from "#core/report/refinement-report.ts";
import { type Fsc, shellCorrelationUnder } from "#core/volume/fsc.ts";
import { createGrid } from "#core/volume/grid.ts";
import { expanded } from "#workers/particles/run/carry-out.ts";
import type { LoadedParticles } from "#workers/particles/run/load-particles.ts";
import type { Checkpoint, RunFolder } from "#workers/particles/run/run-folder.ts";
import { documentOf } from "#workers/particles/run/run-results.ts";
import { savedSettings } from "#workers/particles/run/saved-settings.ts";
import { uniformImages } from "#workers/particles/uniform-images.ts";

/** The page that a run wrote at its end; undefined when it has done more since, or has not come to its end. */
export async function writtenReport(
  folder: RunFolder,
  { iterations }: Checkpoint,
): Promise<string | undefined> {
  return (await folder.finished()) === iterations.length ? folder.text("report.html") : undefined;
}

/**
 * The page of a run that was stopped, as far as it came, from what is in its folder. `loaded` are the particles it began
 * with. Throws `input` before the first iteration and for runs of earlier versions.
 */
export async function reportSoFar(
  folder: RunFolder,
  checkpoint: Checkpoint,
  read: LoadedParticles,
  frameOf: (title: string, settings: ReturnType<typeof savedSettings>) => ReportFrame,
  job: JobContext,
): Promise<string> {
  const name = basename(folder.path);
  const [first] = await folder.summaries(0, 0);
  if (checkpoint.iterations.length === 0 || !first) {
    throw new AppError(
      "input",
      `${name} has nothing to report yet: save the report after its first iteration.`,
    );
  }
  const settings = savedSettings(checkpoint.settings, name);
  const loaded = expanded(read, settings, () => {});
  const { size, pixelSize } = uniformImages(read.file.particles, read.stacks);
  const grid = createGrid([size, size, size], [0, 0, 0], [pixelSize, pixelSize, pixelSize]);
  const mask = { grid, values: (await folder.map("mask.mrc")).values };
  const resumed = await folder.resume(checkpoint, grid, (halves) => shellCorrelationUnder(mask, halves, job));
  if (!resumed) throw new TypeError("There is an iteration.");
  const { state, iterations } = resumed;
  const done = iterations.length;
  const planned = checkpoint.planned ?? done;
  const run = {
    loaded,
    engine: { size, pixelSize },
    chosen: chooseSettings({ ...settings, iterations: planned }, loaded.file.particles, size * pixelSize),
    warnings: [`This is how far the run in ${name} has come: ${done} of ${planned} iterations.`],
    asked: settings,
    ...(settings.focus !== undefined && { focus: { name: `${name}/focus.mrc` } }),
  };
  const found = { mask, reason: checkpoint.mask ?? `${name}/mask.mrc` };
  const outcome = { start: { fsc: fscOf(first) }, state, iterations, mask: found };
  const document = documentOf(run, outcome, await sharpenedMap(state.halves, state.fsc, "auto", job));
  const title = `Refinement of ${basename(read.path)}, ${done} of ${planned} iterations`;
  return refinementHtml(document, frameOf(title, settings));
}

/** The FSC that a summary was made of; it does not know the first shell and what random phases give. */
function fscOf({ shells, resolution143, resolution05 }: IterationSummary): Fsc {
  const first = { resolution: Number.POSITIVE_INFINITY, fsc: 1, unmasked: 1, randomised: 1, corrected: 1 };
  const others = shells.map((shell) => ({ ...shell, randomised: Number.NaN }));
  return { shells: [first, ...others], resolution143, resolution05 };
}
