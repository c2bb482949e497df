import { useEffect } from "react";
import type { App } from "#renderer/commands/app.ts";
import { pickAndOpen } from "#renderer/commands/open.ts";
import { run } from "#renderer/commands/run.ts";
import { saveModels } from "#renderer/commands/save.ts";
import { redo, undo } from "#renderer/commands/undo.ts";
import { useApp } from "#renderer/panels/app/context.ts";

/** Keys that work wherever the focus is, unless the user is typing: Ctrl with Z, Shift Z, Y, O, S. */
export function useKeys(): void {
  const app = useApp();
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const work = workOf(event);
      if (!work) return;
      event.preventDefault();
      void run(app, () => work(app));
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, [app]);
}

function workOf(event: KeyboardEvent): ((app: App) => Promise<void> | void) | undefined {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return undefined;
  const key = event.key.toLowerCase();
  const isTyping = event.target instanceof HTMLInputElement && event.target.type !== "range";
  if (key === "o") return pickAndOpen;
  if (key === "s") return (app) => saveModels(app, "cif");
  if (isTyping) return undefined;
  if (key === "z") return event.shiftKey ? redo : undo;
  return key === "y" ? redo : undefined;
}
