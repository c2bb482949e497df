import { z } from "zod";
import { source } from "#workers/engine/session-schemas.ts";
import type { ParticleCalls } from "#workers/particle-calls.ts";
import type { Params, Source } from "#workers/protocol.ts";

const MOST_ITERATIONS = 100;
/** A name, not a path: nothing is written elsewhere. */
const folder = z.string().regex(/^(?!\.)[^/\\\0]{1,100}$/, "must be the name of a folder, not a path");

/** What may be asked about particles. */
export const particleSchemas: { readonly [C in keyof ParticleCalls<Source>]: z.ZodType<Params<C>> } = {
  inspectParticles: z.object({ star: source }),
  refineParticles: z.object({
    star: source,
    request: z.object({
      iterations: z.int().min(1).max(MOST_ITERATIONS),
      symmetry: z.string().min(1).max(20),
      seed: z
        .int()
        .nonnegative()
        .max(2 ** 32 - 1),
      folder,
      resumes: z.boolean(),
    }),
  }),
  stopParticles: z.object({ star: source, folder }),
  followParticles: z.object({ of: source, folder: folder.nullable() }),
};
