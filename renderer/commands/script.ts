import { AppError, asAppError } from "#core/errors.ts";
import type { App } from "#renderer/commands/app.ts";
import { note } from "#renderer/commands/run.ts";
import type { OpenableFile } from "#renderer/host/host.ts";

/** Whether a file holds commands, one or more per line, as ChimeraX's scripts do. */
export function isScript(name: string): boolean {
  return /\.cxc$/i.test(name);
}

/**
 * Runs the commands of a file, line by line; each line is one step to undo. Its lines go into the log instead of its
 * name, so that the log repeats the session without the file. Throws `input` at the first line that fails, with its
 * number; the lines before it stay done.
 */
export async function runScript(app: App, file: OpenableFile): Promise<void> {
  const source = await file.source();
  const text =
    "bytes" in source
      ? new TextDecoder().decode(source.bytes)
      : (await app.engine.call("readScript", { file: source.file })).text;
  const lines = text.split(/\r\n|\r|\n/);
  note(app, `Running ${file.name}.`);
  for (const [n, line] of lines.entries()) {
    if (line.trim() === "") continue;
    try {
      await app.history.together(`line ${n + 1} of ${file.name}`, () => app.execute(line));
    } catch (thrown) {
      const error = asAppError(thrown);
      if (error.code === "cancelled") throw error;
      throw new AppError(error.code, `${file.name}, line ${n + 1}: ${error.message}`, {
        line: n + 1,
        text: line,
      });
    }
  }
}
