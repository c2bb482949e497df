import { z } from "zod";
import { DEMO_KINDS } from "#core/demo/demo-kinds.ts";
import { DATABASES } from "#core/format/entry-id.ts";
import { count, fileId, MOST_MODELS } from "#workers/engine/basic-schemas.ts";
import type { Params } from "#workers/protocol.ts";
import type { StartCalls } from "#workers/start-calls.ts";

const MOST_PICTURE = 400_000; // bytes
const LONGEST_PATH = 32_768; // characters, Windows

/** Archives write ids in capitals and digits, so that none can name another place. */
const entry = z.object({ database: z.enum(DATABASES), id: z.string().regex(/^[A-Z0-9]{4,10}$/) });
const recent = z.object({ id: z.string().max(100) });
const nothing = z.object({});

/** What may be asked of the host and of the engine at the start of a session. */
export const startSchemas: { readonly [C in keyof StartCalls | "demo" | "selfCheck"]: z.ZodType<Params<C>> } =
  {
    demo: z.object({ kind: z.enum(DEMO_KINDS), seed: count.max(2 ** 32 - 1) }),
    selfCheck: nothing as z.ZodType<Params<"selfCheck">>,
    entrySize: entry,
    fetchEntry: entry,
    listRecent: nothing as z.ZodType<Params<"listRecent">>,
    noteRecent: z.object({ files: z.array(fileId).min(1).max(MOST_MODELS) }),
    keepRecentPicture: recent.extend({
      picture: z
        .instanceof(Uint8Array)
        .refine(({ length }) => length <= MOST_PICTURE, "must be a small picture"),
    }),
    readScript: z.object({ file: fileId }),
    folder: z.object({ enter: z.string().max(LONGEST_PATH).nullable() }),
    lendNamed: z.object({ names: z.array(z.string().min(1).max(LONGEST_PATH)).min(1).max(MOST_MODELS) }),
    lendBeside: z.object({
      file: fileId,
      names: z.array(z.string().min(1).max(LONGEST_PATH)).min(1).max(MOST_MODELS),
    }),
    openRecent: recent,
    removeRecent: recent,
  };
