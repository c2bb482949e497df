import {
  type Arguments,
  allNumbersOf,
  booleanOf,
  isGiven,
  numberOf,
  numbersOf,
  specOf as specIn,
  textOf,
  textsOf,
} from "#core/command/arguments.ts";
import type { MapCommand } from "#core/command/tables/map-commands.ts";
import { AppError } from "#core/errors.ts";
import type { App } from "#renderer/commands/app.ts";
import { contoursOf, listContours } from "#renderer/commands/contours.ts";
import { placeMap } from "#renderer/commands/edit-map.ts";
import { showEntries } from "#renderer/commands/look.ts";
import { entriesOf, mapsOf } from "#renderer/commands/named.ts";
import { showPlanes } from "#renderer/commands/planes.ts";
import { regionFrom } from "#renderer/commands/region.ts";
import { note, say } from "#renderer/commands/run.ts";
import { nearOf, vectorOf, wantedPlanes } from "#renderer/commands/runners/map-arguments.ts";
import type { Runner } from "#renderer/commands/runners/runner.ts";
import { paintSurfaces, zoneSurfaces } from "#renderer/commands/surface-near.ts";
import { changeVolume, levelOf, type VolumeChange } from "#renderer/commands/volume.ts";
import { density } from "#renderer/stores/format.ts";
import { isMap, type MapEntry, specOf } from "#renderer/stores/scene.ts";

/** ChimeraX: pieces of up to this, Å, are dust when no size is given. */
const DUST = 5;

const LEVEL_WORDS = ["level", "sdLevel", "rmsLevel", "encloseVolume"] as const;

export const mapRunners: Readonly<Record<MapCommand, Runner>> = {
  volume: async (app, args) => {
    const maps = mapsOf(app, args, "spec");
    if (isGiven(args, "show") || isGiven(args, "hide")) showEntries(app, maps, isGiven(args, "show"));
    for (const map of maps) {
      changeContours(app, map, args);
      const change = changeFrom(map, args);
      const planes = wantedPlanes(map, args);
      // Planes say the style themselves: an image unless another one is named.
      const { style, ...rest } = change;
      const wanted = planes ? rest : change;
      if (Object.keys(wanted).length > 0) changeVolume(app, [map], wanted);
      if (planes) showPlanes(app, map, planes, style ?? (planes.length > 0 ? "image" : "surface"));
      await place(app, map, args);
    }
  },
  "volume settings": (app, args) => settings(app, mapsOf(app, args, "spec")),
  "surface dust": (app, args) =>
    changeVolume(app, mapsOf(app, args, "spec"), {
      dust: numberOf(args, "size") ?? DUST,
      dustMetric: (textOf(args, "metric") ?? "size") as MapEntry["dustMetric"],
    }),
  "surface undust": (app, args) => changeVolume(app, mapsOf(app, args, "spec"), { dust: 0 }),
  "surface zone": async (app, args) =>
    zoneSurfaces(app, mapsOf(app, args, "spec"), await nearOf(app, args, "nearAtoms")),
  "surface unzone": (app, args) => zoneSurfaces(app, mapsOf(app, args, "spec"), null),
  "volume unzone": (app, args) => {
    const maps = mapsOf(app, args, "spec");
    zoneSurfaces(app, maps, null);
    changeVolume(app, maps, { region: null });
  },
  "color zone": async (app, args) =>
    paintSurfaces(app, mapsOf(app, args, "spec"), { kind: "atoms", ...(await nearOf(app, args, "near")) }),
  "color sample": (app, args) => {
    const by = entriesOf(app, args, "map").find(isMap);
    if (!by) throw new AppError("input", "Name the map whose density gives the colours: map #2.");
    const range = numbersOf(args, "range");
    paintSurfaces(app, mapsOf(app, args, "spec"), {
      kind: "map",
      by: by.id,
      spec: specIn(args, "map")?.word.text ?? specOf(by),
      range: range ? pairOf(range, "range") : null,
    });
  },
  "color single": (app, args) => paintSurfaces(app, mapsOf(app, args, "spec"), null),
};

/** Levels, colours and transparencies: several of them are several surfaces. */
function changeContours(app: App, map: MapEntry, args: Arguments): void {
  const levels = LEVEL_WORDS.flatMap((word) =>
    allNumbersOf(args, word).map((value) => levelOf(map, { [word]: value }) ?? value),
  );
  const colors = textsOf(args, "color").filter((color) => color.startsWith("#"));
  const transparencies = allNumbersOf(args, "transparency");
  if (levels.length + colors.length + transparencies.length === 0) return;
  const isPlain =
    contoursOf(map).length === 1 && Math.max(levels.length, colors.length, transparencies.length) === 1;
  if (!isPlain) {
    listContours(app, map, { levels, colors, transparencies });
    return;
  }
  const [level] = levels;
  const [color] = colors;
  const [transparency] = transparencies;
  changeVolume(app, [map], {
    ...(level !== undefined && { level }),
    ...(color !== undefined && { color }),
    ...(transparency !== undefined && { transparency }),
  });
}

function changeFrom(map: MapEntry, args: Arguments): VolumeChange {
  const style = textOf(args, "style") as MapEntry["style"] | undefined;
  const step = numberOf(args, "step");
  const outline = booleanOf(args, "showOutlineBox");
  const region = textOf(args, "region");
  const grey = numbersOf(args, "greyRange");
  return {
    ...(style !== undefined && { style }),
    ...(step !== undefined && { step }),
    ...(outline !== undefined && { outline }),
    ...(region !== undefined && { region: regionFrom(map, region) }),
    ...(grey !== undefined && { grey: pairOf(grey, "greyRange") }),
  };
}

async function place(app: App, map: MapEntry, args: Arguments): Promise<void> {
  const origin = numbersOf(args, "origin");
  const index = numbersOf(args, "originIndex");
  const size = numbersOf(args, "voxelSize");
  if (!origin && !index && !size) return;
  const voxelSize = size ? vectorOf(size, "voxelSize") : map.grid.voxelSize;
  const at = index && vectorOf(index, "originIndex");
  await placeMap(app, map, {
    voxelSize,
    origin: at
      ? [-at[0] * voxelSize[0], -at[1] * voxelSize[1], -at[2] * voxelSize[2]]
      : origin
        ? vectorOf(origin, "origin")
        : map.grid.origin,
  });
}

function settings(app: App, maps: readonly MapEntry[]): void {
  for (const map of maps) {
    say(app, `volume settings ${specOf(map)}`);
    const { grid, style, step, dust, dustMetric } = map;
    const levels = contoursOf(map).map(({ level, color }) => `${density(level)} ${color}`);
    note(
      app,
      `${specOf(map)} ${map.name}: ${grid.size.join(" × ")} voxels of ${grid.voxelSize.join(" × ")} Å, origin ${grid.origin.join(",")} Å; ${style} at ${levels.join(", ")}; step ${step || "automatic"}; dust below ${dust} (${dustMetric}).`,
    );
  }
}

function pairOf(numbers: readonly number[], word: string): readonly [number, number] {
  const [low, high, ...more] = numbers;
  if (low !== undefined && high !== undefined && more.length === 0 && low < high) return [low, high];
  throw new AppError("input", `After ${word} come two numbers, the smaller one first: ${word} 0.5,2.`);
}
