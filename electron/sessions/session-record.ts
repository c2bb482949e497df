import { z } from "zod";
import { AppError } from "#core/errors.ts";
import type { JournalEntry } from "#workers/journal.ts";
import { fromJson, toJson } from "#workers/project/json.ts";
import { readView } from "#workers/project/project-schemas.ts";
import type { ProjectView } from "#workers/project/view.ts";
import type { CallName } from "#workers/protocol.ts";

/** Where the bytes of a file that was opened are: kept beside the record by their SHA-256, or where they always lay. */
export type RecordedSource =
  | { readonly kept: string; readonly name: string; readonly place: string | null }
  | {
      readonly path: string;
      readonly size: number;
      /** When it was changed last, ms since 1970. */
      readonly modified: number;
    };

/** A session as it lies on the disk: what made it, and how the window looked. */
export interface SessionRecord {
  readonly id: string;
  /** When its last change was kept, ISO 8601. */
  readonly saved: string;
  /** The process that had it open. */
  readonly pid: number;
  readonly view: ProjectView;
  /** The calls that make it again; files in them are keys of `sources`. */
  readonly calls: readonly JournalEntry[];
  readonly sources: Readonly<Record<string, RecordedSource>>;
}

const VERSION = 1;
const text = z.string().max(20_000);
export const SESSION_ID: RegExp = /^[0-9a-f-]{36}$/;

const schema = z.object({
  format: z.literal("mapwright-session"),
  version: z.literal(VERSION),
  id: z.string().regex(SESSION_ID),
  saved: text,
  pid: z.int().nonnegative(),
  view: z.unknown(),
  calls: z.array(z.object({ name: text, params: z.unknown(), ids: z.array(text) })).max(100_000),
  sources: z.record(
    z.string(),
    z.union([
      z.object({ kept: z.string().regex(/^[0-9a-f]{64}$/), name: text, place: text.nullable() }),
      z.object({ path: text, size: z.number(), modified: z.number() }),
    ]),
  ),
});

export function writeRecord({ calls, ...record }: SessionRecord): string {
  const plain = calls.map(({ call, ids }) => ({ name: call.name, params: call.params, ids }));
  return toJson({ format: "mapwright-session", version: VERSION, ...record, calls: plain });
}

/** Throws `format` for text that is no record of this version. The engine checks the calls when they are made again. */
export function readRecord(json: string): SessionRecord {
  const checked = schema.safeParse(fromJson(json));
  if (!checked.success) {
    const [issue] = checked.error.issues;
    throw new AppError("format", "What was kept of the session is damaged or of another version.", {
      place: issue?.path.join("."),
      why: issue?.message,
    });
  }
  const { id, saved, pid, view, calls, sources } = checked.data;
  return {
    id,
    saved,
    pid,
    view: readView(view),
    calls: calls.map(({ name, params, ids }) => ({
      call: { kind: "call", id: 0, name: name as CallName, params },
      ids,
    })),
    sources,
  };
}
