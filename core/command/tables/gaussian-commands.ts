import type { CommandSyntax } from "#core/command/syntax.ts";

export type GaussianCommand = "gmm build" | "gmm map";

/** Maps as sums of Gaussians. */
export const gaussianCommands: Readonly<Record<GaussianCommand, CommandSyntax>> = {
  "gmm build": {
    summary:
      "Makes a model of Gaussians of a map: so many, or as e2gmm counts them for a resolution, Å; patches: K-means groups of them as chains.",
    positional: [
      { name: "map", kind: "entries", optional: true },
      { name: "number", kind: "integer", optional: true },
    ],
    keywords: { resolution: "number", level: "number", patches: "integer", seed: "integer" },
  },
  "gmm map": {
    summary: "Draws the map that a model of Gaussians stands for, where it is drawn.",
    positional: [{ name: "spec", kind: "entries" }],
    keywords: { onGrid: "entries" },
  },
};
