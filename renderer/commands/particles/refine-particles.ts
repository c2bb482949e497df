import { AppError } from "#core/errors.ts";
import { maskProblem } from "#core/particles/mask-grid.ts";
import type { App } from "#renderer/commands/app.ts";
import { endFollowing } from "#renderer/commands/particles/follow-run.ts";
import { lookAgain } from "#renderer/commands/particles/open-particles.ts";
import { openRunMaps } from "#renderer/commands/particles/run-maps.ts";
import { quoted } from "#renderer/commands/quoted.ts";
import { note, say, warn, withJob } from "#renderer/commands/run.ts";
import {
  addSummaries,
  askParticles,
  changeRun,
  type ParticlesState,
  type ShownRun,
  showRun,
} from "#renderer/stores/particles.ts";
import { mapById, specOf } from "#renderer/stores/scene.ts";
import type { ParticleReport, RefineParticlesRequest, RunWishes } from "#workers/particle-calls.ts";
import type { VolumeId } from "#workers/protocol.ts";

type Request = RefineParticlesRequest<VolumeId>;
type Star = NonNullable<ParticlesState["star"]>;

/** Refines the particles that are open, shows the plots as they come, and opens the maps in the end. */
export async function refineParticles(app: App, request: Request): Promise<void> {
  const { particles } = app.stores;
  const star = readyStar(app);
  const { iterations, folder, wishes } = request;
  if (wishes) refuseMasks(app, star.report, wishes);
  say(app, commandOf(app, request));
  if (wishes) particles.setState({ options: { ...wishes, iterations } });
  endFollowing(app);
  askParticles(particles);
  const shown = { name: folder, of: star.file, folder, planned: iterations, state: "running" } as const;
  showRun(particles, shown);
  const isShown = () => isSame(particles.getState().run, shown);
  try {
    const { sentence } = await follow(app, star, request, isShown);
    if (isShown()) changeRun(particles, () => ({ state: "finished" }));
    note(app, sentence);
    note(
      app,
      `${folder}, beside ${star.report.name}, holds particles, maps, plots, run.log and report.html.`,
    );
  } catch (thrown) {
    if (isShown()) noteStopped(app, request);
    throw thrown;
  } finally {
    await lookAgain(app);
  }
  if (isShown()) await openRunMaps(app, undefined);
}

/** The particles that are open. Throws `input` when they cannot be refined now. */
function readyStar(app: App): Star {
  const { star } = app.stores.particles.getState();
  if (!star) throw new AppError("input", "There are no particles: open their STAR file first.");
  if (star.report.refusal !== null) throw new AppError("input", star.report.refusal);
  if (app.stores.jobs.getState().jobs.some(({ kind }) => kind === "particles")) {
    throw new AppError("input", "Particles are being refined already: wait for it, or stop it first.");
  }
  return star;
}

/** Asks the engine and takes what comes, as long as the run is the one that is looked at. */
function follow(
  app: App,
  { file, report }: Star,
  request: Request,
  isShown: () => boolean,
): Promise<{ readonly sentence: string }> {
  return withJob(app, { title: `Refining ${report.name}`, kind: "particles" }, (job) =>
    app.engine.call(
      "refineParticles",
      { star: { file }, request },
      {
        ...job,
        onPartial: (told) => {
          if ("warning" in told) warn(app, told.warning);
          else if (isShown()) addSummaries(app.stores.particles, [told.summary]);
        },
      },
    ),
  );
}

/** A map that cannot be a mask is told of before anything begins. Throws `input`. */
function refuseMasks(app: App, report: ParticleReport, { mask, focus }: RunWishes<VolumeId>): void {
  for (const id of [mask, focus]) {
    const map = id === null ? undefined : mapById(app.stores.scene.getState(), id);
    const problem = map && maskProblem(`${specOf(map)} ${map.name}`, map.grid, report);
    if (problem) throw new AppError("input", problem);
  }
}

function noteStopped(app: App, request: Request): void {
  const { particles } = app.stores;
  changeRun(particles, () => ({ state: "stopped" }));
  const done = particles.getState().run?.summaries.at(-1)?.iteration ?? 0;
  if (done === 0) return;
  const { folder, iterations } = request;
  const goOn = commandOf(app, { ...request, wishes: null });
  note(app, `${folder} keeps ${done} of ${iterations} iterations; ${goOn} goes on.`);
}

function isSame(run: ShownRun | null, shown: Pick<ShownRun, "of" | "folder">): boolean {
  return run?.of === shown.of && run.folder === shown.folder;
}

function commandOf(app: App, { iterations, folder, wishes }: Request): string {
  const begin = `particles refine folder ${quoted(folder)} iterations ${iterations}`;
  if (!wishes) return `${begin} resume true`;
  const { symmetry, seed, mask, focus, patches } = wishes;
  const words = [`${begin} symmetry ${symmetry} seed ${seed}`];
  for (const [word, id] of [["mask", mask] as const, ["focus", focus] as const]) {
    const map = id === null ? undefined : mapById(app.stores.scene.getState(), id);
    if (map) words.push(`${word} ${specOf(map)}`);
  }
  if (patches !== null) words.push(`patches ${patches}`);
  return words.join(" ");
}
