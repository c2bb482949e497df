import {
  type Arguments,
  argumentError,
  booleanOf,
  numberOf,
  specOf as specIn,
  textOf,
} from "#core/command/arguments.ts";
import { AppError } from "#core/errors.ts";
import type { App } from "#renderer/commands/app.ts";
import { fitModels } from "#renderer/commands/fit.ts";
import { type ModelPart, mapsOf, modelPartsOf, modelsOf, partsOf } from "#renderer/commands/named.ts";
import { refineMapHere } from "#renderer/commands/refine-map.ts";
import { positive, refuse } from "#renderer/commands/runners/fitmap-arguments.ts";
import { localWishes, refineModels, samplesOf } from "#renderer/commands/runners/fitmap-local.ts";
import { isMap, type MapEntry, specOf } from "#renderer/stores/scene.ts";
import type { FitOptions, SearchWishes } from "#renderer/stores/settings.ts";

/** `fitmap`: local fits of models and maps, and searches. Throws `input` for wishes that this fit cannot grant. */
export async function fitmap(app: App, args: Arguments): Promise<void> {
  refuse(args);
  const argument = specIn(args, "spec");
  const named = argument ? await partsOf(app, argument) : [];
  const map = mapsOf(app, args, "inMap")[0] ?? onlyMap(app);
  const maps = named.map(({ entry }) => entry).filter(isMap);
  const models = maps.length < named.length || maps.length === 0 ? await modelPartsOf(app, args, "spec") : [];
  if (args.values.has("search")) {
    if (maps.length > 0)
      throw argumentError(
        args,
        "search",
        "A map is fitted from where it lies: leave out search, or fit a model.",
      );
    await search(app, map, models, args);
    return;
  }
  if (models.length > 1 && booleanOf(args, "eachModel") === false) {
    throw argumentError(
      args,
      "eachModel",
      "Each model is fitted by itself; to move several as one body, combine them first.",
    );
  }
  const wishes = localWishes(args);
  await refineModels(app, map, models, args, wishes);
  for (const moved of maps) await refineMapHere(app, map, moved, wishes, samplesOf(args));
}

/** `difffit`: the same search with DiffFit's own objective, from so many shifts and rotations as its plug-in takes. */
export async function difffit(app: App, args: Arguments): Promise<void> {
  const map = mapsOf(app, args, "inMap")[0] ?? onlyMap(app);
  const [shifts, quaternions] = [positive(args, "shifts"), positive(args, "quaternions")];
  const starts =
    shifts === undefined && quaternions === undefined ? null : (shifts ?? 10) * (quaternions ?? 100);
  await fitModels(app, map, modelsOf(app, args, "spec"), {
    resolution: positive(args, "resolution") ?? null,
    level: numberOf(args, "level") ?? null,
    starts: starts === null ? null : Math.round(starts),
    atoms: atomsOf(args),
    seed: numberOf(args, "seed") ?? 1,
    symmetry: "",
    split: booleanOf(args, "eachChain") ?? false,
    wishes: { method: "difffit" },
  });
}

async function search(app: App, map: MapEntry, parts: readonly ModelPart[], args: Arguments): Promise<void> {
  const part = searchedPart(parts, args);
  if (booleanOf(args, "asymmetricUnit") === true && !(textOf(args, "symmetry") ?? map.symmetry)) {
    throw argumentError(
      args,
      "asymmetricUnit",
      `Say the symmetry of the map, symmetry C4 here or volume ${specOf(map)} symmetry C4; then equivalent placements count as one.`,
    );
  }
  const { fits } = app.stores;
  const { shift, angle } = fits.getState().tolerance;
  fits.setState({
    tolerance: {
      shift: numberOf(args, "clusterShift") ?? shift,
      angle: numberOf(args, "clusterAngle") ?? angle,
    },
  });
  const models = parts.map(({ model }) => model);
  const options = optionsFrom(args);
  await fitModels(app, map, models, part ? { ...options, wishes: { ...options.wishes, part } } : options);
}

/** The part of one model that is searched for; its whole model is moved. Throws `input` for what does not go with a part. */
function searchedPart(parts: readonly ModelPart[], args: Arguments): SearchWishes["part"] {
  const [first] = parts;
  const isPart = parts.some(({ atoms }) => atoms);
  if (booleanOf(args, "moveWholeMolecules") === false) {
    throw argumentError(
      args,
      "spec",
      "A search moves whole models, also when it looks for a part: split the model first, then search with its part; or leave out search.",
    );
  }
  if (!isPart || !first?.atoms) return undefined;
  if (parts.length > 1)
    throw argumentError(args, "spec", "Search for a part of one model at a time, or for whole models.");
  const word = ["radius", "placement", "eachChain"].find((name) => args.values.has(name));
  if (word !== undefined)
    throw argumentError(args, word, `${word} is for whole models; leave it out to search for a part.`);
  return { atoms: first.atoms, text: first.text };
}

function onlyMap(app: App): MapEntry {
  const map = app.stores.scene.getState().entries.find(isMap);
  if (!map) throw new AppError("input", "There is no map to fit into; open one first.");
  return map;
}

function searchWishes(args: Arguments): SearchWishes {
  const [levelInside, radius] = [numberOf(args, "levelInside"), positive(args, "radius")];
  if (levelInside !== undefined && !(levelInside >= 0 && levelInside <= 1)) {
    throw argumentError(args, "levelInside", "levelInside is a share of the atoms, 0 to 1.");
  }
  const [method, placement, logFits] = ["method", "placement", "logFits"].map((name) => textOf(args, name));
  if (placement === "r" && radius !== undefined) {
    throw argumentError(args, "radius", "With placement r starts have one place; leave radius out.");
  }
  return {
    ...(radius === undefined ? {} : { radius }),
    ...(levelInside === undefined ? {} : { levelInside }),
    ...(method === "difffit" ? { method: "difffit" } : {}),
    ...(placement === "s" || placement === "r" ? { placement } : {}),
    ...(booleanOf(args, "asymmetricUnit") === false ? { asymmetricUnit: false } : {}),
    ...(booleanOf(args, "listFits") ? { listFits: true } : {}),
    ...(logFits === undefined ? {} : { logFits }),
  };
}

function optionsFrom(args: Arguments): FitOptions {
  const wanted = textOf(args, "search") ?? "auto";
  const starts = Number(wanted);
  if (wanted !== "auto" && !(Number.isInteger(starts) && starts > 0)) {
    throw argumentError(
      args,
      "search",
      `After search comes the number of starts, or auto, instead of "${wanted}".`,
    );
  }
  return {
    resolution: numberOf(args, "resolution") ?? null,
    level: numberOf(args, "level") ?? null,
    starts: wanted === "auto" ? null : starts,
    atoms: atomsOf(args),
    ...(textOf(args, "score") === "molmap" && { score: "molmap" }),
    seed: numberOf(args, "seed") ?? 1,
    symmetry: textOf(args, "symmetry") ?? "",
    split: booleanOf(args, "eachChain") ?? false,
    wishes: searchWishes(args),
  };
}

function atomsOf(args: Arguments): FitOptions["atoms"] {
  const atoms = textOf(args, "atoms");
  return atoms === "backbone" || atoms === "ca" ? atoms : "all";
}
