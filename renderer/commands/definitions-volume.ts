import {
  type Arguments,
  booleanOf,
  type Definition,
  entriesOf,
  isGiven,
  numberOf,
  textOf,
} from "#renderer/commands/language/definition.ts";
import { showEntries } from "#renderer/commands/look.ts";
import { simulateMap } from "#renderer/commands/molmap.ts";
import { changeVolume, type VolumeChange } from "#renderer/commands/volume.ts";
import { isMap, isModel } from "#renderer/stores/scene.ts";

/** Maps: how they are drawn, and maps made from models. */
export const volumeDefinitions: readonly Definition[] = [
  {
    name: "volume",
    summary: "Changes how maps are drawn.",
    positional: [{ name: "spec", kind: "entries" }],
    keywords: {
      show: "flag",
      hide: "flag",
      style: ["surface", "mesh"],
      level: "number",
      sdLevel: "number",
      encloseVolume: "number",
      color: "color",
      transparency: "number",
      step: "integer",
      showOutlineBox: "boolean",
    },
    run: (app, args) => {
      const maps = entriesOf(args, "spec").filter(isMap);
      if (isGiven(args, "show") || isGiven(args, "hide")) showEntries(app, maps, isGiven(args, "show"));
      const change = changeFrom(args);
      if (Object.keys(change).length > 0) changeVolume(app, maps, change);
    },
  },
  {
    name: "surface dust",
    summary: "Hides parts of surfaces of fewer voxels than a size.",
    positional: [{ name: "spec", kind: "entries" }],
    keywords: { size: "integer" },
    run: (app, args) =>
      changeVolume(app, entriesOf(args, "spec").filter(isMap), { dust: numberOf(args, "size") ?? 5 }),
  },
  {
    name: "surface undust",
    summary: "Shows parts of surfaces however small.",
    positional: [{ name: "spec", kind: "entries" }],
    run: (app, args) => changeVolume(app, entriesOf(args, "spec").filter(isMap), { dust: 0 }),
  },
  {
    name: "molmap",
    summary: "Makes the density of a model at a resolution, Å.",
    positional: [
      { name: "spec", kind: "entries" },
      { name: "resolution", kind: "number" },
    ],
    keywords: { onGrid: "entries" },
    run: async (app, args) => {
      const grid = entriesOf(args, "onGrid").find(isMap);
      for (const model of entriesOf(args, "spec").filter(isModel)) {
        await simulateMap(app, model, numberOf(args, "resolution") ?? 0, grid);
      }
    },
  },
];

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
