import { z } from "zod";
import type { Rigid } from "#core/math/rigid.ts";

/* A project may come from anyone: everything is checked, and lengths are bounded, before any of it is used. */
const MOST_ENTRIES = 10_000;
export const MOST_PLACEMENTS = 100_000;
export const MOST_RANGES = 1_000_000;
export const MOST_CANDIDATES = 100_000;
export const MOST_LINES = 5000;
const LONGEST_TEXT = 20_000;
export const LARGEST_FILE = 2 ** 31;

export const number = z.number();
/** A score or z value that could not be computed is NaN. */
export const score = z.union([z.number(), z.nan()]);
export const count = z.int().nonnegative();
export const text = z.string().max(LONGEST_TEXT);
export const mapId = z.string().regex(/^map-\d{1,9}$/);
export const modelId = z.string().regex(/^model-\d{1,9}$/);
export const color = z
  .string()
  .regex(/^(#[0-9a-f]{6}|by(chain|element|model|secondary|residue|b|occupancy|density|q|cc|resolution))$/i);
export const share = z.number().min(0).max(1);
export const vec3 = z.tuple([number, number, number]);
export const quaternion = z
  .tuple([number, number, number, number])
  .refine((q) => Math.abs(Math.hypot(...q) - 1) < 1e-3, "must be a unit quaternion");
export const rigid: z.ZodType<Rigid> = z.object({ rotation: quaternion, shift: vec3 });
export const many = <T>(item: z.ZodType<T>, most = MOST_ENTRIES) => z.array(item).max(most);
