import type { CommandSyntax } from "#core/command/syntax.ts";

export type ModelCommand = "molmap" | "rename" | "split" | "combine" | "sym";

/** What is made of models. */
export const modelCommands: Readonly<Record<ModelCommand, CommandSyntax>> = {
  molmap: {
    summary: "Makes the density of a model, where it is drawn, at a resolution, Å.",
    positional: [
      { name: "spec", kind: "entries" },
      { name: "resolution", kind: "number" },
    ],
    keywords: {
      onGrid: "entries",
      gridSpacing: "number",
      edgePadding: "number",
      cube: "integer",
      sigmaFactor: "number",
      displayThreshold: "number",
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
    summary: "Makes models of a model's chains, ligands, bonded groups, or of the atoms named and the rest.",
    positional: [{ name: "spec", kind: "entries", optional: true }],
    keywords: { chains: "flag", ligands: "flag", connected: "flag", atoms: { many: "atoms" } },
  },
  combine: {
    summary: "Makes one model of several, where they are drawn.",
    positional: [{ name: "spec", kind: "entries" }],
    keywords: { close: "boolean", retainIds: "boolean", modelId: "text", name: "text" },
  },
  sym: {
    summary: "Lists the biological assemblies that a model's file states, or makes a model of one.",
    positional: [{ name: "spec", kind: "entries" }],
    keywords: { assembly: "text" },
  },
};
