import { createReadStream } from "node:fs";
import { type FileHandle, open, stat } from "node:fs/promises";
import { createInterface } from "node:readline";
import { AppError } from "#core/errors.ts";
import {
  type JournalHeader,
  type JournalLine,
  journalText,
  readJournal,
} from "#core/identify/journal/journal-lines.ts";
import { placeOf } from "#core/identify/screen/records.ts";
import type { KnownRecords } from "#workers/identify/identify-run.ts";

/** A journal that is written to. */
export interface JournalFile {
  append(line: Exclude<JournalLine, JournalHeader>): Promise<void>;
  close(): Promise<void>;
}

/**
 * Takes the records of a journal into `known`; how many lines were damaged (the last one, after a kill). Throws `input` when it
 * belongs to another run, or to other files.
 */
export async function readJournalFile(
  path: string,
  header: JournalHeader,
  known: KnownRecords,
  files: readonly string[],
): Promise<number> {
  let damaged = 0;
  let seen: JournalHeader | undefined;
  const notOurs = () => new AppError("input", `${path} is no journal of identify: name another file.`);
  const lines = createInterface({
    input: createReadStream(path, "utf8"),
    crlfDelay: Number.POSITIVE_INFINITY,
  });
  for await (const text of lines) {
    const read = readJournal(text);
    damaged += read.damaged;
    // Even of a first line that a kill cut short the beginning is ours.
    if (!seen && read.damaged > 0 && !couldBeHeader(text)) throw notOurs();
    for (const line of read.lines) {
      if (line.kind === "identify") seen = checked(path, line, header);
      else if (!seen) throw notOurs();
      else take(path, line, known, files);
    }
  }
  return damaged;
}

/** Opens a journal to go on with, or begins one. Throws as `readJournalFile`, `resource` when it cannot be written. */
export async function openJournal(
  path: string,
  header: JournalHeader,
  known: KnownRecords,
  files: readonly string[],
): Promise<JournalFile> {
  const size = await stat(path).then(
    (info) => info.size,
    () => 0,
  );
  if (size > 0) await readJournalFile(path, header, known, files);
  const handle = await openToAppend(path);
  // A line that a kill cut short is ended, so that it does not swallow the next one; the header may have been it.
  if (size > 0 && !(await endsWithLine(path, size))) await handle.write("\n");
  let writing: Promise<unknown> = handle.appendFile(journalText(header));
  return {
    // One after the other: lines of threads that end together must not mix.
    append: async (line) => {
      writing = writing.then(() => handle.appendFile(journalText(line)));
      await writing.catch((thrown) => {
        throw notWritten(path, thrown);
      });
    },
    async close() {
      await writing.catch(() => {});
      await handle.close();
    },
  };
}

function couldBeHeader(text: string): boolean {
  const start = '{"kind":"identify"';
  return text.startsWith(start) || start.startsWith(text);
}

function checked(path: string, line: JournalHeader, { run, about }: JournalHeader): JournalHeader {
  if (line.run === run) return line;
  throw new AppError(
    "input",
    `${path} belongs to another run (${line.about}), not to this one (${about}): use another journal, or the same map, library and settings.`,
  );
}

function take(
  path: string,
  line: Exclude<JournalLine, JournalHeader>,
  known: KnownRecords,
  files: readonly string[],
): void {
  if (line.kind === "full") {
    known.full.set(placeOf(line.item, line.part), line);
    return;
  }
  if (files[line.item] !== line.file) {
    throw new AppError(
      "input",
      `${path} names ${line.file} in another place: the library has changed since.`,
    );
  }
  known.items.set(line.item, line);
}

async function openToAppend(path: string): Promise<FileHandle> {
  try {
    return await open(path, "a");
  } catch (thrown) {
    throw notWritten(path, thrown);
  }
}

async function endsWithLine(path: string, size: number): Promise<boolean> {
  const handle = await open(path, "r");
  try {
    const { buffer } = await handle.read(Buffer.alloc(1), 0, 1, size - 1);
    return buffer[0] === 10;
  } finally {
    await handle.close();
  }
}

function notWritten(path: string, thrown: unknown): AppError {
  const reason = thrown instanceof Error ? thrown.message.replace(/\.$/, "") : String(thrown);
  return new AppError("resource", `The journal ${path} cannot be written: ${reason}.`);
}
