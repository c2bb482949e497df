import { unreachable } from "#core/errors.ts";
import type { MenuChoice } from "#electron/protocol.ts";
import type { App } from "#renderer/commands/app.ts";
import { openFiles, pickAndOpen } from "#renderer/commands/open.ts";
import { note, run } from "#renderer/commands/run.ts";
import { saveMap, saveModels, savePicture } from "#renderer/commands/save.ts";
import { redo, undo } from "#renderer/commands/undo.ts";
import { viewAll, viewInitial } from "#renderer/commands/view.ts";
import { activeMap } from "#renderer/commands/volume.ts";
import { addToast } from "#renderer/stores/log.ts";

const PICTURE = { width: null, supersample: 3, transparent: false };

/** Does what the host asks for: files that are opened from outside the window, and its menu. */
export function followHost(app: App): void {
  app.host.onOpen((files) => void run(app, () => openFiles(app, files)));
  app.host.onMenu((choice) => void run(app, () => chosen(app, choice)));
}

function chosen(app: App, choice: MenuChoice): Promise<void> | void {
  switch (choice) {
    case "open":
      return pickAndOpen(app);
    case "saveModels":
      return saveModels(app, "cif");
    case "saveMap": {
      const map = activeMap(app);
      return map ? saveMap(app, map) : undefined;
    }
    case "savePicture":
      return savePicture(app, PICTURE);
    case "undo":
      return undo(app);
    case "redo":
      return redo(app);
    case "viewAll":
      return viewAll(app);
    case "viewInitial":
      return viewInitial(app);
    case "about":
      return showAbout(app);
    default:
      throw unreachable(choice);
  }
}

/** The version, and what the engine computes on and why: with results, what a report of a fault needs. */
async function showAbout(app: App): Promise<void> {
  const { version, kernel, device, reason } = await app.engine.call("about", {});
  const text = `Mapwright ${version}; the engine computes on ${kernel.toUpperCase()}, ${device} (${reason}).`;
  note(app, text);
  addToast(app.stores.log, "note", text);
}
