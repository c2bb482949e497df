import { InvalidArgumentError, Option } from "commander";
import { FIT_DEFAULTS } from "#core/fit/params.ts";
import {
  MOST_SEED,
  MOST_THREADS,
  number,
  path,
  positive,
  RESOLUTION_MOST,
  whole,
} from "#electron/cli/arguments.ts";
import type { CompositeOptions } from "#electron/cli/composite/composite-command.ts";
import { type Cli, command } from "#electron/cli/usage/cli.ts";

const MOST_COPIES = 1000;
const MOST_STARTS = 10_000_000;

/** Adds `composite`. */
export function addComposite({ program, host, done, called }: Cli): void {
  const composite = command(
    program,
    "composite <MAP> <FILE...>",
    "put a complex together in a map from its chains, round by round",
  );
  composite
    .addOption(
      new Option(
        "--split <WHAT>",
        "place the parts of each file on their own; auto: chains, then the domains of those that do not fit",
      ).choices(["chains", "domains", "auto"]),
    )
    .option(
      "--pae <JSON>",
      "predicted aligned errors of an AlphaFold model, for its domains (again for further models)",
      (word: string, before: readonly string[] = []) => [...before, path(word)],
    )
    .option(
      "--resolution <D>",
      "of the map, Å (default: stated by a model, else 3 × the voxel size)",
      positive(RESOLUTION_MOST),
    )
    .option("--copies <FILE=N>", "the map holds what FILE holds N times (again for further files)", copies)
    .option("--level <L>", "contour level, map units (default: from the mass of the chains)", number)
    .option("--starts <N>", "starts per chain and round at most", whole(1, MOST_STARTS))
    .option("--seed <S>", "random seed", whole(0, MOST_SEED), FIT_DEFAULTS.seed)
    .addOption(
      new Option("--kernel <NAME>", "what computes")
        .choices(["auto", "cpu", "gpu", "reference"])
        .default("auto"),
    )
    .option("--threads <N>", "worker threads (default: one per processor)", whole(0, MOST_THREADS))
    .option("--save-dir <DIR>", "write assembly.cif, composite.json, placements.csv and report.html", path)
    .option("--json <FILE>", "write the results as JSON; - prints them", path)
    .option("--report <FILE>", "write the results as one HTML page", path);
  composite.action(async (map: string, files: string[]) => {
    const { compositeCommand } = await import("#electron/cli/composite/composite-command.ts");
    done(
      await compositeCommand(map, files, { ...composite.optsWithGlobals<CompositeOptions>(), called }, host),
    );
  });
}

/** One more FILE=N. */
function copies(word: string, before: ReadonlyMap<string, number> = new Map()): ReadonlyMap<string, number> {
  const at = word.lastIndexOf("=");
  if (at < 1) throw new InvalidArgumentError("FILE=N is expected, such as subunit.pdb=14.");
  return new Map([...before, [word.slice(0, at), whole(1, MOST_COPIES)(word.slice(at + 1))]]);
}
