import { AppError, asAppError } from "#core/errors.ts";
import type { App } from "#renderer/commands/app.ts";
import { lentId } from "#renderer/commands/particles/open-particles.ts";
import { quoted } from "#renderer/commands/quoted.ts";
import { run, say, withJob } from "#renderer/commands/run.ts";
import type { OpenableFile } from "#renderer/host/host.ts";
import { addSummaries, askParticles, changeRun, type ShownRun, showRun } from "#renderer/stores/particles.ts";
import type { FileId } from "#workers/start-calls.ts";

/** Shows a run beside the STAR file that is open, and follows it until it is finished. */
export async function followRun(app: App, folder: string): Promise<void> {
  const { star } = app.stores.particles.getState();
  if (!star)
    throw new AppError("input", "There are no particles: open their STAR file, or the folder of a run.");
  say(app, `particles follow ${quoted(folder)}`);
  await follow(app, star.file, { name: folder, folder });
}

/** Opens a run by its checkpoint; the id under which the host lends that. */
export async function openRun(app: App, checkpoint: OpenableFile): Promise<FileId> {
  const id = await lentId(app, checkpoint);
  app.stores.start.setState({ panelsWanted: true });
  // What follows may go on for days: the files beside are opened meanwhile.
  void run(app, () => follow(app, id, { name: "run", folder: null }));
  return id;
}

/**
 * Shows a run that lies in a folder beside a file, or with a folder of null in that of the file itself, until it is
 * finished. Throws `input` when there is none.
 */
export async function follow(
  app: App,
  of: FileId,
  { name: known, folder }: Pick<ShownRun, "name" | "folder">,
): Promise<void> {
  const { particles } = app.stores;
  endFollowing(app);
  askParticles(particles);
  showRun(particles, { name: known, of, folder, planned: null, state: "followed" });
  const isShown = () => {
    const { run: shown } = particles.getState();
    return shown?.of === of && shown.folder === folder && shown.state === "followed";
  };
  const watched = withJob(app, { title: `Following ${known}`, kind: "follow" }, async (job) => {
    await app.engine.call(
      "followParticles",
      { of: { file: of }, folder },
      {
        ...job,
        onPartial: ({ name, planned, summaries }) => {
          if (!isShown()) return;
          changeRun(particles, () => ({ name, planned }));
          addSummaries(particles, summaries);
        },
      },
    );
  });
  try {
    await watched;
  } catch (thrown) {
    // Another run is looked at by now, or this one was stopped here.
    if (asAppError(thrown).code === "cancelled" && !isShown()) return;
    throw thrown;
  }
  if (isShown()) changeRun(particles, () => ({ state: "finished" }));
}

/** Ends the following of the run that was shown until now: it may never be told to be over. */
export function endFollowing(app: App): void {
  for (const { id, kind } of app.stores.jobs.getState().jobs) {
    if (kind === "follow") app.running.get(id)?.abort();
  }
}
