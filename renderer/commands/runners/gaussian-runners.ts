import { type Arguments, argumentError, numberOf } from "#core/command/arguments.ts";
import type { GaussianCommand } from "#core/command/tables/gaussian-commands.ts";
import { AppError } from "#core/errors.ts";
import { buildGaussians, type GaussianWishes, mapGaussians } from "#renderer/commands/gaussians.ts";
import { mapsOf, modelsOf } from "#renderer/commands/named.ts";
import type { Runner } from "#renderer/commands/runners/runner.ts";
import { activeMap } from "#renderer/commands/volume.ts";

/** As many as the colours of chains and their letters tell apart. */
const MOST_PATCHES = 62;

export const gaussianRunners: Readonly<Record<GaussianCommand, Runner>> = {
  "gmm build": async (app, args) => {
    const named = mapsOf(app, args, "map")[0];
    const map = named ?? activeMap(app);
    if (!map) throw new AppError("input", "Open a map first, or name one: gmm build #1 500.");
    await buildGaussians(app, map, wishesOf(args));
  },
  "gmm map": async (app, args) => {
    const onGrid = mapsOf(app, args, "onGrid")[0];
    for (const model of modelsOf(app, args, "spec")) await mapGaussians(app, model, onGrid);
  },
};

function wishesOf(args: Arguments): GaussianWishes {
  const [count, resolution, level] = [
    numberOf(args, "number"),
    numberOf(args, "resolution"),
    numberOf(args, "level"),
  ];
  if (count !== undefined && count < 1)
    throw argumentError(args, "number", "There must be 1 Gaussian or more.");
  if (resolution !== undefined && !(resolution > 0)) {
    throw argumentError(args, "resolution", "The resolution must be positive, in Å.");
  }
  const patches = numberOf(args, "patches") ?? 1;
  if (!(patches >= 1 && patches <= MOST_PATCHES)) {
    throw argumentError(args, "patches", `There can be 1 to ${MOST_PATCHES} patches.`);
  }
  return {
    patches,
    seed: numberOf(args, "seed") ?? 1,
    ...(count !== undefined && { count }),
    ...(resolution !== undefined && { resolution }),
    ...(level !== undefined && { level }),
  };
}
