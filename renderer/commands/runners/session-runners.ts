import { type Arguments, numberOf, specOf, textOf, textsOf } from "#core/command/arguments.ts";
import { type CommandName, commands } from "#core/command/commands.ts";
import { findCommand } from "#core/command/parse.ts";
import { usageOf } from "#core/command/syntax.ts";
import type { SessionCommand } from "#core/command/tables/session-commands.ts";
import type { DemoKind } from "#core/demo/demo-kinds.ts";
import type { App } from "#renderer/commands/app.ts";
import { openDemo } from "#renderer/commands/demo.ts";
import { helpOn } from "#renderer/commands/help.ts";
import { clearLog, saveLog } from "#renderer/commands/log-file.ts";
import { deleteName, giveName, listNames } from "#renderer/commands/names.ts";
import { note, say } from "#renderer/commands/run.ts";
import type { Runner } from "#renderer/commands/runners/runner.ts";
import { checkComputer } from "#renderer/commands/self-check.ts";
import { redo, undo } from "#renderer/commands/undo.ts";

export const sessionRunners: Readonly<Record<SessionCommand, Runner>> = {
  undo: (app, args) => undo(app, numberOf(args, "steps")),
  redo: (app, args) => redo(app, numberOf(args, "steps")),
  help: (app, args) => helpOn(app, textsOf(args, "subject")),
  usage,
  demo: (app, args) => openDemo(app, textOf(args, "kind") as DemoKind, numberOf(args, "seed")),
  check: (app) => checkComputer(app),
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

function usage(app: App, args: Arguments): void {
  const asked = textsOf(args, "command");
  const line = ["usage", ...asked].join(" ");
  say(app, line);
  const words = asked.map((text) => ({
    text,
    start: line.indexOf(text),
    end: line.indexOf(text) + text.length,
  }));
  const name = findCommand(words, commands);
  const syntax = commands[name as CommandName];
  note(app, `${usageOf(name, syntax)} — ${syntax.summary}`);
}
