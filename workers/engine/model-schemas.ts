import { z } from "zod";
import {
  count,
  MOST_MODELS,
  modelId,
  name,
  placed,
  positive,
  volumeId,
} from "#workers/engine/basic-schemas.ts";
import type { Params } from "#workers/protocol.ts";

const MOST_PARTS = 1000;

/** What may be asked of models to make models and maps. */
export const modelSchemas: {
  readonly [C in "takeApart" | "combine" | "simulate" | "assemblies" | "assemble"]: z.ZodType<Params<C>>;
} = {
  takeApart: z.object({
    model: modelId,
    by: z.union([z.enum(["chains", "ligands", "connected"]), z.array(z.array(count)).min(1).max(MOST_PARTS)]),
  }),
  combine: z.object({ placed: z.array(placed).min(1).max(MOST_MODELS), name, retainIds: z.boolean() }),
  simulate: placed.extend({
    resolution: positive,
    onGridOf: volumeId.exactOptional(),
    options: z
      .object({
        gridSpacing: positive.exactOptional(),
        edgePadding: z.number().nonnegative().exactOptional(),
        cube: z.int().min(1).max(1000).exactOptional(),
        sigmaFactor: positive.max(10).exactOptional(),
        displayThreshold: positive.max(1).exactOptional(),
      })
      .exactOptional(),
  }),
  assemblies: z.object({ model: modelId }),
  assemble: z.object({ model: modelId, assembly: name }),
};
