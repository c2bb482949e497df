import type { CommandSyntax, Positional } from "#core/command/syntax.ts";

export type MapCommand =
  | "volume"
  | "volume settings"
  | "volume defaultvalues"
  | "surface dust"
  | "surface undust"
  | "surface zone"
  | "surface unzone"
  | "volume unzone"
  | "color zone"
  | "color sample"
  | "color single";

const MAPS: Positional = { name: "spec", kind: "entries" };

/** How maps are drawn. */
export const mapCommands: Readonly<Record<MapCommand, CommandSyntax>> = {
  volume: {
    summary: "Changes how maps are drawn: levels, style, planes, region.",
    positional: [MAPS],
    keywords: {
      show: "flag",
      hide: "flag",
      toggle: "flag",
      style: ["surface", "mesh", "image"],
      level: { many: "number" },
      sdLevel: { many: "number" },
      rmsLevel: { many: "number" },
      encloseVolume: { many: "number" },
      color: { many: "color" },
      transparency: { many: "number" },
      step: "integer",
      region: "text",
      planes: "text",
      orthoplanes: "text",
      positionPlanes: "numbers",
      greyRange: "numbers",
      showOutlineBox: "switch",
      origin: "numbers",
      originIndex: "numbers",
      voxelSize: "numbers",
      surfaceSmoothing: "switch",
      symmetry: "text",
    },
  },
  "volume settings": {
    summary: "Writes how maps are drawn, and their grids, into the log; all of them when none is named.",
    positional: [{ ...MAPS, optional: true }],
  },
  "volume defaultvalues": {
    summary:
      "Sets how maps opened from now on are drawn; reset: as the program proposes. Without words, tells what is set.",
    keywords: {
      style: ["surface", "mesh", "image"],
      transparency: "number",
      step: "integer",
      showOutlineBox: "boolean",
      surfaceSmoothing: "boolean",
      reset: "flag",
    },
  },
  "surface dust": {
    summary:
      "Hides pieces of surfaces below a size: Å along an axis, Å², Å³, voxels, or all but the largest few.",
    positional: [MAPS],
    keywords: {
      size: "number",
      metric: ["size", "area", "volume", "voxels", "size rank", "area rank", "volume rank"],
    },
  },
  "surface undust": { summary: "Shows pieces of surfaces however small.", positional: [MAPS] },
  "surface zone": {
    summary: "Shows only what of the surfaces lies near atoms, Å.",
    positional: [MAPS],
    keywords: { nearAtoms: "atoms", distance: "number", maxComponents: "integer" },
  },
  "surface unzone": { summary: "Shows all of the surfaces again.", positional: [MAPS] },
  "volume unzone": { summary: "Shows all of the maps again: no zone, no region.", positional: [MAPS] },
  "color zone": {
    summary: "Colours surfaces like the atoms near them, Å.",
    positional: [MAPS],
    keywords: { near: "atoms", distance: "number" },
  },
  "color sample": {
    summary: "Colours surfaces by the density of another map.",
    positional: [MAPS],
    keywords: { map: "entries", palette: "text", range: "text" },
  },
  "color single": { summary: "Gives surfaces one colour again.", positional: [MAPS] },
};
