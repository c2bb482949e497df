import { z } from "zod";
import type { SavedParticles, SavedPlace } from "#workers/project/particle-view.ts";
import { count, mapId, number, text } from "#workers/project/schema-parts.ts";

const MOST = 100; // iterations, patches

const place: z.ZodType<SavedPlace> = z.object({
  file: text.nullable(),
  name: text,
  place: text.nullable(),
});

/** Checks what a view says of particles. */
export const particleView: z.ZodType<SavedParticles> = z.object({
  options: z.object({
    iterations: count.max(MOST),
    symmetry: text,
    seed: number,
    mask: mapId.nullable(),
    focus: mapId.nullable(),
    patches: z.int().min(1).max(MOST).nullable(),
  }),
  star: place.nullable(),
  run: z
    .object({
      name: text,
      of: place,
      // A name, not a path: nothing elsewhere is looked at.
      folder: z
        .string()
        .regex(/^(?!\.)[^/\\\0]{1,100}$/)
        .nullable(),
    })
    .nullable(),
  chosen: count.nullable(),
});
