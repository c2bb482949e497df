import { AppError } from "#core/errors.ts";
import type { App } from "#renderer/commands/app.ts";
import { lookAgain } from "#renderer/commands/particles/open-particles.ts";
import { openRunMaps } from "#renderer/commands/particles/run-maps.ts";
import { quoted } from "#renderer/commands/quoted.ts";
import { note, say, withJob } from "#renderer/commands/run.ts";
import { addSummaries, askParticles, changeRun, showRun } from "#renderer/stores/particles.ts";
import type { RefineParticlesRequest } from "#workers/particle-calls.ts";

/** Refines the particles that are open, shows the plots as they come, and opens the maps in the end. */
export async function refineParticles(app: App, request: RefineParticlesRequest): Promise<void> {
  const { particles, jobs } = app.stores;
  const { star } = particles.getState();
  if (!star) throw new AppError("input", "There are no particles: open their STAR file first.");
  if (star.report.refusal !== null) throw new AppError("input", star.report.refusal);
  if (jobs.getState().jobs.some(({ kind }) => kind === "particles")) {
    throw new AppError("input", "Particles are being refined already: wait for it, or stop it first.");
  }
  const { iterations, symmetry, seed, folder } = request;
  say(app, commandOf(request));
  particles.setState({ options: { iterations, symmetry, seed } });
  askParticles(particles);
  showRun(particles, { name: folder, of: star.file, folder, planned: iterations, state: "running" });
  try {
    const title = `Refining ${star.report.name}`;
    const { sentence } = await withJob(app, { title, kind: "particles" }, (job) =>
      app.engine.call(
        "refineParticles",
        { star: { file: star.file }, request },
        { ...job, onPartial: ({ summary }) => addSummaries(particles, [summary]) },
      ),
    );
    changeRun(particles, () => ({ state: "finished" }));
    note(app, sentence);
    note(
      app,
      `${folder}, beside ${star.report.name}, holds particles, maps, plots, run.log and report.html.`,
    );
  } catch (thrown) {
    changeRun(particles, () => ({ state: "stopped" }));
    const done = particles.getState().run?.summaries.at(-1)?.iteration ?? 0;
    if (done > 0) {
      note(
        app,
        `${folder} keeps ${done} of ${iterations} iterations; ${commandOf({ ...request, resumes: true })} goes on.`,
      );
    }
    throw thrown;
  } finally {
    await lookAgain(app);
  }
  await openRunMaps(app, undefined);
}

function commandOf({ iterations, symmetry, seed, folder, resumes }: RefineParticlesRequest): string {
  const words = `folder ${quoted(folder)} iterations ${iterations} symmetry ${symmetry} seed ${seed}`;
  return `particles refine ${words}${resumes ? " resume true" : ""}`;
}
