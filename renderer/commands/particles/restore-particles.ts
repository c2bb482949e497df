import { type AppError, asAppError } from "#core/errors.ts";
import type { App } from "#renderer/commands/app.ts";
import { endFollowing, follow } from "#renderer/commands/particles/follow-run.ts";
import type { SavedParticles } from "#renderer/commands/particles/saved-particles.ts";
import { run as runWork, warn } from "#renderer/commands/run.ts";
import { addToast } from "#renderer/stores/log.ts";
import { askParticles, NOTHING_OPEN, type ParticleOptions } from "#renderer/stores/particles.ts";
import type { FileId } from "#workers/start-calls.ts";

type SavedPlace = NonNullable<SavedParticles["star"]>;

/** Shows particles and their run as a session or a project kept them; what is gone is told in a sentence. */
export async function restoreParticles(app: App, saved: SavedParticles | undefined): Promise<void> {
  const { particles } = app.stores;
  particles.setState(NOTHING_OPEN);
  endFollowing(app);
  if (!saved) return;
  particles.setState({ options: saved.options as ParticleOptions });
  app.stores.start.setState({ panelsWanted: true });
  const star = saved.star && (await starAgain(app, saved.star));
  const { run } = saved;
  if (!run) return;
  const isBeside = saved.star !== null && isSame(run.of, saved.star);
  // A STAR file that is gone has been told of, and its runs with it.
  if (isBeside && !star) return;
  const of = isBeside ? star : await lentAgain(app, run.of).catch(() => null);
  if (of === null) return tellGone(app, run.name);
  // It may go on for days.
  void runWork(app, async () => {
    try {
      await follow(app, of, run);
    } catch (thrown) {
      const error = asAppError(thrown);
      if (error.code !== "input") throw error;
      if (particles.getState().run?.summaries.length === 0) particles.setState({ run: null, chosen: null });
      tellGone(app, run.name);
    }
  });
  particles.setState({ chosen: saved.chosen });
}

/** The STAR file under its present id, shown; null when it is gone. */
async function starAgain(app: App, saved: SavedPlace): Promise<FileId | null> {
  try {
    const file = await lentAgain(app, saved);
    const report = await app.engine.call("inspectParticles", { star: { file } });
    app.stores.particles.setState({ star: { file, report } });
    askParticles(app.stores.particles);
    return file;
  } catch (thrown) {
    tell(app, `${saved.name} and its runs could not be shown again: ${whyOf(asAppError(thrown), saved)}`);
    return null;
  }
}

function whyOf(error: AppError, { place, name }: SavedPlace): string {
  if (error.code !== "input") return error.message;
  return place === null
    ? error.message
    : `it is not at ${place} any more, or this program was not given its folder. Open ${name} where it lies now.`;
}

/** The id under which the host lends a file now. Throws `input` when it is not there any more. */
async function lentAgain(app: App, { file, place, name }: SavedPlace): Promise<FileId> {
  if (file !== null) return file as FileId;
  // Another computer's files are not looked up for a project that may come from anyone.
  const names = [place === null || /^[\\/]{2}/.test(place) ? name : place];
  const { files } = await app.engine.call("lendNamed", { names });
  return (files[0]?.id ?? "") as FileId;
}

function isSame(a: SavedPlace, b: SavedPlace): boolean {
  return a.file === b.file && a.place === b.place && a.name === b.name;
}

function tellGone(app: App, name: string): void {
  tell(app, `The run ${name} is not shown again: its folder is gone, or holds no run any more.`);
}

function tell(app: App, text: string): void {
  warn(app, text);
  addToast(app.stores.log, "error", text);
}
