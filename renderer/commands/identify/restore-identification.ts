import { AppError } from "#core/errors.ts";
import type { App } from "#renderer/commands/app.ts";
import { forgetIdentification } from "#renderer/commands/identify/forget.ts";
import type { SavedIdentify } from "#renderer/commands/identify/saved-identification.ts";
import { rank } from "#renderer/commands/identify/screen.ts";
import { note, run } from "#renderer/commands/run.ts";
import type { IdentifyState } from "#renderer/stores/identify.ts";
import { mapById, modelById } from "#renderer/stores/scene.ts";
import type { LibraryId } from "#workers/identify-calls.ts";
import type { ModelId, VolumeId } from "#workers/protocol.ts";

/** Shows an identification as a session kept it: the engine has its library, the journal its results. What was under way goes on. */
export function restoreIdentification(app: App, saved: SavedIdentify): void {
  const scene = app.stores.scene.getState();
  const map = saved.run && mapById(scene, saved.run.map as VolumeId);
  const shown = saved.shown && modelById(scene, saved.shown.model as ModelId);
  app.stores.identify.setState({
    options: saved.options,
    library: saved.library,
    held: saved.held as LibraryId | null,
    chosen: saved.chosen,
    shown: saved.shown && shown ? { name: saved.shown.name, model: shown.id } : null,
    marks: saved.marks,
  } satisfies Partial<IdentifyState>);
  const { run: asked, goesOn } = saved;
  if (!asked || !map) return;
  void run(app, async () => {
    if (goesOn) note(app, `The screening in ${map.name} that was under way goes on.`);
    try {
      await rank(app, { map, isPart: asked.isPart, options: asked.options }, goesOn);
    } catch (thrown) {
      forgetIdentification(app);
      if (!(thrown instanceof AppError && thrown.code === "input")) throw thrown;
      note(
        app,
        "The library of the identification is not there any more: drop it again, and Screen shows what was found.",
      );
    }
  });
}
