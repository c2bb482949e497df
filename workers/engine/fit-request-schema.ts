import { z } from "zod";
import { type FitRequest, LIMITS } from "#core/fit/params.ts";
import { count, finite, positive, ranges, rotation, vec3 } from "#workers/engine/basic-schemas.ts";

/** More than any fit needs; limits keep a wrong number from taking all memory. */
export const MOST_STARTS: number = 10 * LIMITS.adaptiveStarts;
export const MOST_ROWS = 10_000;

const ijk = z.tuple([count, count, count]);

/** What may be asked of a fit; what the numbers mean is checked where they are used. */
export const requestSchema: z.ZodType<FitRequest> = z.object({
  level: finite.exactOptional(),
  insideLevel: finite.exactOptional(),
  resolution: positive.exactOptional(),
  starts: z.int().min(1).max(MOST_STARTS).exactOptional(),
  around: z.object({ centre: vec3, radius: positive }).exactOptional(),
  rotation: rotation.exactOptional(),
  region: z.object({ first: ijk, last: ijk }).exactOptional(),
  symmetry: z.string().max(10).exactOptional(),
  seed: z
    .int()
    .nonnegative()
    .max(2 ** 32 - 1),
  atoms: z.enum(["all", "backbone", "ca"]),
  part: ranges.exactOptional(),
  optimizer: z.enum(["fast", "difffit"]),
  score: z.enum(["vrm", "molmap"]).default("molmap"), // sessions of before there was a choice
  minIsland: count,
  negativeSpace: finite.min(-1000).max(0),
  smoothLevels: count.max(20),
  clusterShift: finite.nonnegative(),
  clusterAngle: finite.nonnegative(),
  top: z.int().min(1).max(MOST_ROWS),
});
