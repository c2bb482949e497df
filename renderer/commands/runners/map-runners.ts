import { type Arguments, booleanOf, isGiven, numberOf, textOf } from "#core/command/arguments.ts";
import type { MapCommand } from "#core/command/tables/map-commands.ts";
import { showEntries } from "#renderer/commands/look.ts";
import { mapsOf } from "#renderer/commands/named.ts";
import type { Runner } from "#renderer/commands/runners/runner.ts";
import { changeVolume, type VolumeChange } from "#renderer/commands/volume.ts";

export const mapRunners: Readonly<Record<MapCommand, Runner>> = {
  volume: (app, args) => {
    const maps = mapsOf(app, args, "spec");
    if (isGiven(args, "show") || isGiven(args, "hide")) showEntries(app, maps, isGiven(args, "show"));
    const change = changeFrom(args);
    if (Object.keys(change).length > 0) changeVolume(app, maps, change);
  },
  "surface dust": (app, args) =>
    changeVolume(app, mapsOf(app, args, "spec"), { dust: numberOf(args, "size") ?? 5 }),
  "surface undust": (app, args) => changeVolume(app, mapsOf(app, args, "spec"), { dust: 0 }),
};

function changeFrom(args: Arguments): VolumeChange {
  const change: { -readonly [K in keyof VolumeChange]: VolumeChange[K] } = {};
  for (const name of ["level", "sdLevel", "encloseVolume", "transparency", "step"] as const) {
    const value = numberOf(args, name);
    if (value !== undefined) change[name] = value;
  }
  const style = textOf(args, "style");
  if (style === "surface" || style === "mesh") change.style = style;
  const color = textOf(args, "color");
  if (color?.startsWith("#")) change.color = color;
  const outline = booleanOf(args, "showOutlineBox");
  if (outline !== undefined) change.outline = outline;
  return change;
}
