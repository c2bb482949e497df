import type { FitOptions } from "#electron/cli/fit-command.ts";
import { addFitOptions } from "#electron/cli/fit-options.ts";
import { type Cli, command } from "#electron/cli/usage/cli.ts";

/** Adds `fit`. */
export function addFit({ program, host, done, called }: Cli): void {
  const fit = command(
    program,
    "fit <MAP> <MODEL...>",
    "find where models sit in a map, ranked, with a verdict",
  );
  addFitOptions(fit);
  fit.action(async (map: string, models: string[]) => {
    const { fitCommand } = await import("#electron/cli/fit-command.ts");
    done(await fitCommand(map, models, { ...fit.optsWithGlobals<FitOptions>(), called }, host));
  });
}
