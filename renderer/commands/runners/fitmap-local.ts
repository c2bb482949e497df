import { type Arguments, argumentError, booleanOf, numberOf, textOf } from "#core/command/arguments.ts";
import { asAppError } from "#core/errors.ts";
import type { FitMetric } from "#core/fit/correlation-climb.ts";
import { pointGroup } from "#core/fit/symmetry.ts";
import type { App } from "#renderer/commands/app.ts";
import type { LocalWishes } from "#renderer/commands/climb-wishes.ts";
import { entriesOf, type ModelPart } from "#renderer/commands/named.ts";
import { type Company, refineHere } from "#renderer/commands/refine.ts";
import type { Samples } from "#renderer/commands/refine-map.ts";
import { positive } from "#renderer/commands/runners/fitmap-arguments.ts";
import {
  isMap,
  type MapEntry,
  type ModelEntry,
  modelById,
  type PlacedEntry,
  specOf,
} from "#renderer/stores/scene.ts";

/** Which samples of a map that is moved count: those in its surface, all that are not 0, or all. */
export function samplesOf(args: Arguments): Samples {
  if (booleanOf(args, "envelope") ?? true) {
    if (booleanOf(args, "zeros"))
      throw argumentError(args, "zeros", "Samples that are 0 lie outside the surface; add envelope false.");
    return "envelope";
  }
  return booleanOf(args, "zeros") ? "all" : "nonzero";
}

/** One after the other; with `sequence` so many fits in all, each in what the other models leave of the map. */
export async function refineModels(
  app: App,
  map: MapEntry,
  parts: readonly ModelPart[],
  args: Arguments,
  wishes: LocalWishes,
): Promise<void> {
  const resolution = numberOf(args, "resolution") ?? null;
  const rounds = numberOf(args, "sequence");
  const others = movableIn(app, args);
  const symmetric = symmetryFor(map, args);
  if (rounds === undefined) {
    for (const one of parts) {
      const part = partOf(args, one, symmetric);
      const company = { others, ...(symmetric !== null && { symmetric }), ...(part && { part }) };
      await refineHere(app, map, one.model, resolution, wishes, company);
    }
    return;
  }
  if (parts.some(({ atoms }) => atoms)) {
    throw argumentError(args, "sequence", "Models take turns as wholes; leave out sequence for a part.");
  }
  const models = parts.map(({ model }) => model);
  if (models.length < 2 || rounds < models.length) {
    throw argumentError(
      args,
      "sequence",
      `Name two or more models, and at least as many fits as models: fitmap #2,3 inMap ${specOf(map)} sequence 4.`,
    );
  }
  await app.history.together(`fit ${models.map(specOf).join(", ")} in turn`, async () => {
    for (let n = 0; n < rounds; n++) {
      // Models are drawn elsewhere after each fit.
      const now = models.map(({ id }) => modelById(app.stores.scene.getState(), id) ?? models[0]);
      const own = now[n % now.length];
      if (!own) return;
      const rest = now.filter((model) => model !== undefined && model !== own) as ModelEntry[];
      await refineHere(app, map, own, resolution, wishes, { others: [...rest, ...others] });
    }
  });
}

/** What of a model is fitted, when it is not all of it. */
function partOf(args: Arguments, { atoms, text }: ModelPart, symmetric: string | null): Company["part"] {
  const movesAlone = booleanOf(args, "moveWholeMolecules") === false;
  if (!atoms) return undefined;
  if (symmetric === null) return { atoms, text, movesAlone };
  throw argumentError(args, "symmetric", "Copies move with whole models; leave out symmetric for a part.");
}

/** The models that `subtractMaps` names: their density is taken off first. */
function movableIn(app: App, args: Arguments): (ModelEntry | PlacedEntry)[] {
  const named = entriesOf(app, args, "subtractMaps");
  if (named.some(isMap)) {
    throw argumentError(
      args,
      "subtractMaps",
      "Name models, whose density is worked out and taken off; a map is taken off by volume subtract.",
    );
  }
  return named.filter((entry) => entry.kind !== "map");
}

/** The symmetry by which copies move along; null when none do. */
function symmetryFor(map: MapEntry, args: Arguments): string | null {
  if (!booleanOf(args, "symmetric")) return null;
  const symmetry = textOf(args, "symmetry") ?? map.symmetry ?? "";
  if (symmetry === "") {
    throw argumentError(
      args,
      "symmetric",
      `Say the symmetry of the map: symmetry C4 here, or volume ${specOf(map)} symmetry C4.`,
    );
  }
  try {
    pointGroup(symmetry);
  } catch (thrown) {
    throw argumentError(args, "symmetry", asAppError(thrown).message);
  }
  return symmetry;
}

/** How the climb may differ from the usual one. Throws `input` when nothing could move. */
export function localWishes(args: Arguments): LocalWishes {
  const wishes = { shift: booleanOf(args, "shift") ?? true, rotate: booleanOf(args, "rotate") ?? true };
  if (!(wishes.shift || wishes.rotate)) {
    throw argumentError(
      args,
      "rotate",
      "With shift false and rotate false nothing could move; measure correlation says how well it fits.",
    );
  }
  return {
    ...wishes,
    metric: metricOf(args),
    maxSteps: positive(args, "maxSteps"),
    gridStepMax: positive(args, "gridStepMax"),
    gridStepMin: positive(args, "gridStepMin"),
  };
}

/** Left out where it is the usual one. */
function metricOf(args: Arguments): FitMetric | undefined {
  const metric = textOf(args, "metric") as FitMetric | undefined;
  return metric === "overlap" ? undefined : metric;
}
