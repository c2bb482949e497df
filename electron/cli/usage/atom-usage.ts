import { Option } from "commander";
import { number, positive, RESOLUTION_MOST } from "#electron/cli/arguments.ts";
import type { AtomOptions } from "#electron/cli/atom-command.ts";
import { type Cli, command } from "#electron/cli/usage/cli.ts";

const REACH = 3; // units of d: most of what is seen of an atom
const REACH_MOST = 12; // the farthest shells go to 16, less what a B mixes in

/** Adds `atom`. */
export function addAtom({ program, host, done }: Cli): void {
  const atom = command(program, "atom <ELEMENT>", "the image of an atom at a resolution, as a sum of shells")
    .requiredOption("--resolution <D>", "Å", positive(RESOLUTION_MOST))
    .option("--bfactor <B>", "displacement, Å²", number, 0)
    .addOption(
      new Option("--scattering <NAME>", "what it scatters; X-rays know ions such as FE3+")
        .choices(["electron", "xray"])
        .default("electron"),
    )
    .option("--reach <K>", "follow the image to K × resolution", positive(REACH_MOST), REACH)
    .option("--json <FILE>", "write the shells and the image as JSON; - for standard output");
  atom.action(async (element: string) => {
    const { atomCommand } = await import("#electron/cli/atom-command.ts");
    done(await atomCommand(element, atom.optsWithGlobals<AtomOptions>(), host));
  });
}
