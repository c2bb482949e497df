import type { CommandSyntax } from "#core/command/syntax.ts";

export type JudgeCommand = "validate" | "difference" | "rotamers" | "refine";

const SPEC = { name: "spec", kind: "entries" } as const;
const COMMON = { inMap: "entries", resolution: "number", bfactor: "text" } as const;

/** How models agree with maps. */
export const judgeCommands: Readonly<Record<JudgeCommand, CommandSyntax>> = {
  validate: {
    summary:
      "Measures how a model, where it is drawn, agrees with a map: Q-scores, correlations of the whole and of residues, FSC.",
    positional: [SPEC],
    keywords: {
      ...COMMON,
      half1: "entries",
      half2: "entries",
      localResolution: "entries",
      sigma: "number",
    },
  },
  difference: {
    summary: "Makes the map of what a map has and a model has not, in σ, shown at +3 and −3.",
    positional: [SPEC],
    keywords: {
      ...COMMON,
      scale: ["global", "shells", "local", "halfmaps"],
      half1: "entries",
      half2: "entries",
    },
  },
  rotamers: {
    summary:
      "Checks the side chains of a model, where it is drawn, against all standard rotamers, and names those for which another agrees clearly better with a map.",
    positional: [SPEC],
    keywords: { inMap: "entries", resolution: "number", localResolution: "entries" },
  },
  refine: {
    summary:
      "Makes a refined model of one, where it is drawn, against a map: chains as rigid bodies, coordinates, B factors, occupancies; what is not said is chosen by the resolution.",
    positional: [SPEC],
    keywords: {
      inMap: "entries",
      resolution: "number",
      rigid: "boolean",
      coordinates: "boolean",
      bfactors: ["none", "chain", "residue", "atom"],
      occupancy: ["none", "partial", "residues"],
      half1: "entries",
      half2: "entries",
      localResolution: "entries",
      replace: "boolean",
    },
  },
};
