import { z } from "zod";
import {
  count,
  MOST_MODELS,
  modelId,
  name,
  placed,
  placedAtoms,
  positive,
  ranges,
  rigid,
  volumeId,
} from "#workers/engine/basic-schemas.ts";
import type { Params } from "#workers/protocol.ts";

const MOST_PARTS = 1000;

/** Beyond it K-means takes hours. */
const MOST_GAUSSIANS = 200_000;
const MOST_PATCHES = 62;

type ModelCall =
  | "takeApart"
  | "combine"
  | "moveAtoms"
  | "simulate"
  | "simulateImages"
  | "atomResolutions"
  | "assemblies"
  | "assemble"
  | "buildGaussians"
  | "drawGaussians";

/** What may be asked of models to make models and maps. */
export const modelSchemas: {
  readonly [C in ModelCall]: z.ZodType<Params<C>>;
} = {
  takeApart: z.object({
    model: modelId,
    by: z.union([
      z.enum(["chains", "domains", "ligands", "connected"]),
      z.array(z.array(count)).min(1).max(MOST_PARTS),
    ]),
  }),
  combine: z.object({ placed: z.array(placed).min(1).max(MOST_MODELS), name, retainIds: z.boolean() }),
  moveAtoms: placed.extend({ atoms: ranges, to: rigid }),
  simulate: placedAtoms.extend({
    resolution: positive,
    onGridOf: volumeId.exactOptional(),
    copies: z.array(rigid).min(1).max(MOST_MODELS).exactOptional(),
    options: z
      .object({
        gridSpacing: positive.exactOptional(),
        edgePadding: z.number().nonnegative().exactOptional(),
        cube: z.int().min(1).max(1000).exactOptional(),
        sigmaFactor: positive.max(10).exactOptional(),
        displayThreshold: positive.max(1).exactOptional(),
        balls: z.boolean().exactOptional(),
      })
      .exactOptional(),
  }),
  simulateImages: placedAtoms.extend({
    resolution: positive,
    local: z
      .union([z.object({ chains: z.record(name, positive) }), z.object({ map: volumeId })])
      .exactOptional(),
    bFactor: z.union([z.enum(["file", "none"]), z.number()]),
    accuracy: positive.max(0.1),
    cutoff: positive.max(50).exactOptional(),
    like: volumeId.exactOptional(),
    gridSpacing: positive.exactOptional(),
  }),
  atomResolutions: placed.extend({
    resolution: positive,
    from: z.union([z.object({ map: volumeId }), z.object({ rules: name })]),
  }),
  assemblies: z.object({ model: modelId }),
  assemble: z.object({ model: modelId, assembly: name }),
  buildGaussians: z.object({
    map: volumeId,
    count: z.int().min(1).max(MOST_GAUSSIANS).exactOptional(),
    resolution: positive,
    level: z.number().exactOptional(),
    patches: z.int().min(1).max(MOST_PATCHES),
    steps: z.int().min(0).max(1000),
    seed: z.int(),
  }),
  drawGaussians: placed.extend({ onGridOf: volumeId.exactOptional() }),
};
