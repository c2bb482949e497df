import type { CommandSyntax } from "#core/command/syntax.ts";

export type ModelCommand = "molmap";

/** What is made of models. */
export const modelCommands: Readonly<Record<ModelCommand, CommandSyntax>> = {
  molmap: {
    summary: "Makes the density of a model at a resolution, Å.",
    positional: [
      { name: "spec", kind: "entries" },
      { name: "resolution", kind: "number" },
    ],
    keywords: { onGrid: "entries" },
  },
};
