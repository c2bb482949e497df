import {
  type Arguments,
  argumentError,
  booleanOf,
  numberOf,
  textOf,
  textsOf,
} from "#core/command/arguments.ts";
import { AppError } from "#core/errors.ts";
import { MODEL_MAP_DEFAULTS } from "#core/simulate/vrm/model-map.ts";
import type { App } from "#renderer/commands/app.ts";
import { type ImageMapWishes, simulateImages } from "#renderer/commands/image-map.ts";
import { type SimulateOptions, simulateMap } from "#renderer/commands/molmap.ts";
import { mapsOf, modelPartsOf } from "#renderer/commands/named.ts";
import { bFactorOf } from "#renderer/commands/runners/b-factor.ts";
import { placedGroupIn } from "#renderer/commands/runners/symmetry-arguments.ts";

/** Words that only one of the two ways to make a model map understands. */
const ONLY = {
  molmap: ["edgePadding", "cube", "sigmaFactor", "displayThreshold", "symmetry", "balls"],
  vrm: ["localResolution", "chain", "bfactor", "accuracy", "cutoffRange"],
} as const;

/** `molmap`: by ChimeraX's Gaussians, or from electron scattering where a word asks for that. */
export async function molmap(app: App, args: Arguments): Promise<void> {
  const asked = ONLY.vrm.find((name) => args.values.has(name));
  const kernel = textOf(args, "kernel") ?? (asked === undefined ? "molmap" : "vrm");
  const foreign = ONLY[kernel === "vrm" ? "molmap" : "vrm"].find((name) => args.values.has(name));
  if (foreign !== undefined) {
    const other = kernel === "vrm" ? "molmap" : "vrm";
    throw new AppError(
      "input",
      `"${foreign}" goes with kernel ${other}; leave it out or choose that kernel.`,
    );
  }
  const placing = (["axis", "center"] as const).find((name) => args.values.has(name));
  if (placing !== undefined && !args.values.has("symmetry")) {
    throw argumentError(
      args,
      placing,
      `"${placing}" says where a symmetry lies: add one, such as symmetry C4.`,
    );
  }
  const resolution = numberOf(args, "resolution") ?? 0;
  for (const part of await modelPartsOf(app, args, "spec")) {
    if (kernel === "vrm") await simulateImages(app, part, imageWishes(app, args, resolution));
    else await simulateMap(app, part, resolution, gaussianWishes(app, args));
  }
}

function gaussianWishes(app: App, args: Arguments): SimulateOptions {
  const onGrid = mapsOf(app, args, "onGrid")[0];
  const numbers = Object.fromEntries(
    (["gridSpacing", "edgePadding", "cube", "sigmaFactor", "displayThreshold"] as const).flatMap((name) => {
      const value = numberOf(args, name);
      return value === undefined ? [] : [[name, value]];
    }),
  );
  const group = textOf(args, "symmetry");
  return {
    ...numbers,
    ...(booleanOf(args, "balls") && { balls: true }),
    replace: booleanOf(args, "replace") ?? false,
    ...(onGrid && { onGrid }),
    ...(group !== undefined && { symmetry: placedGroupIn(args, "symmetry", group) }),
  };
}

function imageWishes(app: App, args: Arguments, resolution: number): ImageMapWishes {
  const onGrid = mapsOf(app, args, "onGrid")[0];
  const localResolution = mapsOf(app, args, "localResolution")[0];
  const chains = textsOf(args, "chain").map(chainResolution);
  if (localResolution && chains.length > 0) {
    throw new AppError(
      "input",
      "Take resolutions from a map or from chains, not both: leave one of them out.",
    );
  }
  const [gridSpacing, cutoff] = [numberOf(args, "gridSpacing"), numberOf(args, "cutoffRange")];
  return {
    resolution,
    bFactor: bFactorOf(textOf(args, "bfactor") ?? "file"),
    accuracy: numberOf(args, "accuracy") ?? MODEL_MAP_DEFAULTS.accuracy,
    replace: booleanOf(args, "replace") ?? false,
    ...(onGrid && { onGrid }),
    ...(localResolution && { localResolution }),
    ...(chains.length > 0 && { chains: Object.fromEntries(chains) }),
    ...(gridSpacing !== undefined && { gridSpacing }),
    ...(cutoff !== undefined && { cutoff }),
  };
}

/** "A=2.5". */
function chainResolution(text: string): [chain: string, resolution: number] {
  const found = /^([^=]+)=(.+)$/.exec(text);
  const resolution = Number(found?.[2]);
  if (found?.[1] !== undefined && resolution > 0) return [found[1], resolution];
  throw new AppError("input", `"${text}" is no chain with its resolution; write one such as A=2.5.`);
}
