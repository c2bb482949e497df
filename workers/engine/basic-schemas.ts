import { z } from "zod";
import type { Rigid } from "#core/math/rigid.ts";
import type { FileId, ModelId, VolumeId } from "#workers/protocol.ts";

/*
 * The parts that calls are made of. Numbers are finite (zod's z.number() refuses the others). Limits keep a wrong number
 * from taking all memory.
 */
export const MOST_MODELS = 1000;
const MOST_RANGES = 10_000_000;
const LONGEST_NAME = 1000;

export const finite: z.ZodNumber = z.number();
export const count: z.ZodInt = z.int().nonnegative();
export const positive: z.ZodNumber = z.number().positive();
export const name: z.ZodString = z.string().max(LONGEST_NAME);
export const volumeId: z.ZodType<VolumeId> = name as unknown as z.ZodType<VolumeId>;
export const modelId: z.ZodType<ModelId> = name as unknown as z.ZodType<ModelId>;
export const vec3: z.ZodTuple<[z.ZodNumber, z.ZodNumber, z.ZodNumber], null> = z.tuple([
  finite,
  finite,
  finite,
]);

/** What six digits of text keep of a unit quaternion passes. */
export const rotation: z.ZodType<[number, number, number, number]> = z
  .tuple([finite, finite, finite, finite])
  .refine((q) => Math.abs(Math.hypot(...q) - 1) < 1e-3, "must be a unit quaternion");
export const rigid: z.ZodType<Rigid> = z.object({ rotation, shift: vec3 });

export const placed: z.ZodObject<{ model: typeof modelId; motion: typeof rigid }> = z.object({
  model: modelId,
  motion: rigid,
});
/** Ranges of atoms: from, to, from, to, … */
export const ranges: z.ZodType<readonly number[]> = z.array(count).max(MOST_RANGES);
export const placedAtoms: z.ZodObject<{
  model: typeof modelId;
  motion: typeof rigid;
  atoms: z.ZodExactOptional<typeof ranges>;
}> = placed.extend({ atoms: ranges.exactOptional() });
export const fileId = name as unknown as z.ZodType<FileId>;
