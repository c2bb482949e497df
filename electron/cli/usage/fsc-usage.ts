import { MOST_SEED, whole } from "#electron/cli/arguments.ts";
import type { FscOptions } from "#electron/cli/fsc-command.ts";
import { type Cli, command } from "#electron/cli/usage/cli.ts";

/** Adds `fsc`. */
export function addFsc({ program, host, done }: Cli): void {
  const fsc = command(
    program,
    "fsc <MAP> <MAP2>",
    "Fourier shell correlation of two maps, as RELION counts it",
  )
    .option(
      "--mask <MASK>",
      "compare what a mask (0 … 1) leaves, corrected for what the mask makes by itself",
    )
    .option("--seed <S>", "random seed of the phases behind the correction", whole(0, MOST_SEED), 1)
    .option("--json <FILE>", "write all shells as JSON; - for standard output");
  fsc.action(async (first: string, second: string) => {
    const { fscCommand } = await import("#electron/cli/fsc-command.ts");
    done(await fscCommand([first, second], fsc.optsWithGlobals<FscOptions>(), host));
  });
}
