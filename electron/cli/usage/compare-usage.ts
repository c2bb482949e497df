import { InvalidArgumentError, Option } from "commander";
import { MAIN_RECIPES, RECIPE_NAMES } from "#core/simulate/recipes/recipes.ts";
import { MODEL_MAP_DEFAULTS } from "#core/simulate/vrm/model-map.ts";
import type { ComparedKernel } from "#core/validate/compare-kernels.ts";
import { bFactors, MOST_THREADS, positive, RESOLUTION_MOST, whole } from "#electron/cli/arguments.ts";
import type { CompareOptions } from "#electron/cli/compare-command.ts";
import { type Cli, command } from "#electron/cli/usage/cli.ts";

const MAIN: readonly ComparedKernel[] = ["vrm", "vrm+b", ...MAIN_RECIPES];
const ALL: readonly ComparedKernel[] = ["vrm", "vrm+b", ...RECIPE_NAMES];

/** Adds `compare`. */
export function addCompare({ program, host, done }: Cli): void {
  const compare = command(
    program,
    "compare <MODEL> <MAP>",
    "the model maps of all kernels side by side against a map",
  )
    .requiredOption("--resolution <D>", "Å", positive(RESOLUTION_MOST))
    .addOption(
      new Option("--kernels <LIST>", "some of them, such as vrm,molmap,situs-epanechnikov, or all")
        .argParser(kernelList)
        .default(MAIN, "vrm, vrm+b with an overall B fitted to the map, and one of each program"),
    )
    .option("--bfactor <B>", "of kernel vrm: file, none, or one value for all atoms, Å²", bFactors, "file")
    .addOption(
      new Option("--scattering <NAME>", "of kernel vrm").choices(["electron", "xray"]).default("electron"),
    )
    .option(
      "--accuracy <E>",
      "of kernel vrm, as part of an atom's peak",
      positive(0.1),
      MODEL_MAP_DEFAULTS.accuracy,
    )
    .option("--threads <N>", "worker threads (default: one per processor)", whole(1, MOST_THREADS))
    .option("--json <FILE>", "write the scores as JSON; - for standard output");
  compare.action(async (model: string, map: string) => {
    const { compareCommand } = await import("#electron/cli/compare-command.ts");
    done(await compareCommand(model, map, compare.optsWithGlobals<CompareOptions>(), host));
  });
}

/** Names of kernels between commas. */
function kernelList(word: string): readonly ComparedKernel[] {
  if (word === "all") return ALL;
  return word.split(",").map((name) => {
    const found = ALL.find((known) => known === name);
    if (found) return found;
    throw new InvalidArgumentError(`There is no kernel ${name}. Kernels: ${ALL.join(", ")}.`);
  });
}
