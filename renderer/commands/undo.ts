import type { App } from "#renderer/commands/app.ts";
import { note, say } from "#renderer/commands/run.ts";

export function undo(app: App, steps = 1): void {
  for (let n = 0; n < steps; n++) if (!move(app, "undo")) break;
}

export function redo(app: App, steps = 1): void {
  for (let n = 0; n < steps; n++) if (!move(app, "redo")) break;
}

function move(app: App, direction: "undo" | "redo"): boolean {
  const label = app.history[direction]();
  say(app, direction);
  note(
    app,
    label === null
      ? `There is nothing to ${direction}.`
      : `${direction === "undo" ? "Undid" : "Redid"}: ${label}.`,
  );
  app.view.setPreview(null);
  return label !== null;
}
