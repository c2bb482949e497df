import { useEffect } from "react";
import type { App } from "#renderer/commands/app.ts";
import { pickAndOpen } from "#renderer/commands/open.ts";
import { run } from "#renderer/commands/run.ts";
import { narrow, widen } from "#renderer/commands/select.ts";
import { saveProject, saveProjectAs } from "#renderer/commands/session/project-files.ts";
import { TwoLetterKeys } from "#renderer/commands/two-letter-keys.ts";
import { redo, undo } from "#renderer/commands/undo.ts";
import { activeMap } from "#renderer/commands/volume.ts";
import { useApp } from "#renderer/panels/app/context.ts";
import { isMap, specOf } from "#renderer/stores/scene.ts";

/**
 * Keys that work wherever the focus is, unless the user is typing: Ctrl with Z, Shift Z, Y, O, S. Where nothing else
 * wants them, arrows widen and narrow the selection, and two letters are a shortcut.
 */
export function useKeys(): void {
  const app = useApp();
  useEffect(() => {
    const letters = new TwoLetterKeys();
    const press = (event: KeyboardEvent) => {
      const work = workOf(event) ?? plainWork(app, letters, event);
      if (!work) return;
      event.preventDefault();
      void run(app, () => work(app));
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, [app]);
}

/** What takes keys itself while it has the focus. */
const USERS_OF_KEYS =
  "input, textarea, select, button, table, [role=region], [role=tab], [role=slider], [role=separator], [role=log], [role=menu], [tabindex='0']";

/** What keys without Ctrl do while neither a field nor a list has the focus. */
function plainWork(
  app: App,
  letters: TwoLetterKeys,
  event: KeyboardEvent,
): ((app: App) => Promise<void> | void) | undefined {
  const { target } = event;
  const isTheirs = target instanceof Element && target.closest(USERS_OF_KEYS) !== null;
  if (isTheirs || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return undefined;
  if (event.key === "ArrowUp") return widen;
  if (event.key === "ArrowDown") return narrow;
  if (event.key.length !== 1) return undefined;
  const map = activeMap(app);
  const other = app.stores.scene
    .getState()
    .entries.find((entry) => isMap(entry) && entry.shown && entry !== map);
  const [first, second] = [map, other].map((entry) => (entry ? specOf(entry) : null));
  const command = letters.press(event.key, event.timeStamp, first ?? null, second ?? null);
  return command === null ? undefined : () => app.execute(command);
}

function workOf(event: KeyboardEvent): ((app: App) => Promise<void> | void) | undefined {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return undefined;
  const key = event.key.toLowerCase();
  const isTyping = event.target instanceof HTMLInputElement && event.target.type !== "range";
  if (key === "o") return pickAndOpen;
  if (key === "s") return event.shiftKey ? saveProjectAs : (app) => saveProject(app);
  if (isTyping) return undefined;
  if (key === "z") return event.shiftKey ? redo : undo;
  return key === "y" ? redo : undefined;
}
