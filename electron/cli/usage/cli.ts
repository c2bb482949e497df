import type { Command } from "commander";
import type { Called } from "#electron/cli/fit-html.ts";
import type { Host } from "#electron/cli/host.ts";

/** What a command is added to, and where its exit code goes. */
export interface Cli {
  readonly program: Command;
  readonly called: Called;
  readonly host: Host;
  readonly done: (exitCode: number) => void;
}

/** A command that knows its own help in error messages. */
export function command(program: Command, usage: string, description: string): Command {
  const added = program.command(usage).description(description);
  return added.showHelpAfterError(`Run \`${calledAs(added)} --help\` to see what it takes.`);
}

/** "mapwright particles check": how a command is called, with what it is a part of. */
function calledAs(command: Command): string {
  return command.parent ? `${calledAs(command.parent)} ${command.name()}` : command.name();
}
