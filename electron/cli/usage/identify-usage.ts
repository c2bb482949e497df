import { addIdentifyOptions, type IdentifyOptions } from "#electron/cli/identify/identify-options.ts";
import { type Cli, command } from "#electron/cli/usage/cli.ts";

/** Measured by `npm run bench -- identify`; electron/cli/identify/cluster/README.md has the plan of a large run. */
const LARGE = `
A large library: screening takes about 0.05 CPU s for each model and 100 kDa of map (up to 400), so
200,000 models take 3 to 12 hours of one core, or minutes of 64: --cluster slurm --array 64, or
--shard i/n with any other scheduler. Put them into one tar archive: folders with so many files are slow.`;

/** Adds `identify`. */
export function addIdentify({ program, host, done, called }: Cli): void {
  const identify = command(
    program,
    "identify [MAP] [LIBRARY]",
    "which models of a library are in a map, or in a region of it",
  );
  addIdentifyOptions(identify);
  identify.addHelpText("after", LARGE);
  identify.action(async (map: string | undefined, library: string | undefined) => {
    const { identifyCommand } = await import("#electron/cli/identify/identify-command.ts");
    done(
      await identifyCommand(map, library, { ...identify.optsWithGlobals<IdentifyOptions>(), called }, host),
    );
  });
}
