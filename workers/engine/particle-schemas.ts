import { z } from "zod";
import { volumeId } from "#workers/engine/basic-schemas.ts";
import { source } from "#workers/engine/session-schemas.ts";
import type { ParticleCalls } from "#workers/particle-calls.ts";
import { MOST_PATCHES } from "#workers/particles/run/run-settings.ts";
import type { Params, Source, VolumeId } from "#workers/protocol.ts";

const MOST_ITERATIONS = 100;
/** A name, not a path: nothing is written elsewhere. */
const folder = z.string().regex(/^(?!\.)[^/\\\0]{1,100}$/, "must be the name of a folder, not a path");

const wishes = z.object({
  symmetry: z.string().min(1).max(20),
  seed: z
    .int()
    .nonnegative()
    .max(2 ** 32 - 1),
  mask: volumeId.nullable(),
  focus: volumeId.nullable(),
  patches: z.int().min(1).max(MOST_PATCHES).nullable(),
});

/** What may be asked about particles. */
export const particleSchemas: {
  readonly [C in keyof ParticleCalls<Source, VolumeId>]: z.ZodType<Params<C>>;
} = {
  inspectParticles: z.object({ star: source }),
  refineParticles: z.object({
    star: source,
    request: z.object({
      iterations: z.int().min(0).max(MOST_ITERATIONS),
      folder,
      wishes: wishes.nullable(),
    }),
  }),
  stopParticles: z.object({ star: source, folder }),
  followParticles: z.object({ of: source, folder: folder.nullable() }),
  checkParticles: z.object({ star: source }),
  reportRun: z.object({ of: source, folder: folder.nullable() }),
};
