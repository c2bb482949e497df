import type { CommandSyntax } from "#core/command/syntax.ts";

export type MapCommand = "volume" | "surface dust" | "surface undust";

/** How maps are drawn and changed. */
export const mapCommands: Readonly<Record<MapCommand, CommandSyntax>> = {
  volume: {
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
  },
  "surface dust": {
    summary: "Hides parts of surfaces of fewer voxels than a size.",
    positional: [{ name: "spec", kind: "entries" }],
    keywords: { size: "integer" },
  },
  "surface undust": {
    summary: "Shows parts of surfaces however small.",
    positional: [{ name: "spec", kind: "entries" }],
  },
};
