import type { CommandSyntax, Positional } from "#core/command/syntax.ts";

export type FitCommand =
  | "fitmap"
  | "composite"
  | "difffit"
  | "difffit show cluster"
  | "difffit place"
  | "difffit reject"
  | "difffit note"
  | "difffit zero"
  | "difffit zero placed"
  | "difffit propose"
  | "difffit accept"
  | "difffit path";

/** What counts as covered: share of the model map's mass, Å to stay inside, the scaled model map instead. */
const COVERAGE = { mass: "number", shrink: "number", fractional: "boolean" } as const;
const RANK: Positional = { name: "rank", kind: "integer" };

/** Fitting, and what is done with its placements. */
export const fitCommands: Readonly<Record<FitCommand, CommandSyntax>> = {
  fitmap: {
    summary:
      "Refines models and maps where they are (by the atoms named; moveWholeMolecules false moves those alone), or with search finds where models, or a part of one, belong in the whole map.",
    positional: [{ name: "spec", kind: "atoms" }],
    keywords: {
      inMap: "entries",
      resolution: "number",
      level: "number",
      search: "text",
      atoms: ["all", "backbone", "ca"],
      symmetry: "text",
      seed: "integer",
      eachChain: "boolean",
      radius: "number",
      levelInside: "number",
      clusterAngle: "number",
      clusterShift: "number",
      method: ["fast", "difffit"],
      score: ["vrm", "molmap"],
      listFits: "boolean",
      logFits: "text",
      shift: "boolean",
      rotate: "boolean",
      envelope: "boolean",
      maxSteps: "integer",
      gridStepMax: "number",
      gridStepMin: "number",
      eachModel: "boolean",
      moveWholeMolecules: "boolean",
      asymmetricUnit: "boolean",
      metric: ["overlap", "correlation", "cam"],
      placement: ["sr", "s", "r"],
      sequence: "integer",
      symmetric: "boolean",
      subtractMaps: "entries",
      zeros: "boolean",
    },
  },
  composite: {
    summary:
      "Puts models, or each of their chains, together in a map so that none clash, and proposes where.",
    positional: [{ name: "spec", kind: "entries" }],
    keywords: {
      inMap: "entries",
      parts: ["whole", "chains"],
      resolution: "number",
      level: "number",
      seed: "integer",
    },
  },
  difffit: {
    summary:
      "Searches with DiffFit's own objective instead of the fast one, from shifts × quaternions starts (10 × 100).",
    positional: [{ name: "spec", kind: "entries" }],
    keywords: {
      inMap: "entries",
      shifts: "integer",
      quaternions: "integer",
      level: "number",
      resolution: "number",
      atoms: ["all", "backbone", "ca"],
      seed: "integer",
      eachChain: "boolean",
    },
  },
  "difffit show cluster": {
    summary: "Shows a model at a placement of its fit.",
    positional: [RANK],
    keywords: { model: "entries" },
  },
  "difffit place": {
    summary: "Leaves a copy of the model at a placement.",
    positional: [RANK],
    keywords: { model: "entries" },
  },
  "difffit reject": {
    summary: "Marks a placement as wrong, or takes the mark away.",
    positional: [RANK],
    keywords: { model: "entries" },
  },
  "difffit note": {
    summary: "Writes a note to a placement; an empty one takes it away.",
    positional: [RANK, { name: "text", kind: "text" }],
    keywords: { model: "entries" },
  },
  "difffit zero": {
    summary: "Places the model and goes on with a map without the density it explains.",
    positional: [RANK],
    keywords: { model: "entries", inMap: "entries", ...COVERAGE },
  },
  "difffit zero placed": {
    summary: "Goes on with a map without the density of all placed models that are still in it.",
    keywords: { inMap: "entries", ...COVERAGE },
  },
  "difffit propose": {
    summary: "Proposes one placement per model such that no two clash in more than a share of their atoms.",
    keywords: { clash: "number" },
  },
  "difffit accept": { summary: "Places all that was proposed." },
  "difffit path": {
    summary: "Shows the way of the best start of a placement, step by step.",
    positional: [RANK],
    keywords: { model: "entries" },
  },
};
