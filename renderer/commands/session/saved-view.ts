import type { App } from "#renderer/commands/app.ts";
import { savedIdentify } from "#renderer/commands/identify/saved-identification.ts";
import { savedParticles } from "#renderer/commands/particles/saved-particles.ts";
import { type SavedView, savedEntry } from "#renderer/commands/session/saved-entries.ts";
import type { LogLine } from "#renderer/stores/log.ts";
import { isPlaced } from "#renderer/stores/scene.ts";

/** Older lines of the log are not kept. */
const MOST_LINES = 1000;
/** Commands that change nothing that would be lost. */
const HARMLESS = /^(save|help|view|turn|move|zoom)/;

/** Everything the window contributes to a project or an autosaved session. */
export function viewOf(app: App): SavedView {
  const { scene, fits, selection, settings, stage, log, project } = app.stores;
  const { entries, nextNumber } = scene.getState();
  const { tables, tolerance } = fits.getState();
  const { map, model, picked, atoms, names, table, pose } = selection.getState();
  const { fit, zero, lighting, shadows, background, silhouettes, depthCue } = settings.getState();
  const history = app.history.saved();
  const identify = savedIdentify(app);
  const particles = savedParticles(app);
  const shown = entries.flatMap((entry) => (isPlaced(entry) ? [] : [entry.id]));
  return {
    name: project.getState().name,
    unsaved: isUnsaved(app),
    nextNumber,
    known: [...shown, ...app.history.ids()],
    entries: entries.map(savedEntry),
    tables,
    tolerance,
    selection: { map, model, picked, atoms, names, table, pose },
    settings: { fit, zero, lighting, shadows, background, silhouettes, depthCue },
    camera: app.view.currentCamera(),
    // A centre of rotation that keeps to the middle of the view is saved where it has come.
    stage: { ...stage.getState(), ...(stage.getState().pivotFollows && { pivot: app.view.pivot() }) },
    log: log
      .getState()
      .lines.slice(-MOST_LINES)
      .map(({ kind, text, failed }) => ({ kind, text, ...(failed ? { failed } : {}) })),
    fits: project.getState().fits,
    history,
    ...(identify && { identify }),
    ...(particles && { particles }),
  };
}

/** Whether there is nothing that a session or a project could keep. */
export function isEmpty({ stores }: App): boolean {
  const { star, run } = stores.particles.getState();
  return stores.scene.getState().entries.length === 0 && !star && !run;
}

/** Whether something was done that the project's file does not hold. */
export function isUnsaved(app: App): boolean {
  return lastChange(app) > app.stores.project.getState().savedLine;
}

/** The number of the last line of the log whose command changed the session; 0 when there is none. */
export function lastChange(app: App): number {
  const line = app.stores.log.getState().lines.findLast(isChange);
  return line?.id ?? 0;
}

function isChange({ kind, text, failed }: LogLine): boolean {
  return kind === "command" && !failed && !HARMLESS.test(text);
}
