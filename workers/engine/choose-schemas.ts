import { z } from "zod";
import { count, MOST_MODELS, modelId, rigid } from "#workers/engine/basic-schemas.ts";
import type { OpenEntry, Params } from "#workers/protocol.ts";

const LONGEST_SPEC = 100_000;

const open: z.ZodType<OpenEntry[]> = z
  .array(
    z.object({
      id: z.array(count).min(1).max(9),
      model: modelId.nullable(),
      motion: rigid,
      selected: z.union([z.boolean(), z.array(count)]),
    }),
  )
  .max(MOST_MODELS);

/** What may be asked of specs and selections. */
export const chooseSchemas: { readonly [C in "choose" | "widen"]: z.ZodType<Params<C>> } = {
  choose: z.object({ spec: z.string().max(LONGEST_SPEC), open }),
  widen: z.object({ open }),
};
