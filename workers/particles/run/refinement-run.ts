import type { JobContext } from "#core/job/job-context.ts";
import { autoMask, type FoundMask } from "#core/particles/auto-mask.ts";
import { type IterationSummary, summaryOf, type TimedRecord } from "#core/particles/iteration-summary.ts";
import type { ParticleEngine } from "#core/particles/particle-engine.ts";
import { meanMap } from "#core/particles/postprocess.ts";
import type { RefineState } from "#core/particles/refine-state.ts";
import type { ChosenSettings } from "#core/particles/refine-wishes.ts";
import { iterate, startRefinement } from "#core/particles/refinement.ts";
import type { ReportFrame } from "#core/report/page.ts";
import { recordLine, startLine, TABLE_HEAD } from "#core/report/refinement-table.ts";
import { shellCorrelationUnder } from "#core/volume/fsc.ts";
import type { LoadedParticles } from "#workers/particles/run/load-particles.ts";
import { type RunFolder, type RunIdentity, sha256 } from "#workers/particles/run/run-folder.ts";
import type { NamedFocus } from "#workers/particles/run/run-masks.ts";
import type { RunSettings } from "#workers/particles/run/run-settings.ts";

/** Everything a refinement works with, as far as it does not change. */
export interface RefinementRun {
  readonly loaded: LoadedParticles;
  readonly engine: ParticleEngine;
  readonly chosen: ChosenSettings;
  readonly folder: RunFolder;
  /** What the checkpoint holds: the run is gone on with only under the same. */
  readonly asked: RunSettings;
  /** Goes on with what is in the folder. */
  readonly resumes: boolean;
  /** What counts in the FSC; made from the first map when left out. */
  readonly mask?: FoundMask | undefined;
  /** The part that poses are told by. */
  readonly focus?: NamedFocus | undefined;
  readonly job: JobContext;
  /** What was warned of until now. */
  readonly warnings: readonly string[];
  /** Since some fixed moment. */
  seconds(): number;
  /** Who writes reports when, and what repeats the run. */
  frame(title: string): ReportFrame;
}

/** A run at its start, or where it was cut off. */
export interface BegunRun {
  readonly start: RefineState;
  readonly state: RefineState;
  readonly mask: FoundMask;
  /** Done before. */
  readonly iterations: readonly TimedRecord[];
  readonly summaries: readonly IterationSummary[];
}

/** Makes the half maps of the particles as they are, the mask that everything is judged under, and the folder. */
export async function beginRun(run: RefinementRun): Promise<BegunRun> {
  const { folder, engine, job, chosen, loaded, focus } = run;
  const identity = identityOf(run);
  const { settings } = chosen;
  let found = run.mask;
  const { state: start, mask } = await startRefinement(
    loaded.file.particles,
    settings,
    async (halves) => {
      // What the mask is made for when nothing is known yet: a quarter of the frequencies.
      found ??= await autoMask(meanMap(halves), settings.startResolution ?? 8 * engine.pixelSize, job);
      return found.mask;
    },
    engine,
    job,
  );
  const resumed = run.resumes
    ? await folder.resume(identity, start.halves[0].grid, (halves) =>
        shellCorrelationUnder(mask, halves, job),
      )
    : undefined;
  await folder.make();
  const reason = found?.reason ?? "";
  await folder.writeMap("mask.mrc", mask, `mask, ${reason}`);
  if (focus) await folder.writeMap("focus.mrc", focus.focus.mask, `focus, ${focus.name}`);
  await folder.keepSummary(summaryOf(start));
  const iterations = resumed?.iterations ?? [];
  await folder.keep({ identity, planned: settings.iterations, mask: reason }, iterations);
  await logBeginning(run, start, iterations, reason);
  return {
    start,
    state: resumed?.state ?? start,
    mask: { mask, reason },
    iterations,
    summaries: await folder.summaries(0, iterations.length),
  };
}

/** The iterations that are left; `told` hears of each. */
export async function goOn(
  run: RefinementRun,
  { state: from, mask: { mask, reason }, iterations: before }: BegunRun,
  told: (summary: IterationSummary, record: TimedRecord) => void,
): Promise<{ readonly state: RefineState; readonly iterations: readonly TimedRecord[] }> {
  const { chosen, engine, folder, loaded, focus } = run;
  const identity = identityOf(run);
  const planned = chosen.settings.iterations;
  const iterations = [...before];
  let state = from;
  while (state.iteration < planned) {
    const began = run.seconds();
    const held = { mask, centres: loaded.file.particles, ...(focus && { focus: focus.focus }) };
    const job = named(run.job, `iteration ${state.iteration + 1} of ${planned}`);
    const turn = await iterate(state, chosen.settings, held, engine, job);
    ({ state } = turn);
    const record = { ...turn.record, seconds: run.seconds() - began };
    const summary = summaryOf(state, { ...turn, record });
    iterations.push(record);
    await folder.keepSummary(summary);
    const latest = { state, models: turn.models, file: loaded.file };
    await folder.keep({ identity, planned, mask: reason }, iterations, latest);
    await folder.log(recordLine(record));
    told(summary, record);
  }
  return { state, iterations };
}

/** A job that says in which part of a longer one its steps are. */
export function named(job: JobContext, part: string): JobContext {
  return {
    signal: job.signal,
    checkpoint: (progress) => job.checkpoint({ ...progress, step: `${part}: ${progress.step}` }),
  };
}

/** Does the work of a run, and writes down why it ended when it throws. */
export async function logged<T>(folder: RunFolder, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    const why = thrown instanceof Error ? thrown.message : String(thrown);
    // A folder that was never made, or a full disk, must not hide what went wrong.
    await folder.log(`ended before its end: ${why}`).catch(() => {});
    throw thrown;
  }
}

async function logBeginning(
  { folder, loaded, engine, chosen, warnings, focus, frame }: RefinementRun,
  start: RefineState,
  iterations: readonly TimedRecord[],
  mask: string,
): Promise<void> {
  const { program, commands } = frame("");
  const { count, half } = loaded.file.particles;
  const first = half.reduce((sum, one) => sum + (one === 1 ? 1 : 0), 0);
  await folder.log(
    `${program}, ${iterations.length > 0 ? `goes on after iteration ${iterations.length}` : "begins"}`,
    ...commands.lines,
    `${count} particles of ${loaded.path} (${first} and ${count - first} in the half sets), ${engine.size} × ${engine.size} pixels of ${engine.pixelSize} Å`,
    `mask: ${mask}`,
    ...(focus ? [`focus: ${focus.name}`] : []),
    ...chosen.rows.map(([what, value, why]) => `${what}: ${value} (${why})`),
    ...warnings.map((warning) => `Warning: ${warning}`),
    TABLE_HEAD,
    startLine(start),
    ...iterations.map(recordLine),
  );
}

function identityOf({ loaded, asked }: RefinementRun): RunIdentity {
  return { particles: sha256(loaded.bytes), settings: { ...asked } };
}
