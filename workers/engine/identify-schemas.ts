import { z } from "zod";
import { finite, name, positive, volumeId } from "#workers/engine/basic-schemas.ts";
import { source } from "#workers/engine/session-schemas.ts";
import type { LibraryId } from "#workers/identify-calls.ts";
import type { Params } from "#workers/protocol.ts";

const MOST_FILES = 1000; // at once
const MOST_NAMES = 100_000;
const MOST_FULL = 10_000;

export const libraryId: z.ZodType<LibraryId> = name as unknown as z.ZodType<LibraryId>;

type IdentifyCall = "regionOf" | "addCandidates" | "openCandidate" | "identify";

/** What may be asked to identify what is in a map. */
export const identifySchemas: { readonly [C in IdentifyCall]: z.ZodType<Params<C>> } = {
  regionOf: z.object({
    map: volumeId,
    level: finite.nullable(),
    resolution: positive.max(60),
    isPart: z.boolean(),
  }),
  addCandidates: z.object({ library: libraryId.nullable(), files: z.array(source).min(1).max(MOST_FILES) }),
  openCandidate: z.object({ library: libraryId, file: name }),
  identify: z.object({
    map: volumeId,
    isPart: z.boolean(),
    level: finite.nullable(),
    resolution: z.object({ value: positive.max(60), reason: name }),
    library: libraryId,
    seed: z
      .int()
      .nonnegative()
      .max(2 ** 32 - 1),
    full: z.int().nonnegative().max(MOST_FULL),
    leastPlddt: finite.nonnegative().max(100).nullable(),
    split: z.enum(["none", "chains", "domains"]),
    goesOn: z.boolean(),
    rejected: z.array(name).max(MOST_NAMES),
  }),
};
