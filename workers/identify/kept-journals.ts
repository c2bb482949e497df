import { mkdir, readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import type { JournalHeader } from "#core/identify/journal/journal-lines.ts";
import type { KnownRecords } from "#workers/identify/identify-run.ts";
import { type JournalFile, openJournal } from "#workers/identify/journal-file.ts";

/** Runs of which a host remembers the results; the oldest go first. */
const KEPT = 20;

/**
 * The journal of a run in the folder where a host keeps them, each under the name of its run; what an earlier session found is
 * taken into `known`. Undefined without a folder. Throws as `openJournal`.
 */
export async function keptJournal(
  folder: string | null,
  header: JournalHeader,
  known: KnownRecords,
  files: readonly string[],
): Promise<JournalFile | undefined> {
  if (folder === null) return undefined;
  await mkdir(folder, { recursive: true });
  const journal = await openJournal(join(folder, `${header.run}.jsonl`), header, known, files);
  await forgetOld(folder);
  return journal;
}

async function forgetOld(folder: string): Promise<void> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".jsonl"));
  const dated = await Promise.all(
    names.map(async (name) => ({
      name,
      time: (await stat(join(folder, name)).catch(() => undefined))?.mtimeMs ?? 0,
    })),
  );
  dated.sort((a, b) => b.time - a.time);
  for (const { name } of dated.slice(KEPT)) await rm(join(folder, name), { force: true });
}
