import { type Arguments, booleanOf, numberOf, textOf } from "#core/command/arguments.ts";
import { AppError } from "#core/errors.ts";
import type { App } from "#renderer/commands/app.ts";
import type { LocalWishes } from "#renderer/commands/climb-wishes.ts";
import { fitModels } from "#renderer/commands/fit.ts";
import { entriesOf, mapsOf, modelsOf } from "#renderer/commands/named.ts";
import { refineHere } from "#renderer/commands/refine.ts";
import { refineMapHere } from "#renderer/commands/refine-map.ts";
import { isMap, isModel, type MapEntry } from "#renderer/stores/scene.ts";
import type { FitOptions, SearchWishes } from "#renderer/stores/settings.ts";

/** `fitmap`: local fits of models and maps, and searches. Throws `input` for wishes that this fit cannot grant. */
export async function fitmap(app: App, args: Arguments): Promise<void> {
  refuse(args);
  const named = entriesOf(app, args, "spec");
  const map = mapsOf(app, args, "inMap")[0] ?? onlyMap(app);
  const maps = named.filter(isMap);
  if (args.values.has("search")) {
    if (maps.length > 0)
      throw sentence("A map is fitted from where it lies: leave out search, or fit a model.");
    await search(app, map, args);
    return;
  }
  const models = named.some(isModel) || maps.length === 0 ? modelsOf(app, args, "spec") : [];
  if (models.length > 1 && booleanOf(args, "eachModel") === false) {
    throw sentence("Each model is fitted by itself; to move several as one body, combine them first.");
  }
  const wishes = localWishes(args);
  for (const model of models) await refineHere(app, map, model, numberOf(args, "resolution") ?? null, wishes);
  for (const moved of maps) {
    await refineMapHere(app, map, moved, wishes, booleanOf(args, "envelope") ?? true);
  }
}

async function search(app: App, map: MapEntry, args: Arguments): Promise<void> {
  const { fits } = app.stores;
  const { shift, angle } = fits.getState().tolerance;
  fits.setState({
    tolerance: {
      shift: numberOf(args, "clusterShift") ?? shift,
      angle: numberOf(args, "clusterAngle") ?? angle,
    },
  });
  await fitModels(app, map, modelsOf(app, args, "spec"), optionsFrom(args));
}

function onlyMap(app: App): MapEntry {
  const map = app.stores.scene.getState().entries.find(isMap);
  if (!map) throw sentence("There is no map to fit into; open one first.");
  return map;
}

function localWishes(args: Arguments): LocalWishes {
  const wishes = { shift: booleanOf(args, "shift") ?? true, rotate: booleanOf(args, "rotate") ?? true };
  if (!(wishes.shift || wishes.rotate)) {
    throw sentence(
      "With shift false and rotate false nothing could move; measure correlation says how well it fits.",
    );
  }
  return {
    ...wishes,
    maxSteps: positive(args, "maxSteps"),
    gridStepMax: positive(args, "gridStepMax"),
    gridStepMin: positive(args, "gridStepMin"),
  };
}

function searchWishes(args: Arguments): SearchWishes {
  const [levelInside, radius] = [numberOf(args, "levelInside"), positive(args, "radius")];
  if (levelInside !== undefined && !(levelInside >= 0 && levelInside <= 1)) {
    throw sentence("levelInside is a share of the atoms, 0 to 1.");
  }
  const [method, logFits] = [textOf(args, "method"), textOf(args, "logFits")];
  return {
    ...(radius === undefined ? {} : { radius }),
    ...(levelInside === undefined ? {} : { levelInside }),
    ...(method === "difffit" ? { method } : {}),
    ...(booleanOf(args, "listFits") ? { listFits: true } : {}),
    ...(logFits === undefined ? {} : { logFits }),
  };
}

function optionsFrom(args: Arguments): FitOptions {
  const wanted = textOf(args, "search") ?? "auto";
  const starts = Number(wanted);
  if (wanted !== "auto" && !(Number.isInteger(starts) && starts > 0)) {
    throw sentence(`After search comes the number of starts, or auto, instead of "${wanted}".`);
  }
  const atoms = textOf(args, "atoms");
  return {
    resolution: numberOf(args, "resolution") ?? null,
    level: numberOf(args, "level") ?? null,
    starts: wanted === "auto" ? null : starts,
    atoms: atoms === "backbone" || atoms === "ca" ? atoms : "all",
    seed: numberOf(args, "seed") ?? 1,
    symmetry: textOf(args, "symmetry") ?? "",
    split: booleanOf(args, "eachChain") ?? false,
    wishes: searchWishes(args),
  };
}

function positive(args: Arguments, name: string): number | undefined {
  const value = numberOf(args, name);
  if (value === undefined || value > 0) return value;
  throw sentence(`${name} must be larger than 0.`);
}

const LOCAL_WORDS = ["shift", "rotate", "envelope", "maxSteps", "gridStepMax", "gridStepMin"];
const SEARCH_WORDS = [
  "level",
  "atoms",
  "symmetry",
  "seed",
  "eachChain",
  "radius",
  "clusterAngle",
  "clusterShift",
  "levelInside",
  "listFits",
  "logFits",
  "asymmetricUnit",
  "method",
];

/** Wishes that ChimeraX grants and this fit cannot, and what to do instead; each says when it applies. */
const REFUSALS: readonly [(args: Arguments) => boolean, string][] = [
  [
    (args) => ["correlation", "cam"].includes(textOf(args, "metric") ?? ""),
    "A fit climbs the density under the atoms (metric overlap) and reports both correlations; leave metric out.",
  ],
  [
    (args) => ["s", "r"].includes(textOf(args, "placement") ?? ""),
    "Starts differ in place and rotation (placement sr); to hold one, fit from here with shift false or rotate false.",
  ],
  [
    (args) => booleanOf(args, "moveWholeMolecules") === false,
    "Models move as wholes; split the model and fit its parts.",
  ],
  [
    (args) => booleanOf(args, "asymmetricUnit") === false,
    "Equivalent placements are counted as one when symmetry is given; leave symmetry out to see them all.",
  ],
  [
    (args) => booleanOf(args, "asymmetricUnit") === true && !textOf(args, "symmetry"),
    "Say the symmetry of the map, such as symmetry C4; then equivalent placements count as one.",
  ],
  [
    (args) => args.values.has("sequence"),
    "Name all models in one search, then difffit propose finds a set that does not clash; there is no sequence.",
  ],
  [
    (args) => args.values.has("symmetric"),
    "Copies are not moved together; say the symmetry of the map (symmetry C4) in a search.",
  ],
  [(args) => args.values.has("subtractMaps"), "Take the other maps off first with volume subtract."],
  [
    (args) => args.values.has("zeros"),
    "Samples that are 0 count with envelope false only where they are not 0; there is no zeros.",
  ],
];

function refuse(args: Arguments): void {
  const found = REFUSALS.find(([applies]) => applies(args));
  if (found) throw sentence(found[1]);
  const isSearch = args.values.has("search");
  const word = (isSearch ? LOCAL_WORDS : SEARCH_WORDS).find((name) => args.values.has(name));
  if (word === undefined) return;
  throw sentence(
    isSearch
      ? `${word} is for a fit from where the model is; leave out search, or ${word}.`
      : `${word} belongs to a search; add search auto, or leave ${word} out.`,
  );
}

function sentence(text: string): AppError {
  return new AppError("input", text);
}
