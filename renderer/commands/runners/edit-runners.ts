import {
  type Arguments,
  argumentError,
  booleanOf,
  isGiven,
  numberOf,
  numbersOf,
  textOf,
} from "#core/command/arguments.ts";
import type { EditCommand } from "#core/command/tables/edit-commands.ts";
import { AppError } from "#core/errors.ts";
import { SYMMETRY_SEARCH } from "#core/fit/map-symmetry.ts";
import type { Vec3 } from "#core/math/vec3.ts";
import type { Axes } from "#core/volume/flip.ts";
import type { App } from "#renderer/commands/app.ts";
import { editMap, newMap } from "#renderer/commands/edit-map.ts";
import { editCommand } from "#renderer/commands/edit-words.ts";
import {
  measureAtoms,
  measureCorrelation,
  measureStats,
  measureSymmetry,
  measureVolume,
} from "#renderer/commands/measure.ts";
import { entriesOf, mapsOf } from "#renderer/commands/named.ts";
import { nearOf, regionIn, vectorOf } from "#renderer/commands/runners/map-arguments.ts";
import type { Runner } from "#renderer/commands/runners/runner.ts";
import { zoneSurfaces } from "#renderer/commands/surface-near.ts";
import { activeMap } from "#renderer/commands/volume.ts";
import { isMap, type MapEntry, specOf } from "#renderer/stores/scene.ts";
import type { MapEdit } from "#workers/protocol.ts";

/** Å around a blob in which its density fades out: half of 4 Å resolution. */
const FADE = 2;

export const editRunners: Readonly<Record<EditCommand, Runner>> = {
  "volume erase": (app, args) =>
    edit(app, args, () => ({
      kind: "erase",
      centre: vectorOf(args, numbersOf(args, "center") ?? [], "center"),
      radius: needed(args, "radius", "radius 10"),
      value: numberOf(args, "value") ?? 0,
      outside: booleanOf(args, "outside") ?? false,
    })),
  "volume subtract": (app, args) => {
    const other = mapOf(app, args, "other");
    const onGrid = entriesOf(app, args, "onGrid").find(isMap);
    return edit(app, args, (map) => ({
      kind: "subtract",
      other: other.id,
      factors: isGiven(args, "minRms") ? { leastRmsAbove: other.level } : factorsOf(args, map, other),
      ...(onGrid && { onGrid: onGrid.id }),
    }));
  },
  "volume zone": async (app, args) => {
    const near = await nearOf(app, args, "nearAtoms", "range");
    if (booleanOf(args, "newMap") === false) {
      zoneSurfaces(app, mapsOf(app, args, "spec"), near);
      return;
    }
    const zone: MapEdit = {
      kind: "zone",
      near: [...near.near],
      range: near.distance,
      invert: isGiven(args, "invert"),
    };
    await edit(app, args, () => zone, near.spec);
  },
  "volume mask": (app, args) => {
    const by = mapOf(app, args, "surfaces");
    const mask: MapEdit = {
      kind: "mask",
      by: by.id,
      level: by.level,
      pad: numberOf(args, "pad") ?? 0,
      invert: isGiven(args, "invertMask"),
    };
    return edit(app, args, () => mask);
  },
  "volume threshold": (app, args) => {
    const limits = Object.fromEntries(
      ["minimum", "set", "maximum", "setMaximum"].flatMap((word) => {
        const value = numberOf(args, word);
        return value === undefined ? [] : [[word, value]];
      }),
    );
    return edit(app, args, () => ({ kind: "threshold", ...limits }));
  },
  "volume gaussian": (app, args) => {
    const b = numberOf(args, "bfactor");
    const sigma = numbersOf(args, "sDev") ?? [1];
    return edit(app, args, () =>
      b === undefined
        ? { kind: "gaussian", sigma: sigma.length === 1 ? (sigma[0] ?? 1) : vectorOf(args, sigma, "sDev") }
        : { kind: "bfactor", b },
    );
  },
  "volume resample": (app, args) => {
    const grid = entriesOf(app, args, "onGrid").find(isMap);
    const spacing = numbersOf(args, "spacing");
    if (!grid && !spacing) throw new AppError("input", "Give onGrid #2 or spacing 1.5.");
    return edit(app, args, () =>
      grid
        ? { kind: "resample", onGrid: grid.id }
        : { kind: "spacing", spacing: vectorOf(args, spacing ?? [], "spacing") },
    );
  },
  "volume copy": (app, args) =>
    edit(app, args, (map) => {
      const level = numberOf(args, "aboveLevel");
      if (level !== undefined) return { kind: "trim", level, margin: numberOf(args, "pad") ?? 0 };
      const region = regionIn(map, args, "subregion", textOf(args, "subregion") ?? "all");
      return region ? { kind: "crop", ...region } : { kind: "copy" };
    }),
  "volume blob": (app, args) =>
    edit(app, args, (map) => {
      const at = numbersOf(args, "at");
      return {
        kind: "blob",
        which: at ? vectorOf(args, at, "at") : (numberOf(args, "rank") ?? 1),
        level: numberOf(args, "level") ?? map.level,
        fade: numberOf(args, "fade") ?? FADE,
      };
    }),
  "volume flip": (app, args) =>
    edit(app, args, () => ({ kind: "flip", axes: (textOf(args, "axis") ?? "z") as Axes })),
  "volume bin": (app, args) =>
    edit(app, args, () => ({
      kind: "bin",
      size: vectorOf(args, numbersOf(args, "binSize") ?? [2], "binSize"),
    })),
  "volume scale": (app, args) => {
    const change = Object.fromEntries(
      ["shift", "factor", "sd", "rms"].flatMap((word) => {
        const value = numberOf(args, word);
        return value === undefined ? [] : [[word, value]];
      }),
    );
    return edit(app, args, () => ({ kind: "scale", ...change }));
  },
  "volume new": (app, args) => {
    const name = textOf(args, "name") ?? "new";
    const given = (word: string, otherwise: Vec3) => {
      const numbers = numbersOf(args, word);
      return numbers ? vectorOf(args, numbers, word) : otherwise;
    };
    const size = given("size", [100, 100, 100]);
    const voxelSize = given("gridSpacing", [1, 1, 1]);
    const origin = given("origin", [0, 0, 0]);
    const words = `size ${size} gridSpacing ${voxelSize} origin ${origin}`;
    return newMap(app, name, { size, voxelSize, origin }, `volume new "${name}" ${words}`);
  },
  "measure mapstats": (app, args) => measureStats(app, mapsOf(app, args, "spec")),
  "measure mapvalues": async (app, args) => {
    const near = await nearOf(app, args, "atoms");
    for (const map of mapsOf(app, args, "spec")) await measureAtoms(app, map, near);
  },
  "measure volume": (app, args) => measureVolume(app, mapsOf(app, args, "spec")),
  "measure symmetry": async (app, args) => {
    const [minimum, most] = [numberOf(args, "minimumCorrelation"), numberOf(args, "nMax")];
    if (minimum !== undefined && !(minimum >= 0.5 && minimum <= 1))
      throw argumentError(
        args,
        "minimumCorrelation",
        "A correlation from which on a map is symmetric: 0.5 to 1.",
      );
    if (most !== undefined && !(most >= 2 && most <= 60))
      throw argumentError(args, "nMax", "The largest order tried is 2 to 60.");
    const search = {
      ...SYMMETRY_SEARCH,
      ...(minimum !== undefined && { minimum }),
      ...(most !== undefined && { most }),
    };
    for (const map of mapsOf(app, args, "spec")) {
      await measureSymmetry(app, map, search, booleanOf(args, "set") ?? true);
    }
  },
  "measure correlation": async (app, args) => {
    const inMap = mapOf(app, args, "inMap");
    const named = entriesOf(app, args, "spec");
    const model = named.some(isMap) ? undefined : named[0];
    if (model) {
      const advice = `make its map first, molmap ${specOf(model)} 5 onGrid ${specOf(inMap)} at 5 Å, and measure that one.`;
      throw argumentError(args, "spec", `${specOf(model)} is a model: ${advice}`);
    }
    for (const map of mapsOf(app, args, "spec")) {
      await measureCorrelation(app, map, inMap, booleanOf(args, "envelope") ?? true);
    }
  },
};

async function edit(
  app: App,
  args: Arguments,
  editOf: (map: MapEntry) => MapEdit,
  atoms?: string,
): Promise<void> {
  for (const map of mapsOf(app, args, "spec")) {
    const wanted = editOf(map);
    await editMap(app, map, wanted, editCommand(app, map, wanted, atoms));
  }
}

function mapOf(app: App, args: Arguments, name: string): MapEntry {
  const map = entriesOf(app, args, name).find(isMap);
  if (map) return map;
  const active = activeMap(app);
  throw new AppError("input", `Name a second map: ${name} ${active ? specOf(active) : "#2"}.`);
}

function factorsOf(args: Arguments, map: MapEntry, other: MapEntry): [number, number] {
  const text = textOf(args, "scaleFactors");
  if (text === undefined) return [1, 1];
  if (text.toLowerCase() === "fromlevels") return [1 / map.level, 1 / other.level];
  const [f, g, ...more] = text.split(",").map(Number);
  if (f !== undefined && g !== undefined && more.length === 0 && Number.isFinite(f + g)) return [f, g];
  throw argumentError(args, "scaleFactors", "After scaleFactors come two numbers, 1,0.5, or fromlevels.");
}

function needed(args: Arguments, name: string, example: string): number {
  const value = numberOf(args, name);
  if (value === undefined) throw new AppError("input", `Give the ${name}: ${example}.`);
  return value;
}
