import { z } from "zod";
import { count, fileId, MOST_MODELS, name } from "#workers/engine/basic-schemas.ts";
import type { HostCalls } from "#workers/host-calls.ts";
import { viewSchema } from "#workers/project/project-schemas.ts";
import type { Params, Source } from "#workers/protocol.ts";

const LONGEST_PLACE = 10_000;
const MOST_PICTURE = 2 ** 20; // bytes
const picture = z
  .instanceof(Uint8Array)
  .refine(({ length }) => length <= MOST_PICTURE)
  .nullable();

/** Where a map or model comes from. */
export const source: z.ZodType<Source> = z.union([
  z.object({ name, bytes: z.instanceof(Uint8Array), place: z.string().max(LONGEST_PLACE).exactOptional() }),
  z.object({ file: fileId }),
]);

type SessionCall = "inventory" | "writeProject" | "inspectProject" | "readProject" | keyof HostCalls;

/** What saves sessions and brings them back. */
export const sessionSchemas: { readonly [C in SessionCall]: z.ZodType<Params<C>> } = {
  inventory: z.object({}) as z.ZodType<Params<"inventory">>,
  writeProject: z.object({ view: viewSchema, thumbnail: picture, includeMaps: z.boolean().nullable() }),
  inspectProject: z.object({ source }),
  readProject: z.object({ source, located: z.array(z.object({ file: count, source })).max(MOST_MODELS) }),
  keepView: z.object({ view: viewSchema, thumbnail: picture }),
  listSessions: z.object({}) as z.ZodType<Params<"listSessions">>,
  setAside: z.object({}) as z.ZodType<Params<"setAside">>,
  discardSession: z.object({ id: z.string().max(100) }),
};
