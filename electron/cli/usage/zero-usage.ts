import { Option } from "commander";
import { number, positive, RESOLUTION_MOST } from "#electron/cli/arguments.ts";
import { type Cli, command } from "#electron/cli/usage/cli.ts";
import type { ZeroOptions } from "#electron/cli/zero-command.ts";

/** Adds `zero`. */
export function addZero({ program, host, done }: Cli): void {
  const zero = command(program, "zero <MAP> <MODEL>", "the map without what a placed model explains")
    .addOption(
      new Option("--resolution <D>", "cover what the model map at D Å covers").argParser(
        positive(RESOLUTION_MOST),
      ),
    )
    .addOption(
      new Option("--radius <R>", "cover what lies within R Å of an atom")
        .argParser(positive())
        .conflicts(["resolution", "threshold", "fractional"]),
    )
    .addOption(
      new Option("--kernel <NAME>", "of the model map: electron scattering, or as ChimeraX molmap")
        .choices(["vrm", "molmap"])
        .default("vrm"),
    )
    .option(
      "--threshold <T>",
      "level of the model map (default: 90 % of its mass inside, molmap 95 %)",
      number,
    )
    .option("--shrink <S>", "keep S Å of the covered region's border", positive())
    .addOption(
      new Option("--fractional", "take the scaled model map away instead of setting 0").conflicts(["shrink"]),
    )
    .option("--out <FILE>", "where to write (default: MAP_zeroed.mrc)");
  zero.action(async (map: string, model: string) => {
    const options = zero.optsWithGlobals<ZeroOptions>();
    if (options.resolution === undefined && options.radius === undefined) {
      zero.error("error: say how far the model reaches with --resolution D or --radius R");
    }
    const { zeroCommand } = await import("#electron/cli/zero-command.ts");
    done(await zeroCommand(map, model, options, host));
  });
}
