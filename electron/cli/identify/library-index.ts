import { readFile } from "node:fs/promises";
import { isAbsolute, resolve } from "node:path";
import { AppError } from "#core/errors.ts";
import { type EntryId, entryOf, entryWord } from "#core/format/entry-id.ts";

/** Where a model of a library lies: a file, a stretch of an archive, or an entry to fetch. */
export type Place =
  | { readonly path: string }
  | { readonly path: string; readonly offset: number; readonly size: number }
  | { readonly id: EntryId };

/** A library as a list of places: what a folder with 200,000 files came to, so that nobody has to look again. */
export interface LibraryIndex {
  /** As the library was named, and what it is. */
  readonly from: string;
  readonly words: string;
  readonly entries: readonly { readonly file: string; readonly place: Place }[];
}

const HEAD = "# mapwright library index 1";

/** The index as text: a line for what it is of, then one for each file with where it lies, separated by tabs. */
export function indexText({ from, words, entries }: LibraryIndex): string {
  const lines = entries.map(({ file, place }) => [file, ...wordsOf(place)].join("\t"));
  return `${[[HEAD, from, words].join("\t"), ...lines].join("\n")}\n`;
}

/** Reads an index. Throws `format` when it is none. */
export async function readIndex(path: string): Promise<LibraryIndex> {
  const [head = "", ...lines] = (await readFile(path, "utf8")).split("\n");
  const [mark, from = "", words = ""] = head.split("\t");
  if (mark !== HEAD) throw new AppError("format", `${path} is no index of a library.`);
  return { from, words, entries: lines.filter((line) => line !== "").map((line) => entryOfLine(line, path)) };
}

function wordsOf(place: Place): string[] {
  if ("id" in place) return [entryWord(place.id)];
  const path = resolve(place.path);
  return "offset" in place ? [path, String(place.offset), String(place.size)] : [path];
}

function entryOfLine(line: string, path: string): LibraryIndex["entries"][number] {
  const [file = "", where = "", offset, size] = line.split("\t");
  if (offset !== undefined && size !== undefined) {
    return { file, place: { path: where, offset: Number(offset), size: Number(size) } };
  }
  if (isAbsolute(where)) return { file, place: { path: where } };
  const id = entryOf(where);
  if (!id) throw new AppError("format", `${path} is damaged: ${file} lies nowhere.`);
  return { file, place: { id } };
}
