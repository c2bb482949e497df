import { basename } from "node:path";
import { AppError } from "#core/errors.ts";
import { pointGroup } from "#core/fit/symmetry.ts";
import { FOCUS_LEVEL } from "#core/gmm/focus.ts";
import { type JobContext, throwIfCancelled } from "#core/job/job-context.ts";
import type { ParticleEngine } from "#core/particles/particle-engine.ts";
import { refuseEmptyHalf } from "#core/particles/read-particles.ts";
import { REFINE_DEFAULTS } from "#core/particles/refine-state.ts";
import { chooseSettings } from "#core/particles/refine-wishes.ts";
import { loadStar, runFolder } from "#workers/engine/particle-places.ts";
import type { CallContext, Session } from "#workers/engine/session.ts";
import type { RunWishes } from "#workers/particle-calls.ts";
import { carryOut, expanded } from "#workers/particles/run/carry-out.ts";
import type { LoadedParticles } from "#workers/particles/run/load-particles.ts";
import type { RefinementRun } from "#workers/particles/run/refinement-run.ts";
import type { RunFolder } from "#workers/particles/run/run-folder.ts";
import { type GivenMask, runMasks } from "#workers/particles/run/run-masks.ts";
import type { RunSettings } from "#workers/particles/run/run-settings.ts";
import { runCommand } from "#workers/particles/run/run-words.ts";
import { savedSettings } from "#workers/particles/run/saved-settings.ts";
import type { Params, Result, VolumeId } from "#workers/protocol.ts";

/** Refines particles in a folder beside their STAR file, as `mapwright particles refine` does. */
export async function refineParticles(
  session: Session,
  { star, request }: Params<"refineParticles">,
  context: CallContext<"refineParticles">,
): Promise<Result<"refineParticles">> {
  const folder = runFolder(star, request.folder);
  if (session.refinements.has(folder.path)) {
    throw new AppError(
      "input",
      `The run in ${request.folder} is at work here already: show it to follow it.`,
    );
  }
  const run = { isStopped: false, ended: Promise.resolve<unknown>(undefined) };
  session.refinements.set(folder.path, run);
  try {
    if (request.wishes) folder.refuseUsed();
    const job = stoppable(context.job, run);
    const work = refineIn(folder, session, { star, request }, { ...context, job });
    run.ended = work.catch(() => {});
    return await work;
  } finally {
    session.refinements.delete(folder.path);
  }
}

/** Stops a refinement that goes on in this engine, and waits until it has. */
export async function stopParticles(
  { refinements }: Session,
  { star, folder }: Params<"stopParticles">,
): Promise<Result<"stopParticles">> {
  const run = refinements.get(runFolder(star, folder).path);
  if (!run) return { stopped: false };
  run.isStopped = true;
  await run.ended;
  return { stopped: true };
}

async function refineIn(
  folder: RunFolder,
  session: Session,
  { star, request }: Params<"refineParticles">,
  { job, partial }: CallContext<"refineParticles">,
): Promise<Result<"refineParticles">> {
  const warnings: string[] = [];
  const plan = request.wishes ? planOf(session, request.wishes) : await planIn(folder, request.folder);
  pointGroup(plan.settings.symmetry);
  const read = await loadStar(session, star, warnings);
  try {
    refuseEmptyHalf(read.file.particles);
    const engine = session.host.startParticles(read.file.particles, read.stacks);
    try {
      const warn = (warning: string) => {
        warnings.push(warning);
        partial({ warning });
      };
      const parts = { read, engine, folder, warnings, job };
      const run = runOf(session, plan, request, parts, warn);
      const sentence = await carryOut(run, {
        begun: ({ summaries }) => {
          for (const summary of summaries) partial({ summary });
        },
        iterated: (summary) => partial({ summary }),
        patched: (summary) => partial({ summary }),
        line: () => {},
      });
      return { sentence };
    } finally {
      await engine.dispose();
    }
  } finally {
    await read.dispose();
  }
}

/** What a run is to do, and the maps it takes as masks. */
interface RunPlan {
  readonly settings: RunSettings;
  readonly masks: { readonly mask: GivenMask | undefined; readonly focus: GivenMask | undefined };
  readonly resumes: boolean;
}

/** What the window wishes of a new run, and the rest as the command line has it. */
function planOf(session: Session, { symmetry, seed, patches, ...masks }: RunWishes<VolumeId>): RunPlan {
  const { use: ctf, method, keep } = REFINE_DEFAULTS;
  const given = (id: VolumeId | null) => {
    if (id === null) return undefined;
    const { volume, summary } = session.map(id);
    return { volume, name: summary.name };
  };
  return {
    settings: {
      ...{ symmetry, ctf, method, keep, seed, focusForm: "variance", focusLevel: FOCUS_LEVEL },
      ...(patches !== null && { patches }),
    },
    masks: { mask: given(masks.mask), focus: given(masks.focus) },
    resumes: false,
  };
}

/** What the run in a folder does, whoever began it; its masks lie there too. */
async function planIn(folder: RunFolder, name: string): Promise<RunPlan> {
  const checkpoint = await folder.checkpoint();
  if (!checkpoint) {
    throw new AppError(
      "input",
      `There is no run to go on with in ${name}: choose the folder of one, or begin a new one without resume.`,
    );
  }
  const settings = savedSettings(checkpoint.settings, name);
  const own = async (digest: string | undefined, file: string) =>
    digest === undefined ? undefined : { volume: await folder.map(file), name: `${name}/${file}` };
  const masks = {
    mask: await own(settings.mask, "mask.mrc"),
    focus: await own(settings.focus, "focus.mrc"),
  };
  return { settings, masks, resumes: true };
}

function runOf(
  session: Session,
  { settings, masks: given, resumes }: RunPlan,
  { iterations, folder: name }: Params<"refineParticles">["request"],
  parts: Pick<RefinementRun, "folder" | "warnings" | "job"> & {
    readonly read: LoadedParticles;
    readonly engine: ParticleEngine;
  },
  warn: (text: string) => void,
): RefinementRun {
  const { read, engine, ...rest } = parts;
  const loaded = expanded(read, settings, () => {});
  const { mask, focus, digests } = runMasks(given, settings, engine, warn);
  const asked = { ...settings, ...digests };
  return {
    ...{ loaded, engine, ...rest, mask, focus, asked, resumes },
    chosen: chooseSettings(
      { ...settings, iterations },
      loaded.file.particles,
      engine.size * engine.pixelSize,
    ),
    seconds: () => session.host.clock() / 1000,
    frame: (title) => ({
      title,
      program: `Mapwright ${session.host.version}`,
      date: new Date().toISOString().slice(0, 16).replace("T", " "),
      commands: {
        where: "On the command line, in the folder of the STAR file (or in the window, by its own command):",
        lines: [runCommand(basename(read.path), name, iterations, asked)],
      },
    }),
  };
}

/** A job that also ends when somebody else wishes so. */
function stoppable(job: JobContext, run: { readonly isStopped: boolean }): JobContext {
  const signal = {
    get aborted() {
      return job.signal.aborted || run.isStopped;
    },
  };
  return {
    signal,
    async checkpoint(progress) {
      await job.checkpoint(progress);
      throwIfCancelled(signal);
    },
  };
}
