import { type Arguments, textsOf } from "#core/command/arguments.ts";
import { type CommandName, commands } from "#core/command/commands.ts";
import { findCommand } from "#core/command/parse.ts";
import { usageOf } from "#core/command/syntax.ts";
import type { SessionCommand } from "#core/command/tables/session-commands.ts";
import type { App } from "#renderer/commands/app.ts";
import { note, say } from "#renderer/commands/run.ts";
import type { Runner } from "#renderer/commands/runners/runner.ts";
import { redo, undo } from "#renderer/commands/undo.ts";

export const sessionRunners: Readonly<Record<SessionCommand, Runner>> = {
  undo: (app) => undo(app),
  redo: (app) => redo(app),
  help,
};

function help(app: App, args: Arguments): void {
  const asked = textsOf(args, "command");
  say(app, ["help", ...asked].join(" "));
  const words = asked.map((text) => ({ text, start: 5, end: 5 + text.length }));
  const chosen = words.length > 0 ? [findCommand(words, commands)] : Object.keys(commands);
  for (const name of chosen) {
    const syntax = commands[name as CommandName];
    note(app, `${usageOf(name, syntax)} — ${syntax.summary}`);
  }
}
