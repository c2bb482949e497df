import { FIT_DEFAULTS } from "#core/fit/params.ts";
import { quaternionFromRotationVector } from "#core/math/rigid.ts";
import type { FitTable } from "#renderer/stores/fits.ts";
import type { ModelId, VolumeId } from "#workers/protocol.ts";

/** A placement for a test: shift along x (Å), turn about z (degrees), score, hits. */
export interface TestPlacement {
  readonly x: number;
  readonly turn?: number;
  readonly score: number;
  readonly hits: number;
}

/** A table of these placements; the third was placed and clashes with 5 atoms. */
export function testTable(
  placements: readonly TestPlacement[],
  model = "m1",
  change: Partial<FitTable> = {},
): FitTable {
  return {
    model: model as ModelId,
    map: "v1" as VolumeId,
    name: "model",
    centre: [0, 0, 0],
    symmetry: [],
    setup: {
      level: { value: 0.5, reason: "1 % of the voxels lie above it" },
      resolution: { value: 4, reason: "given" },
      minIsland: { value: 10, reason: "smaller regions above the level are dust" },
      score: { value: "vrm", reason: "default" },
      kernel: "reference",
      device: "test",
      threads: 1,
      seed: 1,
    },
    request: FIT_DEFAULTS,
    reach: 10,
    atoms: 100,
    starts: 1000,
    seconds: 0.4,
    spent: { prepare: 0.1, search: 0.2, refine: 0.1 },
    verdict: { kind: "clear", label: "clear", sentence: "Rank 1 leads.", sites: 1, gap: 0.3, z: 9, hits: 5 },
    warnings: [],
    wrong: { mean: 0.2, sd: 0.1 },
    placements: placements.map(({ x, turn = 0, score, hits }) => ({
      placement: {
        motion: {
          rotation: quaternionFromRotationVector([0, 0, (turn * Math.PI) / 180]),
          shift: [x, 0, 0],
        },
        scores: { correlation: score, correlationAboutMean: score, overlap: 0, averageDensity: 0, inside: 0 },
      },
      hits,
    })),
    states: { 2: "placed" },
    clashes: { 2: 5 },
    notes: {},
    atomScores: {},
    command: "fitmap #2 inMap #1 search auto seed 1",
    ...change,
  };
}
