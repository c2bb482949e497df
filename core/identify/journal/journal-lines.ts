import type { FullRecord, ItemRecord } from "#core/identify/screen/records.ts";
import { textHash } from "#core/math/text-hash.ts";

/** Raised when a line changes its meaning. */
export const JOURNAL_VERSION = 1;

/** What a journal belongs to: a run whose answers would be the same. */
export interface JournalHeader {
  readonly kind: "identify";
  readonly version: typeof JOURNAL_VERSION;
  /** Of the map's densities, the region, the library and everything that was asked. */
  readonly run: string;
  /** The same in words, for people and for messages. */
  readonly about: string;
}

export type JournalLine = JournalHeader | ItemRecord | FullRecord;

/**
 * A line of a journal: JSON, a tab, a hash of the JSON, a line end. Lines are only ever appended, so that a journal cut off at
 * any byte loses its last line and no other.
 */
export function journalText(line: JournalLine): string {
  const json = JSON.stringify(line);
  return `${json}\t${textHash(json)}\n`;
}

/** What is whole in the text of a journal, in order, and how many lines were damaged. */
export function readJournal(text: string): { lines: JournalLine[]; damaged: number } {
  const lines: JournalLine[] = [];
  let damaged = 0;
  for (const line of text.split("\n")) {
    if (line === "") continue;
    const read = readLine(line);
    if (read) lines.push(read);
    else damaged++;
  }
  return { lines, damaged };
}

function readLine(line: string): JournalLine | undefined {
  const tab = line.lastIndexOf("\t");
  const json = line.slice(0, Math.max(tab, 0));
  if (tab < 0 || line.slice(tab + 1) !== textHash(json)) return undefined;
  return JSON.parse(json) as JournalLine;
}
