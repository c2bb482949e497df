import { type Arguments, numberOf, specOf, textOf, textsOf } from "#core/command/arguments.ts";
import { type CommandName, commands } from "#core/command/commands.ts";
import { findCommand } from "#core/command/parse.ts";
import { usageOf } from "#core/command/syntax.ts";
import type { SessionCommand } from "#core/command/tables/session-commands.ts";
import type { App } from "#renderer/commands/app.ts";
import { clearLog, saveLog } from "#renderer/commands/log-file.ts";
import { deleteName, giveName, listNames } from "#renderer/commands/names.ts";
import { note, say } from "#renderer/commands/run.ts";
import type { Runner } from "#renderer/commands/runners/runner.ts";
import { redo, undo } from "#renderer/commands/undo.ts";

export const sessionRunners: Readonly<Record<SessionCommand, Runner>> = {
  undo: (app, args) => undo(app, numberOf(args, "steps")),
  redo: (app, args) => redo(app, numberOf(args, "steps")),
  help: (app, args) => help(app, "help", args),
  usage: (app, args) => help(app, "usage", args),
  log: (app, args) =>
    textOf(args, "action") === "clear"
      ? clearLog(app)
      : saveLog(app, textOf(args, "file") ?? "mapwright-log.txt"),
  name: (app, args) => {
    const spec = specOf(args, "spec");
    if (spec) giveName(app, textOf(args, "name") ?? "", spec);
  },
  "name list": listNames,
  "name delete": (app, args) => deleteName(app, textOf(args, "name") ?? ""),
};

function help(app: App, command: "help" | "usage", args: Arguments): void {
  const asked = textsOf(args, "command");
  say(app, [command, ...asked].join(" "));
  const words = asked.map((text) => ({
    text,
    start: command.length + 1,
    end: command.length + 1 + text.length,
  }));
  const chosen = words.length > 0 ? [findCommand(words, commands)] : Object.keys(commands);
  for (const name of chosen) {
    const syntax = commands[name as CommandName];
    note(app, `${usageOf(name, syntax)} — ${syntax.summary}`);
  }
}
