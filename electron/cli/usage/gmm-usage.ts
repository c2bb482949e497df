import type { Command } from "commander";
import { BUILD_DEFAULTS } from "#core/gmm/build-model.ts";
import { MOST_SEED, number, positive, RESOLUTION_MOST, whole } from "#electron/cli/arguments.ts";
import type { BuildOptions } from "#electron/cli/gmm/build-command.ts";
import type { BoxOptions, ToMapOptions } from "#electron/cli/gmm/convert-commands.ts";
import { type Cli, command } from "#electron/cli/usage/cli.ts";

const MOST_GAUSSIANS = 200_000;
const MOST_STEPS = 10_000;

/** Adds `gmm` and its commands. */
export function addGmm(cli: Cli): void {
  const gmm = command(cli.program, "gmm", "Gaussian models of maps: build, show, convert, draw");
  addBuild(gmm, cli);
  addShow(gmm, cli);
  addConvert(gmm, cli);
  addToMap(gmm, cli);
}

function addBuild(gmm: Command, { host, done }: Cli): void {
  const build = command(
    gmm,
    "build <FILE>",
    "Gaussians for a map, for two half maps, or one per atom of a model",
  )
    .option("-n, --number <N>", "how many (default: worked out from --resolution)", whole(1, MOST_GAUSSIANS))
    .option("--level <L>", "map units: they begin in voxels above (default: 1 % of the voxels)", number)
    .option(
      "--resolution <D>",
      "Å: what the model should hold; tells how many it takes",
      positive(RESOLUTION_MOST),
    )
    .option("--half2 <MAP>", "FILE is one half map, this the other: two models, and how far they agree")
    .option("--fit <MAP>", "FILE is a model: fit its Gaussians to this map")
    .option("--jitter <D>", "Å that atoms of a model are moved by at random, per axis", positive(), 0)
    .option("--steps <N>", "steps of the fit at most", whole(0, MOST_STEPS), BUILD_DEFAULTS.steps)
    .option("--seed <S>", "random seed", whole(0, MOST_SEED), BUILD_DEFAULTS.seed)
    .requiredOption("-o, --out <FILE>", "where to write: .json, or .txt for e2gmm");
  build.action(async (file: string) => {
    const { buildCommand } = await import("#electron/cli/gmm/build-command.ts");
    done(await buildCommand(file, build.optsWithGlobals<BuildOptions>(), host));
  });
}

function withBox(gmm: Command, usage: string, description: string): Command {
  return command(gmm, usage, description)
    .option("--like <MAP>", "the map whose box the fractions of a .txt belong to")
    .option("--edge <L>", "or the edge of that box, Å", positive());
}

function addShow(gmm: Command, { host, done }: Cli): void {
  const show = withBox(gmm, "show <GAUSSIANS>", "what a file of Gaussians holds");
  show.action(async (file: string) => {
    const { showCommand } = await import("#electron/cli/gmm/convert-commands.ts");
    done(await showCommand(file, show.optsWithGlobals<BoxOptions>(), host));
  });
}

function addConvert(gmm: Command, { host, done }: Cli): void {
  const convert = withBox(gmm, "convert <GAUSSIANS> <OUT>", "between .json (Å) and .txt (e2gmm)");
  convert.action(async (file: string, out: string) => {
    const { convertCommand } = await import("#electron/cli/gmm/convert-commands.ts");
    done(await convertCommand([file, out], convert.optsWithGlobals<BoxOptions>(), host));
  });
}

function addToMap(gmm: Command, { host, done }: Cli): void {
  const toMap = command(gmm, "to-map <GAUSSIANS>", "the density of Gaussians as a map")
    .requiredOption("--like <MAP>", "the map whose grid it gets")
    .requiredOption("-o, --out <FILE>", "where to write (.mrc)");
  toMap.action(async (file: string) => {
    const { toMapCommand } = await import("#electron/cli/gmm/convert-commands.ts");
    done(await toMapCommand(file, toMap.optsWithGlobals<ToMapOptions>(), host));
  });
}
