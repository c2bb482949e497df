import { number, positive, RESOLUTION_MOST } from "#electron/cli/arguments.ts";
import type { CorrelateOptions } from "#electron/cli/correlate-command.ts";
import { type Cli, command } from "#electron/cli/usage/cli.ts";

/** Adds `correlate`. */
export function addCorrelate({ program, host, done }: Cli): void {
  const correlate = command(
    program,
    "correlate <MODEL|MAP> <MAP>",
    "agreement of a placed model or a map with a map, as ChimeraX measure correlation",
  )
    .option(
      "--resolution <D>",
      "of the model map, Å (default: 3 × the voxel size)",
      positive(RESOLUTION_MOST),
    )
    .option("--level <L>", "use points of the first map at or above L", number)
    .option("--json", "print JSON");
  correlate.action(async (first: string, map: string) => {
    const { correlateCommand } = await import("#electron/cli/correlate-command.ts");
    done(await correlateCommand(first, map, correlate.optsWithGlobals<CorrelateOptions>(), host));
  });
}
