import { type Command, Option } from "commander";
import { MOST_THREADS, whole } from "#electron/cli/arguments.ts";
import type { ServeOptions } from "#electron/cli/serve-command.ts";
import { type Cli, command } from "#electron/cli/usage/cli.ts";

/** Adds `serve`. */
export function addServe({ program, host, done, called }: Cli): void {
  const serve = command(program, "serve [FILES...]", "the window in a browser, for this machine only");
  addWindowOptions(serve).action(async (files: string[]) => {
    const { serveCommand } = await import("#electron/cli/serve-command.ts");
    done(await serveCommand(files, serve.optsWithGlobals<ServeOptions>(), called.version, host));
  });
}

/** Adds `start`. */
export function addStart({ program, host, done, called }: Cli): void {
  const usage = "the desktop window; where Electron cannot be had, the window in a browser";
  const start = command(program, "start [FILES...]", usage);
  addWindowOptions(start).action(async (files: string[]) => {
    const { startCommand } = await import("#electron/cli/start-command.ts");
    done(await startCommand(files, start.optsWithGlobals<ServeOptions>(), called.version, host));
  });
}

function addWindowOptions(window: Command): Command {
  return window
    .option(
      "--port <N>",
      "of the browser's window, on 127.0.0.1 (default: any that is free)",
      whole(0, 65_535),
      0,
    )
    .addOption(
      new Option("--kernel <NAME>", "what computes fits")
        .choices(["auto", "cpu", "gpu", "reference"])
        .default("auto"),
    )
    .option(
      "--threads <N>",
      "worker threads of the browser's window (default: one per processor)",
      whole(1, MOST_THREADS),
    )
    .option(
      "--state <DIR>",
      "where the browser's sessions are kept to be restored (default: the system's place for it)",
    );
}
