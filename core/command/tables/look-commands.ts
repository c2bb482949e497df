import type { CommandSyntax, Positional } from "#core/command/syntax.ts";

export type LookCommand =
  | "show"
  | "hide"
  | "cartoon"
  | "style"
  | "color"
  | "color byattribute bfactor"
  | "transparency";

const ENTRIES: Positional = { name: "spec", kind: "entries" };
const ATOMS: Positional = { name: "spec", kind: "atoms" };
const PARTS = ["models", "atoms", "cartoons", "surfaces", "ligands", "trace"] as const;

/** How maps and models look. */
export const lookCommands: Readonly<Record<LookCommand, CommandSyntax>> = {
  show: {
    summary: "Shows maps and models, or their atoms, cartoons, ligands, or trace (C-alpha, P).",
    positional: [ATOMS, { name: "part", kind: PARTS, optional: true }],
  },
  hide: {
    summary: "Hides maps and models, or their atoms, cartoons, ligands, or trace.",
    positional: [ATOMS, { name: "part", kind: PARTS, optional: true }],
  },
  cartoon: { summary: "Shows models as cartoons.", positional: [ATOMS] },
  style: {
    summary: "Shows the atoms of models as sticks, as balls on sticks, or as spheres.",
    positional: [ATOMS, { name: "style", kind: ["stick", "ball", "sphere"] }],
  },
  "color byattribute bfactor": {
    summary: "Colours models by the B factors of their residues.",
    positional: [ENTRIES],
    keywords: { range: "numbers" },
  },
  color: {
    summary:
      "Colours maps and models: a name, #rrggbb, bychain, byelement, byhetero, bymodel, byresidue, bysecondary.",
    positional: [ATOMS, { name: "color", kind: "color" }],
  },
  transparency: {
    summary: "Makes maps and models see-through: 0 to 100 percent.",
    positional: [ENTRIES, { name: "percent", kind: "number" }],
  },
};
