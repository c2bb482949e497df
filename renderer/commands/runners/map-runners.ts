import {
  type Arguments,
  allNumbersOf,
  argumentError,
  isGiven,
  numberOf,
  numbersOf,
  specOf as specIn,
  switchOf,
  textOf,
  textsOf,
} from "#core/command/arguments.ts";
import type { MapCommand } from "#core/command/tables/map-commands.ts";
import type { App } from "#renderer/commands/app.ts";
import { contoursOf, listContours } from "#renderer/commands/contours.ts";
import { placeMap } from "#renderer/commands/edit-map.ts";
import { showEntries } from "#renderer/commands/look.ts";
import { entriesOf, everything, mapsOf } from "#renderer/commands/named.ts";
import { showPlanes } from "#renderer/commands/planes.ts";
import { note, say } from "#renderer/commands/run.ts";
import { nearOf, regionIn, vectorOf, wantedPlanes } from "#renderer/commands/runners/map-arguments.ts";
import { setSymmetry } from "#renderer/commands/runners/map-symmetry.ts";
import type { Runner } from "#renderer/commands/runners/runner.ts";
import { paletteOf, scaleRange } from "#renderer/commands/runners/scales.ts";
import { defaultValues } from "#renderer/commands/runners/volume-defaults.ts";
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
    if (isGiven(args, "toggle")) for (const map of maps) showEntries(app, [map], !map.shown);
    setSymmetry(app, maps, args);
    for (const map of maps) await changeMapAsTold(app, map, args);
  },
  "volume settings": (app, args) =>
    settings(app, specIn(args, "spec") ? mapsOf(app, args, "spec") : everything(app).filter(isMap)),
  "volume defaultvalues": defaultValues,
  "surface dust": (app, args) =>
    changeVolume(app, mapsOf(app, args, "spec"), {
      dust: numberOf(args, "size") ?? DUST,
      dustMetric: (textOf(args, "metric") ?? "size") as MapEntry["dustMetric"],
    }),
  "surface undust": (app, args) => changeVolume(app, mapsOf(app, args, "spec"), { dust: 0 }),
  "surface zone": async (app, args) => {
    const near = await nearOf(app, args, "nearAtoms");
    const pieces = numberOf(args, "maxComponents");
    if (pieces !== undefined && pieces < 1)
      throw argumentError(args, "maxComponents", "At least one piece is shown: maxComponents 1.");
    zoneSurfaces(app, mapsOf(app, args, "spec"), { ...near, ...(pieces !== undefined && { pieces }) });
  },
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
    if (!by) throw argumentError(args, "map", "Name the map whose density gives the colours: map #2.");
    const palette = paletteOf(args);
    paintSurfaces(app, mapsOf(app, args, "spec"), {
      kind: "map",
      by: by.id,
      spec: specIn(args, "map")?.word.text ?? specOf(by),
      range: scaleRange(args, palette),
      ...(palette !== undefined && { palette }),
    });
  },
  "color single": (app, args) => paintSurfaces(app, mapsOf(app, args, "spec"), null),
};

async function changeMapAsTold(app: App, map: MapEntry, args: Arguments): Promise<void> {
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
  const outline = switchOf(args, "showOutlineBox", map.outline);
  const region = textOf(args, "region");
  const grey = numbersOf(args, "greyRange");
  const smooth = switchOf(args, "surfaceSmoothing", map.smooth ?? false);
  return {
    ...(style !== undefined && { style }),
    ...(step !== undefined && { step }),
    ...(outline !== undefined && { outline }),
    ...(region !== undefined && { region: regionIn(map, args, "region", region) }),
    ...(grey !== undefined && { grey: pairOf(args, grey, "greyRange") }),
    ...(smooth !== undefined && { smooth }),
  };
}

async function place(app: App, map: MapEntry, args: Arguments): Promise<void> {
  const origin = numbersOf(args, "origin");
  const index = numbersOf(args, "originIndex");
  const size = numbersOf(args, "voxelSize");
  if (!origin && !index && !size) return;
  const voxelSize = size ? vectorOf(args, size, "voxelSize") : map.grid.voxelSize;
  const at = index && vectorOf(args, index, "originIndex");
  await placeMap(app, map, {
    voxelSize,
    origin: at
      ? [-at[0] * voxelSize[0], -at[1] * voxelSize[1], -at[2] * voxelSize[2]]
      : origin
        ? vectorOf(args, origin, "origin")
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

function pairOf(args: Arguments, numbers: readonly number[], word: string): readonly [number, number] {
  const [low, high, ...more] = numbers;
  if (low !== undefined && high !== undefined && more.length === 0 && low < high) return [low, high];
  throw argumentError(args, word, `After ${word} come two numbers, the smaller one first: ${word} 0.5,2.`);
}
