import { readdir } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { setTimeout as after } from "node:timers/promises";
import { AppError, asAppError } from "#core/errors.ts";
import { pointGroup } from "#core/fit/symmetry.ts";
import { FOCUS_LEVEL } from "#core/gmm/focus.ts";
import { type JobContext, throwIfCancelled } from "#core/job/job-context.ts";
import { describeParticles } from "#core/particles/describe-particles.ts";
import { refuseEmptyHalf } from "#core/particles/read-particles.ts";
import { REFINE_DEFAULTS } from "#core/particles/refine-state.ts";
import { chooseSettings, type RefineWishes } from "#core/particles/refine-wishes.ts";
import type { CallContext, Session } from "#workers/engine/session.ts";
import type { KnownRun, ParticleReport, RefineParticlesRequest } from "#workers/particle-calls.ts";
import { type LoadedParticles, loadParticles } from "#workers/particles/run/load-particles.ts";
import { beginRun, goOn, logged, type RefinementRun } from "#workers/particles/run/refinement-run.ts";
import { RunFolder, type RunIdentity, sha256 } from "#workers/particles/run/run-folder.ts";
import { writeResults } from "#workers/particles/run/run-results.ts";
import { uniformImages } from "#workers/particles/uniform-images.ts";
import type { Params, Result, Source } from "#workers/protocol.ts";

/** A followed run is looked at so often, ms. */
const LOOK_EVERY = 500;

/** Reads a STAR file and the headers of its stacks, and looks for runs beside it. */
export async function inspectParticles(
  session: Session,
  { star }: Params<"inspectParticles">,
): Promise<Result<"inspectParticles">> {
  const place = placeOf(star);
  const warnings: string[] = [];
  const loaded = await load(session, star, warnings);
  try {
    const { particles } = loaded.file;
    const images = uniformImages(particles, loaded.stacks);
    const folder = dirname(place);
    const names = (await readdir(folder)).sort();
    return {
      name: basename(place),
      description: describeParticles(particles),
      ...images,
      warnings,
      ...plan(loaded, images.size * images.pixelSize),
      freeFolder: freeName(names),
      runs: await runsOf(session, folder, names, sha256(loaded.bytes)),
    };
  } finally {
    await loaded.dispose();
  }
}

/** Refines particles in a folder beside their STAR file, as `mapwright particles refine` does. */
export async function refineParticles(
  session: Session,
  { star, request }: Params<"refineParticles">,
  context: CallContext<"refineParticles">,
): Promise<Result<"refineParticles">> {
  const folder = new RunFolder(join(dirname(placeOf(star)), request.folder));
  if (session.refinements.has(folder.path)) {
    throw new AppError(
      "input",
      `The run in ${request.folder} is at work here already: show it to follow it.`,
    );
  }
  const run = { isStopped: false, ended: Promise.resolve<unknown>(undefined) };
  session.refinements.set(folder.path, run);
  try {
    if (!request.resumes) folder.refuseUsed();
    pointGroup(request.symmetry);
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
  const run = refinements.get(join(dirname(placeOf(star)), folder));
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
  const loaded = await load(session, star, warnings);
  try {
    const { particles } = loaded.file;
    refuseEmptyHalf(particles);
    const engine = session.host.startParticles(particles, loaded.stacks);
    try {
      const wishes = wishesOf(request);
      let iteration = 0;
      const { iterations } = request;
      const run: RefinementRun = {
        ...{ loaded, engine, folder, warnings, resumes: request.resumes },
        chosen: chooseSettings(wishes, particles, engine.size * engine.pixelSize),
        identity: identityOf(loaded, wishes),
        job: named(job, () => `iteration ${Math.min(iteration + 1, iterations)} of ${iterations}`),
        seconds: () => session.host.clock() / 1000,
        frame: (title) => frameOf(title, session.host.version, loaded, request),
      };
      return await logged(folder, async () => {
        const begun = await beginRun(run);
        for (const summary of begun.summaries) partial({ summary });
        iteration = begun.iterations.length;
        const done = await goOn(run, begun, (summary) => {
          ({ iteration } = summary);
          partial({ summary });
        });
        return { sentence: await writeResults(run, { ...begun, ...done }) };
      });
    } finally {
      await engine.dispose();
    }
  } finally {
    await loaded.dispose();
  }
}

/** Tells of a run that goes on elsewhere, or is over. */
export async function followParticles(
  { host }: Session,
  { of, folder: name }: Params<"followParticles">,
  { job, partial }: CallContext<"followParticles">,
): Promise<Result<"followParticles">> {
  const beside = dirname(placeOf(of));
  const folder = new RunFolder(name === null ? beside : join(beside, name));
  let told = -1;
  for (;;) {
    const { isFinished } = folder;
    const checkpoint = await folder.checkpoint();
    if (!checkpoint) {
      throw new AppError("input", `${basename(folder.path)} holds no run: open the folder of a refinement.`);
    }
    const done = checkpoint.iterations.length;
    if (done > told) {
      const summaries = await folder.summaries(told + 1, done);
      partial({ name: basename(folder.path), planned: checkpoint.planned ?? null, summaries });
      told = done;
    }
    if (isFinished) return { name: basename(folder.path) };
    const until = host.clock() + LOOK_EVERY;
    while (host.clock() < until) {
      await job.checkpoint({ step: `wait for iteration ${done + 1}`, done: 0, total: 0 });
      await after(LOOK_EVERY / 5);
    }
  }
}

/** Where a file of the host lies. Throws `input` for one that only the page has. */
function placeOf(source: Source): string {
  if ("bytes" in source && source.place !== undefined) return source.place;
  throw new AppError(
    "input",
    "A browser does not tell where a dropped file lies, and the images lie beside it: start mapwright serve with their folder and write open particles.star.",
  );
}

async function load({ host }: Session, star: Source, warnings: string[]): Promise<LoadedParticles> {
  const place = placeOf(star);
  const told = { warn: (text: string) => void warnings.push(text), note: () => {} };
  const within = host.folders && [...host.folders, dirname(place)];
  const bytes = "bytes" in star ? star.bytes : undefined;
  return loadParticles(place, told, within ? { within } : {}, bytes);
}

/** What a refinement with the defaults would do, or why there can be none. */
function plan(
  { file: { particles } }: LoadedParticles,
  edge: number,
): Pick<ParticleReport, "refusal" | "settings"> {
  try {
    refuseEmptyHalf(particles);
    const { iterations, symmetry, seed } = REFINE_DEFAULTS;
    const wishes = wishesOf({ iterations, symmetry, seed });
    return { refusal: null, settings: chooseSettings(wishes, particles, edge).rows };
  } catch (thrown) {
    return { refusal: asAppError(thrown).message, settings: [] };
  }
}

function wishesOf({
  iterations,
  symmetry,
  seed,
}: Pick<RefineParticlesRequest, "iterations" | "symmetry" | "seed">): RefineWishes {
  const { use: ctf, method, keep } = REFINE_DEFAULTS;
  return { iterations, symmetry, seed, ctf, method, keep };
}

/** The same that the command line writes down, so that either goes on with the other's runs. */
function identityOf({ bytes }: LoadedParticles, { iterations: _, ...wishes }: RefineWishes): RunIdentity {
  return {
    particles: sha256(bytes),
    settings: { ...wishes, focusForm: "variance", focusLevel: FOCUS_LEVEL },
  };
}

async function runsOf(
  { refinements }: Session,
  folder: string,
  names: readonly string[],
  particles: string,
): Promise<KnownRun[]> {
  const runs: KnownRun[] = [];
  for (const name of names) {
    const run = new RunFolder(join(folder, name));
    const checkpoint = await run.checkpoint();
    if (checkpoint?.particles !== particles) continue;
    const { iterations, planned } = checkpoint;
    const resolution143 = iterations.at(-1)?.resolution143 ?? null;
    runs.push({
      ...{ folder: name, done: iterations.length, planned: planned ?? null },
      ...{ resolution143, isFinished: run.isFinished, isAtWork: refinements.has(run.path) },
    });
  }
  return runs;
}

function freeName(names: readonly string[]): string {
  for (let n = 1; ; n++) if (!names.includes(`refine${n}`)) return `refine${n}`;
}

function frameOf(
  title: string,
  version: string,
  { path }: LoadedParticles,
  { folder, iterations, symmetry, seed }: RefineParticlesRequest,
): ReturnType<RefinementRun["frame"]> {
  const words = `--iterations ${iterations} --symmetry ${symmetry} --seed ${seed}`;
  return {
    title,
    program: `Mapwright ${version}`,
    date: new Date().toISOString().slice(0, 16).replace("T", " "),
    commands: {
      where: "On the command line, in the folder of the STAR file (or in the window, by its own command):",
      lines: [
        `mapwright particles refine ${JSON.stringify(basename(path))} --out ${JSON.stringify(folder)} ${words}`,
      ],
    },
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

/** A job that says in which part of a longer one its steps are. */
function named(job: JobContext, part: () => string): JobContext {
  return {
    signal: job.signal,
    checkpoint: (progress) => job.checkpoint({ ...progress, step: `${part()}: ${progress.step}` }),
  };
}
