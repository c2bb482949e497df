import { InvalidArgumentError, Option } from "commander";
import { RECIPE_NAMES, RECIPES } from "#core/simulate/recipes/recipes.ts";
import { MODEL_MAP_DEFAULTS } from "#core/simulate/vrm/model-map.ts";
import {
  bFactors,
  MOST_THREADS,
  positive,
  RESOLUTION_MOST,
  resolutionsBy,
  whole,
} from "#electron/cli/arguments.ts";
import type { KernelName, SimulateOptions } from "#electron/cli/simulate-options.ts";
import { type Cli, command } from "#electron/cli/usage/cli.ts";

const KERNELS = `
Kernels:
${[
  ["vrm", "scattering of every atom with its B and occupancy, at a resolution"],
  ["density", "the same without a limit of resolution"],
  ...Array.from(RECIPES.values(), ({ name, about }) => [name, about]),
]
  .map(([name = "", about]) => `  ${name.padEnd(24)} ${about}`)
  .join("\n")}`;

const LISTS = `
Lists of maps (--batch), for training networks: one JSON object per line, or CSV with the same names in its first line.
A range [low, high] (in CSV low..high) is drawn from evenly. The same list makes the same bytes; maps that are there are
kept, so that a stopped batch goes on. manifest.json says what each map is.
  {"model": "1abc.cif", "resolution": [3, 6], "copies": 10, "seed": 1, "noise": [0, 0.5]}
  model       a file of atoms, beside the list or by its path
  resolution  Å
  copies      maps to make; seed: of what is drawn; name: start of their names
  kernel      as above (vrm); scattering: electron or xray; bfactor: file, none or Å²; blur: Å² added to every B
  local       Å, the ends between which the resolution varies through space, over localScale Å (20)
  noise       its standard deviation in units of the map's, limited to the resolution
  solvent     density around the molecule as part of vitreous ice's
  spacing     Å (1)`;

/** Adds `simulate`. */
export function addSimulate({ program, host, done }: Cli): void {
  const simulate = command(program, "simulate [MODEL]", "the density of a model at a resolution")
    .option("--resolution <D>", "Å", positive(RESOLUTION_MOST))
    .addOption(
      new Option("--kernel <NAME>", "what stands for an atom, listed below")
        .argParser(kernelName)
        .default("vrm"),
    )
    .addOption(
      new Option("--scattering <NAME>", "what atoms scatter; X-rays know ions")
        .choices(["electron", "xray"])
        .default("electron"),
    )
    .option("--like <MAP>", "use the grid of this map")
    .addOption(
      new Option("--spacing <S>", "grid spacing, Å (default: a third of the resolution)")
        .argParser(positive())
        .conflicts(["like"]),
    )
    .option("--local-resolution <MAP>", "take every residue's resolution from this map (Å)")
    .addOption(
      new Option(
        "--resolution-by <RULE>",
        "resolutions of chains and residues, Å: chain:A=2.5,B=5;residue:A/10-20=4 (the last that fits counts); or b: D √(B ⁄ median B) of every residue, D ⁄ 2 to 4 D",
      )
        .argParser(resolutionsBy)
        .conflicts(["localResolution"]),
    )
    .option("--bfactor <B>", "file, none, or one value for all atoms, Å²", bFactors, "file")
    .option(
      "--accuracy <E>",
      "largest error, as part of an atom's peak",
      positive(0.1),
      MODEL_MAP_DEFAULTS.accuracy,
    )
    .addOption(
      new Option(
        "--route <NAME>",
        "sum atoms' images, or structure factors: exact in a periodic box, else with ripples as far as the accuracy asks",
      )
        .choices(["auto", "images", "fourier"])
        .default("auto"),
    )
    .option("--cutoff <K>", "end images at K × resolution (default: from the accuracy)", positive(50))
    .addOption(new Option("--periodic", "the grid of --like is a periodic box"))
    .option("--threads <N>", "worker threads (default: one per processor)", whole(1, MOST_THREADS))
    .option("--batch <LIST>", "make the maps of a list, described below")
    .option("-o, --out <FILE>", "where to write (default: MODEL_DA.mrc); with --batch, a folder");
  simulate.addHelpText("after", `${KERNELS}\n${LISTS}`);
  simulate.action(async (model: string | undefined) => {
    const options = simulate.optsWithGlobals<SimulateOptions>();
    if (options.batch !== undefined) {
      if (model !== undefined)
        simulate.error("error: --batch takes its models from the list: leave MODEL out");
      const { simulateBatch } = await import("#electron/cli/simulate-batch.ts");
      return done(await simulateBatch(options.batch, options, host));
    }
    if (model === undefined) return simulate.error("error: name a MODEL, or a list with --batch");
    if (options.kernel !== "density" && options.resolution === undefined) {
      simulate.error("error: at which resolution? Say --resolution D, in Å");
    }
    const { simulateCommand } = await import("#electron/cli/simulate-command.ts");
    done(await simulateCommand(model, options, host));
  });
}

function kernelName(word: string): KernelName {
  const names: readonly KernelName[] = ["vrm", "density", ...RECIPE_NAMES];
  const found = names.find((name) => name === word);
  if (found) return found;
  throw new InvalidArgumentError(`There is no kernel ${word}. Kernels: ${names.join(", ")}.`);
}
