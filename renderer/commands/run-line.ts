import { type CommandName, commands } from "#core/command/commands.ts";
import { parseCommand } from "#core/command/parse.ts";
import { splitLine } from "#core/command/words.ts";
import { asAppError } from "#core/errors.ts";
import type { App } from "#renderer/commands/app.ts";
import { namesIn } from "#renderer/commands/names.ts";
import { attempt, report, say } from "#renderer/commands/run.ts";
import { runners } from "#renderer/commands/runners/runners.ts";
import { addLine, markFailed } from "#renderer/stores/log.ts";

/** What was wrong with a line, and where: from `start` to before `end`. */
export interface LineProblem {
  readonly message: string;
  readonly start: number;
  readonly end: number;
}

/** Runs the commands of a line, one after the other. Returns what was wrong with the line, or null. */
export async function runLine(app: App, line: string): Promise<LineProblem | null> {
  try {
    await executeLine(app, line);
    return null;
  } catch (thrown) {
    const error = asAppError(thrown);
    const { start, end } = error.detail;
    if (typeof start !== "number" || typeof end !== "number") {
      report(app, error);
      return null;
    }
    const from = app.stores.log.getState().nextId;
    say(app, line);
    markFailed(app.stores.log, from);
    addLine(app.stores.log, "error", error.message);
    return { message: error.message, start, end };
  }
}

/** As `runLine`, and throws what was wrong. */
export async function executeLine(app: App, line: string): Promise<void> {
  for (const words of splitLine(line)) {
    const { name, args } = parseCommand(words, commands, namesIn(app));
    await attempt(app, () => runners[name as CommandName](app, args));
  }
}
