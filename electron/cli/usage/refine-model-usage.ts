import { Option } from "commander";
import { REFINE_DEFAULTS } from "#core/refine/request.ts";
import { MOST_THREADS, path, positive, RESOLUTION_MOST, whole } from "#electron/cli/arguments.ts";
import type { RefineOptions } from "#electron/cli/refine-options.ts";
import { type Cli, command } from "#electron/cli/usage/cli.ts";

/** Adds `refine`. */
export function addRefineModel({ program, host, done }: Cli): void {
  const refine = command(
    program,
    "refine <MODEL> <MAP>",
    "a placed model improved against a map, cross-checked",
  )
    .requiredOption("--resolution <D>", "of the map, Å", positive(RESOLUTION_MOST))
    .option("--rigid", "move chains, or the groups of --by, as rigid bodies")
    .option("--by <SPEC...>", 'groups of --rigid: chain, or one spec each, "/A:1-120" "/A:121-300"', [
      "chain",
    ])
    .option("--coordinates", "shift atoms a little; bonds, angles and contacts hold")
    .addOption(
      new Option("--bfactors <HOW>", "refine B: chain, group (one change per residue) or individual").choices(
        ["chain", "group", "individual"],
      ),
    )
    .addOption(
      new Option("--occupancy [WHICH]", "of alternates, and of residues: partly there ones, or all")
        .choices(["partial", "residues"])
        .preset("partial"),
    )
    .option("--local-resolution <MAP>", "take every residue's resolution from this map (Å)", path)
    .option("--half1 <MAP>", "half map to refine against", path)
    .option("--half2 <MAP>", "half map to hold out (default: Fourier shells of the map are held out)", path)
    .option(
      "--accuracy <E>",
      "largest error of images, as part of a peak",
      positive(0.1),
      REFINE_DEFAULTS.accuracy,
    )
    .option("--threads <N>", "worker threads (default: one per processor)", whole(1, MOST_THREADS))
    .option("-o, --out <FILE>", "where to write, .cif or .pdb (default: MODEL_refined.cif)", path)
    .option("--json <FILE>", "write the table as JSON; - for standard output", path);
  refine.action(async (model: string, map: string) => {
    const options = refine.optsWithGlobals<RefineOptions>();
    if ((options.half1 === undefined) !== (options.half2 === undefined)) {
      refine.error("error: give both half maps, --half1 and --half2, or none");
    }
    const { rigid, coordinates, bfactors, occupancy } = options;
    if (!rigid && !coordinates && bfactors === undefined && occupancy === undefined) {
      refine.error("error: say what to refine: --rigid, --coordinates, --bfactors HOW or --occupancy");
    }
    const { refineCommand } = await import("#electron/cli/refine-command.ts");
    done(await refineCommand([model, map], options, host));
  });
}
