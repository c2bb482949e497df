import { FIT_DEFAULTS } from "#core/fit/params.ts";
import type { ProjectView, SavedModel, SavedTable } from "#workers/project/view.ts";

/** A view of nothing. */
export const EMPTY_VIEW: ProjectView = {
  name: null,
  unsaved: false,
  nextNumber: 1,
  known: [],
  entries: [],
  tables: [],
  tolerance: { shift: 3, angle: 6 },
  selection: { map: null, model: null, picked: [], atoms: {}, names: {}, table: null, pose: null },
  settings: {
    fit: { resolution: null, level: null, starts: null, atoms: "all", seed: 1, symmetry: "", split: false },
    zero: { method: "erase", mass: 0.95, shrink: 0.6 },
    lighting: "simple",
    shadows: true,
    background: null,
    silhouettes: false,
    depthCue: true,
  },
  camera: null,
  stage: { clip: null, pivot: null, views: [], sideView: false },
  log: [],
  fits: [],
  history: { undo: [], redo: [], notKept: 0 },
};

export function mapShown(id: string, number = 1): Extract<ProjectView["entries"][number], { kind: "map" }> {
  return {
    kind: "map",
    number,
    id,
    name: "a map",
    proposed: { value: 1.25, reason: "1 % of the voxels lie above it" },
    level: 0.1 + 0.2,
    style: "mesh",
    step: 2,
    color: "#12ab34",
    opacity: 0.5,
    more: [{ level: 2.5, color: "#aabbcc", opacity: 0.25 }],
    dust: 10,
    dustMetric: "voxels",
    region: null,
    zone: null,
    paint: null,
    planes: [{ axis: 2, index: 5 }],
    grey: [0, 1],
    isWorkingCopy: false,
    stated: null,
    shown: true,
    outline: false,
    explained: null,
  };
}

export function modelShown(id: string, number = 2): SavedModel {
  return {
    kind: "model",
    number,
    id,
    name: "a model",
    shown: true,
    look: {
      color: "bychain",
      elements: true,
      range: null,
      density: null,
      opacity: 1,
      cartoon: true,
      trace: false,
      atoms: "none",
      ligands: true,
      labels: "none",
      parts: [{ ranges: [0, 5], color: "#aabbcc" }],
    },
    lookReason: "a single chain",
    motion: { rotation: [0.6, 0, 0, 0.8], shift: [1 / 3, -0, 2e-300] },
  };
}

/** A table of two placements, with a z value that could not be computed. */
export function tableFound(model: string, map: string): SavedTable {
  const scores = {
    correlation: 0.9,
    correlationAboutMean: 1 / 3,
    overlap: 12,
    averageDensity: 1,
    inside: 0.75,
  };
  const motion = { rotation: [0, 0, 0, 1], shift: [1, 2, 3] } as const;
  return {
    model,
    map,
    name: "a model",
    centre: [0, 0, 0],
    symmetry: [],
    setup: {
      level: { value: 0.3, reason: "given" },
      resolution: { value: 4, reason: "stated" },
      minIsland: { value: 10, reason: "default" },
      score: { value: "vrm", reason: "default" },
      kernel: "cpu",
      device: "cpu",
      threads: 2,
      seed: 1,
    },
    request: { ...FIT_DEFAULTS, level: 0.3, resolution: 4 },
    reach: 20,
    atoms: 60,
    starts: 1000,
    seconds: 0.25,
    spent: { prepare: 0.05, search: 0.1, refine: 0.1 },
    verdict: {
      kind: "ambiguous",
      label: "ambiguous",
      sentence: "So.",
      sites: 1,
      gap: 0.12,
      z: Number.NaN,
      hits: 2,
    },
    warnings: ["odd"],
    wrong: { mean: 0.1, sd: 0.02 },
    placements: [
      { placement: { motion, scores }, hits: 3 },
      { placement: { motion, scores: { ...scores, correlation: Number.NaN } }, hits: 1 },
    ],
    states: { 0: "placed" },
    clashes: { 1: 4 },
    notes: { 1: "perhaps" },
    atomScores: {},
    command: "fitmap #2 inMap #1 search auto seed 1",
  };
}
