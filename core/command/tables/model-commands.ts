import type { CommandSyntax } from "#core/command/syntax.ts";

export type ModelCommand = "molmap" | "rename" | "split" | "combine" | "sym" | "sym clear";

/** What is made of models. */
export const modelCommands: Readonly<Record<ModelCommand, CommandSyntax>> = {
  molmap: {
    summary:
      "Makes the density of a model or a part of it, where it is drawn, at a resolution, Å: ChimeraX's Gaussians (with symmetry of all copies by a point group; with balls true balls of the atoms' radii instead), or kernel vrm: the electron scattering of every atom with its B, at its own resolution.",
    positional: [
      { name: "spec", kind: "atoms" },
      { name: "resolution", kind: "number" },
    ],
    keywords: {
      onGrid: "entries",
      gridSpacing: "number",
      edgePadding: "number",
      cube: "integer",
      sigmaFactor: "number",
      displayThreshold: "number",
      symmetry: "text",
      axis: "axis",
      center: "point",
      balls: "boolean",
      kernel: ["molmap", "vrm"],
      localResolution: "entries",
      chain: { many: "text" },
      bfactor: "text",
      accuracy: "number",
      cutoffRange: "number",
      replace: "boolean",
    },
  },
  rename: {
    summary: "Gives a map or model another name, another number, or both.",
    positional: [
      { name: "spec", kind: "entries" },
      { name: "name", kind: "text", optional: true },
    ],
    keywords: { id: "text" },
  },
  split: {
    summary:
      "Makes models of a model's chains, domains, ligands, bonded groups, or of the atoms named and the rest.",
    positional: [{ name: "spec", kind: "entries", optional: true }],
    keywords: {
      chains: "flag",
      domains: "flag",
      ligands: "flag",
      connected: "flag",
      atoms: { many: "atoms" },
    },
  },
  combine: {
    summary: "Makes one model of several, where they are drawn.",
    positional: [{ name: "spec", kind: "entries" }],
    keywords: { close: "boolean", retainIds: "boolean", modelId: "text", name: "text" },
  },
  sym: {
    summary:
      "Lists the biological assemblies that a model's file states, or makes a model of one, or of copies by a point group (C3, D2, T, O, I) about a center; copies: a model of each.",
    positional: [
      { name: "spec", kind: "entries" },
      { name: "group", kind: "text", optional: true },
    ],
    keywords: { assembly: "text", axis: "axis", center: "point", copies: "boolean" },
  },
  "sym clear": {
    summary: "Closes the models that sym made of a model.",
    positional: [{ name: "spec", kind: "entries" }],
  },
};
