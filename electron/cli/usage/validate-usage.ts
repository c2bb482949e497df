import { InvalidArgumentError, Option } from "commander";
import { Q_SCORE_DEFAULTS } from "#core/validate/q-score.ts";
import { bFactors, MOST_THREADS, positive, RESOLUTION_MOST, whole } from "#electron/cli/arguments.ts";
import { type Cli, command } from "#electron/cli/usage/cli.ts";
import { ATTRIBUTES, type ValidateOptions } from "#electron/cli/validate-options.ts";

const MOST_ROWS = 100_000;

/** Adds `validate`. */
export function addValidate({ program, host, done, called }: Cli): void {
  const validate = command(
    program,
    "validate <MODEL> <MAP>",
    "how well a placed model agrees with a map: Q-scores, correlations, FSC",
  )
    .option(
      "--resolution <D>",
      "of the map, Å (default: as stated, or 3 × the voxel size)",
      positive(RESOLUTION_MOST),
    )
    .option("--half1 <MAP>", "half maps on the map's grid: how they agree with each other and the model")
    .option("--half2 <MAP>", "the other half map")
    .option("--local-resolution <MAP>", "also judge every residue at its resolution in this map (Å)")
    .addOption(
      new Option("--sigma <S>", "width of Q-scores' Gaussian, Å: 0.6, or 0.4 as in reports of the archive")
        .choices(["0.6", "0.4"])
        .default(Q_SCORE_DEFAULTS.sigma, "0.6")
        .argParser(sigma),
    )
    .addOption(
      new Option(
        "--sparse <HOW>",
        "where other atoms crowd an atom: skip that distance as MapQ, or keep what is left",
      )
        .choices(["skip", "keep"])
        .default(Q_SCORE_DEFAULTS.sparse),
    )
    .option("--bfactor <B>", "of the model map: file, none, or one value for all atoms, Å²", bFactors, "file")
    .option("--worst <N>", "residues in the list of the worst", whole(0, MOST_ROWS), 10)
    .option("--csv <FILE>", "write scores of all residues as a table")
    .option("--json <FILE>", "write everything as JSON; - for standard output")
    .option("--report <FILE>", "write everything as an HTML page with plots")
    .option("-o, --out <FILE>", "write the model with scores in the place of B (.cif or .pdb)")
    .addOption(
      new Option("--attribute <NAME>", "the scores that --out writes").choices(ATTRIBUTES).default("q"),
    )
    .option("--threads <N>", "worker threads (default: one per processor)", whole(1, MOST_THREADS));
  validate.action(async (model: string, map: string) => {
    const options = { ...validate.optsWithGlobals<ValidateOptions>(), called };
    if ((options.half1 === undefined) !== (options.half2 === undefined)) {
      validate.error("error: half maps come in pairs: give --half1 MAP and --half2 MAP");
    }
    if (options.attribute === "cc-local" && options.localResolution === undefined) {
      validate.error("error: --attribute cc-local needs --local-resolution MAP");
    }
    const { validateCommand } = await import("#electron/cli/validate-command.ts");
    done(await validateCommand([model, map], options, host));
  });
}

/** One of the widths that expected scores are known for. */
function sigma(word: string): number {
  const value = Number(word);
  if (value === 0.6 || value === 0.4) return value;
  throw new InvalidArgumentError("0.6 or 0.4 is expected.");
}
