import { readdir } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { setTimeout as after } from "node:timers/promises";
import { AppError, asAppError } from "#core/errors.ts";
import { describeParticles } from "#core/particles/describe-particles.ts";
import { refuseEmptyHalf } from "#core/particles/read-particles.ts";
import { REFINE_DEFAULTS } from "#core/particles/refine-state.ts";
import { chooseSettings } from "#core/particles/refine-wishes.ts";
import { loadStar, placeOf, runFolder } from "#workers/engine/particle-places.ts";
import type { CallContext, Session } from "#workers/engine/session.ts";
import type { KnownRun, ParticleReport } from "#workers/particle-calls.ts";
import type { LoadedParticles } from "#workers/particles/run/load-particles.ts";
import { RunFolder, sha256 } from "#workers/particles/run/run-folder.ts";
import { uniformImages } from "#workers/particles/uniform-images.ts";
import type { Params, Result } from "#workers/protocol.ts";

/** A followed run is looked at so often, ms. */
const LOOK_EVERY = 500;

/** Reads a STAR file and the headers of its stacks, and looks for runs beside it. */
export async function inspectParticles(
  session: Session,
  { star }: Params<"inspectParticles">,
): Promise<Result<"inspectParticles">> {
  const place = placeOf(star);
  const warnings: string[] = [];
  const loaded = await loadStar(session, star, warnings);
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

/** Tells of a run that goes on elsewhere, or is over. */
export async function followParticles(
  { host }: Session,
  { of, folder: name }: Params<"followParticles">,
  { job, partial }: CallContext<"followParticles">,
): Promise<Result<"followParticles">> {
  const folder = runFolder(of, name);
  let told = -1;
  for (;;) {
    const finished = await folder.finished(); // before the checkpoint, which is written first
    const checkpoint = await folder.checkpoint();
    if (!checkpoint) {
      throw new AppError("input", `${basename(folder.path)} holds no run: open the folder of a refinement.`);
    }
    const done = checkpoint.iterations.length;
    const about = { name: basename(folder.path), planned: checkpoint.planned ?? null };
    if (done > told) {
      partial({ ...about, summaries: await folder.summaries(told + 1, done) });
      told = done;
    }
    if (finished === done) {
      const whole = await folder.patchedSummary();
      if (whole?.iteration === done) partial({ ...about, summaries: [whole] });
      return { name: about.name };
    }
    const until = host.clock() + LOOK_EVERY;
    while (host.clock() < until) {
      await job.checkpoint({ step: `wait for iteration ${done + 1}`, done: 0, total: 0 });
      await after(LOOK_EVERY / 5);
    }
  }
}

/** What a refinement with the defaults would do, or why there can be none. */
function plan(
  { file: { particles } }: LoadedParticles,
  edge: number,
): Pick<ParticleReport, "refusal" | "settings"> {
  try {
    refuseEmptyHalf(particles);
    const { use: ctf, ...defaults } = REFINE_DEFAULTS;
    return { refusal: null, settings: chooseSettings({ ...defaults, ctf }, particles, edge).rows };
  } catch (thrown) {
    return { refusal: asAppError(thrown).message, settings: [] };
  }
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
      ...{
        resolution143,
        isFinished: (await run.finished()) === iterations.length,
        isAtWork: refinements.has(run.path),
      },
    });
  }
  return runs;
}

function freeName(names: readonly string[]): string {
  for (let n = 1; ; n++) if (!names.includes(`refine${n}`)) return `refine${n}`;
}
