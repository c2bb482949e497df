import type { CommandSyntax, Positional } from "#core/command/syntax.ts";

export type LookCommand =
  | "show"
  | "hide"
  | "cartoon"
  | "cartoon hide"
  | "~cartoon"
  | "style"
  | "color"
  | "color byattribute"
  | "rainbow"
  | "transparency"
  | "label"
  | "label delete"
  | "distance"
  | "distance delete";

const ENTRIES: Positional = { name: "spec", kind: "entries" };
const ATOMS: Positional = { name: "spec", kind: "atoms" };
/** Left out: everything open. */
const ANY_ENTRIES: Positional = { ...ENTRIES, optional: true };
const ANY_ATOMS: Positional = { ...ATOMS, optional: true };
const PARTS = ["models", "atoms", "bonds", "cartoons", "surfaces", "ligands", "trace"] as const;

/** How maps and models look. */
export const lookCommands: Readonly<Record<LookCommand, CommandSyntax>> = {
  show: {
    summary:
      "Shows maps and models, or their atoms, cartoons, ligands, or trace (C-alpha, P); target: their first letters (ac).",
    positional: [ATOMS, { name: "part", kind: PARTS, optional: true }],
    keywords: { target: "text" },
  },
  hide: {
    summary: "Hides maps and models, or their atoms, cartoons, ligands, or trace.",
    positional: [ATOMS, { name: "part", kind: PARTS, optional: true }],
    keywords: { target: "text" },
  },
  cartoon: { summary: "Shows models as cartoons; all of them when none is named.", positional: [ANY_ATOMS] },
  "cartoon hide": { summary: "Takes cartoons away.", positional: [ANY_ATOMS] },
  "~cartoon": { summary: "Takes cartoons away: cartoon hide.", positional: [ANY_ATOMS] },
  style: {
    summary: "Shows the atoms of models as sticks, as balls on sticks, or as spheres.",
    positional: [ANY_ATOMS, { name: "style", kind: ["stick", "ball", "sphere"] }],
  },
  color: {
    summary:
      "Colours maps and models: a name, #rrggbb, random, bychain, byelement, byhetero, bymodel, byresidue, bysecondary; target: of models only a(toms) or c(artoons), of all s(urfaces); transparency in percent.",
    positional: [ANY_ATOMS, { name: "color", kind: "color" }],
    keywords: { target: "text", transparency: "number" },
  },
  "color byattribute": {
    summary:
      "Colours models by a number: bfactor or occupancy (of Gaussians: the amplitude), or density where their atoms stand, in map units or as a multiple of the level, or qscore or cc of residues after validate, or resolution as inMap (a map of resolutions) or by says: by chain:A=2.5,B=5;residue:A/10-20=4, or by b for B factors; palette: viridis, alphafold, rainbow, …, or #rrggbb:#rrggbb.",
    positional: [
      { name: "attribute", kind: ["bfactor", "occupancy", "density", "qscore", "cc", "resolution"] },
      ENTRIES,
    ],
    keywords: {
      inMap: "entries",
      relative: "boolean",
      palette: "text",
      range: "text",
      by: "text",
      resolution: "number",
    },
  },
  rainbow: { summary: "Colours models along their chains, blue to red.", positional: [ANY_ENTRIES] },
  transparency: {
    summary:
      "Makes maps and models see-through: 0 to 100 percent; target: only s(urfaces), or a, c for models.",
    positional: [ANY_ENTRIES, { name: "percent", kind: "number" }],
    keywords: { target: "text" },
  },
  label: {
    summary: "Writes the names of residues or chains beside them.",
    positional: [ANY_ENTRIES, { name: "what", kind: ["residues", "chains"], optional: true }],
  },
  distance: {
    summary: "Measures between two atoms where they are drawn, Å, and draws the line.",
    positional: [
      { name: "from", kind: "atoms" },
      { name: "to", kind: "atoms" },
    ],
  },
  "distance delete": { summary: "Takes the lines of distances away." },
  "label delete": {
    summary: "Takes labels away.",
    positional: [ANY_ENTRIES],
  },
};
