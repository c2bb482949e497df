import { z } from "zod";
import { count, name, placed, positive, volumeId } from "#workers/engine/basic-schemas.ts";
import type { Params } from "#workers/protocol.ts";

const MOST_PEAKS = 10_000;

const inMap = placed.extend({
  map: volumeId,
  resolution: positive,
});
const local = { localResolution: volumeId.exactOptional() };
const halves = z.tuple([volumeId, volumeId]).exactOptional();
const judged = inMap.extend({
  bFactor: z.union([z.enum(["file", "none"]), z.number()]),
  halves,
});

type JudgeCall = "validate" | "difference" | "refineModel" | "rotamers";

/** What may be asked about how models agree with maps. */
export const judgeSchemas: { readonly [C in JudgeCall]: z.ZodType<Params<C>> } = {
  validate: judged.extend({
    reason: name,
    settings: z.object({ sigma: positive, sparse: z.enum(["skip", "keep"]) }),
    ...local,
  }),
  difference: judged.extend({
    scale: z.enum(["global", "shells", "local", "half maps"]),
    peaks: count.max(MOST_PEAKS),
  }),
  refineModel: inMap.extend({
    ...local,
    halves,
    name,
    rigid: z.boolean(),
    coordinates: z.boolean(),
    bFactors: z.enum(["chain", "residue", "atom"]).nullable(),
    occupancy: z.enum(["partial", "residues"]).nullable(),
  }),
  rotamers: inMap.extend(local),
};
