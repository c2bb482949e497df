import { access } from "node:fs/promises";
import { type EntryId, entryOf, entryTitle } from "#core/format/entry-id.ts";
import { megabytes } from "#electron/archive/failure.ts";
import { type Archive, archiveFolder, createArchive } from "#electron/archive/fetch-entry.ts";
import type { Host } from "#electron/cli/host.ts";
import type { Reporter } from "#electron/cli/reporter.ts";
import type { StatedByDepositors } from "#workers/start-calls.ts";

/** A file that a command works on. */
export interface Input {
  readonly path: string;
  /** What its depositors state, when it comes from EMDB. */
  readonly stated: StatedByDepositors | null;
}

/**
 * The file that a word of the command line names: a path, or else an entry of an archive ("6wti", "emdb:21897",
 * "alphafold:P69905"), which is fetched into this user's cache. A word that is neither is taken for a path. Throws as
 * `Archive.fetch`.
 */
export async function findInput(word: string, reporter: Reporter, host: Host): Promise<Input> {
  const entry = entryOf(word);
  if (!entry || (await isThere(word))) return { path: word, stated: null };
  const archive = createArchive(archiveFolder());
  await announce(archive, entry, reporter, host);
  const { path, stated } = await archive.fetch(entry, {
    signal: host.signal,
    report: (progress) => reporter.job.checkpoint(progress),
  });
  if (stated) reporter.note(`${stated.entry}: ${statement(stated)}`);
  return { path, stated };
}

/** The path alone of what `findInput` finds. */
export async function findPath(word: string, reporter: Reporter, host: Host): Promise<string> {
  return (await findInput(word, reporter, host)).path;
}

async function announce(archive: Archive, entry: EntryId, reporter: Reporter, host: Host): Promise<void> {
  const size = await archive.size(entry, host.signal);
  if (size) reporter.note(`${entryTitle(entry)}: ${megabytes(size)} to fetch (Ctrl-C keeps what has come)`);
}

function statement({ title, resolution, level }: StatedByDepositors): string {
  const parts = [
    title,
    resolution === null ? "" : `${resolution} Å`,
    level === null ? "" : `level ${level} recommended by the depositors`,
  ];
  return parts.filter(Boolean).join(", ");
}

async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
