import { Option } from "commander";
import { bFactors, MOST_THREADS, positive, RESOLUTION_MOST, whole } from "#electron/cli/arguments.ts";
import { type DifferenceOptions, PLAIN_SCALES } from "#electron/cli/difference-options.ts";
import { type Cli, command } from "#electron/cli/usage/cli.ts";

const MOST_PEAKS = 10_000;

/** Adds `difference`. */
export function addDifference({ program, host, done }: Cli): void {
  const difference = command(
    program,
    "difference <MODEL> <MAP>",
    "what a map has and a placed model has not, and the other way round, in σ",
  )
    .option(
      "--resolution <D>",
      "of the map, Å (default: as stated, or 3 × the voxel size)",
      positive(RESOLUTION_MOST),
    )
    .addOption(
      new Option(
        "--scale <HOW>",
        "bring the model map to the map's scale as a whole, by shells of resolution, or also place by place (default: local)",
      )
        .choices(PLAIN_SCALES)
        .conflicts(["half1", "half2"]),
    )
    .option("--half1 <MAP>", "half maps on the map's grid: weigh by what they say of noise")
    .option("--half2 <MAP>", "the other half map")
    .option("--bfactor <B>", "of the model map: file, none, or one value for all atoms, Å²", bFactors, "file")
    .option("--peaks <N>", "list so many highest and so many lowest places", whole(0, MOST_PEAKS), 10)
    .option("--json <FILE>", "write settings and peaks as JSON; - for standard output")
    .option("-o, --out <FILE>", "where to write (default: MODEL_difference.mrc)")
    .option("--threads <N>", "worker threads (default: one per processor)", whole(1, MOST_THREADS));
  difference.action(async (model: string, map: string) => {
    const options = difference.optsWithGlobals<DifferenceOptions>();
    if ((options.half1 === undefined) !== (options.half2 === undefined)) {
      difference.error("error: half maps come in pairs: give --half1 MAP and --half2 MAP");
    }
    const { differenceCommand } = await import("#electron/cli/difference-command.ts");
    done(await differenceCommand([model, map], options, host));
  });
}
