import { AppError } from "#core/errors.ts";
import type { App } from "#renderer/commands/app.ts";
import { endFollowing } from "#renderer/commands/particles/follow-run.ts";
import { lookAgain } from "#renderer/commands/particles/open-particles.ts";
import { quoted } from "#renderer/commands/quoted.ts";
import { cancelJob, say } from "#renderer/commands/run.ts";
import { changeRun } from "#renderer/stores/particles.ts";

/** Stops a refinement of the particles that are open: this page's, or one that goes on from a page before. */
export async function stopRun(app: App, folder: string): Promise<void> {
  const { particles, jobs } = app.stores;
  const { star, run } = particles.getState();
  const own = jobs.getState().jobs.find(({ kind }) => kind === "particles");
  if (own && run?.name === folder) {
    say(app, `particles stop ${quoted(folder)}`);
    cancelJob(app, own.id);
    return;
  }
  if (!star) throw new AppError("input", "There are no particles: open their STAR file first.");
  const { stopped } = await app.engine.call("stopParticles", { star: { file: star.file }, folder });
  if (!stopped) throw new AppError("input", `No refinement in ${folder} goes on in this program.`);
  say(app, `particles stop ${quoted(folder)}`);
  if (run?.of === star.file && run.folder === folder && run.state === "followed") {
    changeRun(particles, () => ({ state: "stopped" }));
    endFollowing(app);
  }
  await lookAgain(app);
}
