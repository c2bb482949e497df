import { AppError } from "#core/errors.ts";
import type { App } from "#renderer/commands/app.ts";
import { note, say } from "#renderer/commands/run.ts";
import { clearLines } from "#renderer/stores/log.ts";

export function clearLog(app: App): void {
  clearLines(app.stores.log);
}

/**
 * Saves the log: every line as text, or, as a script that `open` runs, its commands only. Throws `input` when there is
 * nothing to save.
 */
export async function saveLog(app: App, file: string): Promise<void> {
  const { lines } = app.stores.log.getState();
  const isScript = /\.cxc$/i.test(file);
  const kept = isScript ? lines.filter(({ kind, failed }) => kind === "command" && !failed) : lines;
  if (kept.length === 0) throw new AppError("input", "The log is empty; there is nothing to save.");
  const texts = kept.map(({ kind, text }) => (isScript || kind === "command" ? text : `# ${kind}: ${text}`));
  await app.host.saveFile(file, `${texts.join("\n")}\n`);
  say(app, `log save ${file}`);
  note(app, `Saved ${kept.length} lines.`);
}
