import type { App } from "#renderer/commands/app.ts";
import { note, say } from "#renderer/commands/run.ts";

export function undo(app: App): void {
  move(app, "undo");
}

export function redo(app: App): void {
  move(app, "redo");
}

function move(app: App, direction: "undo" | "redo"): void {
  const label = app.history[direction]();
  say(app, direction);
  note(
    app,
    label === null
      ? `There is nothing to ${direction}.`
      : `${direction === "undo" ? "Undid" : "Redid"}: ${label}.`,
  );
  app.view.setPreview(null);
}
