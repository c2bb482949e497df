import type { InfoOptions } from "#electron/cli/info-command.ts";
import { type Cli, command } from "#electron/cli/usage/cli.ts";

/** Adds `info`. */
export function addInfo({ program, host, done }: Cli): void {
  const info = command(program, "info <FILE>", "everything known about a map or model").option(
    "--json",
    "print it as JSON",
  );
  info.action(async (file: string) => {
    const { infoCommand } = await import("#electron/cli/info-command.ts");
    done(await infoCommand(file, info.optsWithGlobals<InfoOptions>(), host));
  });
}
