import { AppError, asAppError } from "#core/errors.ts";
import { type Database, type EntryId, entryOf, entryTitle, entryWord } from "#core/format/entry-id.ts";
import type { App } from "#renderer/commands/app.ts";
import { openFiles } from "#renderer/commands/open.ts";
import { quoted } from "#renderer/commands/quoted.ts";
import { note, say, withJob } from "#renderer/commands/run.ts";
import type { OpenableFile } from "#renderer/host/host.ts";
import { hostFile } from "#renderer/host/host-file.ts";

/** From here on the size is shown and asked about before a download begins, bytes. */
const LARGE = 100e6;

/**
 * What a word names: a file seen in this session, an entry of an archive ("6wti", "emdb:21897"; with `database` also a
 * bare id), which the host fetches, or a file in the host's folder. Throws `input` for a word that is none of them.
 */
export async function findWord(app: App, word: string, database?: Database): Promise<OpenableFile[]> {
  const seen = app.files.get(word);
  if (seen) return [seen];
  const entry = entryOf(word, database);
  if (entry) return [await fetchEntry(app, entry)];
  if (database !== undefined) throw notFound(word, database);
  try {
    const { files } = await app.engine.call("lendNamed", { names: [word] });
    return files.map((file) => hostFile(file));
  } catch (thrown) {
    const error = asAppError(thrown);
    throw error.code === "input" && !error.message.includes("looked up") ? error : notFound(word, database);
  }
}

/** Goes to a folder of the host's, or only tells the one that `open` looks in. */
export async function enterFolder(app: App, folder: string | undefined): Promise<void> {
  const { path } = await app.engine.call("folder", { enter: folder ?? null });
  say(app, folder === undefined ? "pwd" : `cd ${quoted(folder)}`);
  note(
    app,
    path ??
      "This program was started without a folder: open takes files that were dropped, and ids of archives.",
  );
}

/** A file taken for a format, whatever its name and contents look like. */
export function asFormat(file: OpenableFile, format: string | undefined): OpenableFile {
  if (format === undefined || format === "cxc") return file;
  const kind = ["mrc", "ccp4", "map"].includes(format) ? "map" : format === "mapwright" ? "project" : "model";
  return { ...file, kind: async () => kind };
}

/** Opens an entry that was asked for in the fetch box; a large download only after its size was seen. */
export async function openEntry(app: App, text: string): Promise<void> {
  const entry = entryOf(text.trim()) ?? entryOf(text.trim(), "emdb") ?? entryOf(text.trim(), "alphafold");
  if (!entry) throw notFound(text, undefined);
  const { start } = app.stores;
  const isAgreed = start.getState().question?.entry.id === entry.id;
  if (!isAgreed) {
    const { bytes } = await withJob(app, { title: `Asking for ${entryTitle(entry)}`, kind: "open" }, (job) =>
      app.engine.call("entrySize", { ...entry }, job),
    );
    if (bytes !== null && bytes > LARGE) {
      start.setState({ question: { entry, bytes } });
      return;
    }
  }
  start.setState({ question: null });
  await openFiles(app, [await fetchEntry(app, entry)]);
}

async function fetchEntry(app: App, entry: EntryId): Promise<OpenableFile> {
  const { file } = await withJob(app, { title: `Fetching ${entryTitle(entry)}`, kind: "open" }, (job) =>
    app.engine.call("fetchEntry", { ...entry }, job),
  );
  return hostFile(file, entryWord(entry));
}

function notFound(word: string, database: Database | undefined): AppError {
  const where = database === undefined ? "" : ` of ${database}`;
  return new AppError(
    "input",
    `"${word}" is no file seen in this session or lying in the host's folder, and no id${where}. Drop the file onto the window, or write 6wti, emdb:21897 or alphafold:P69905.`,
    { seen: word },
  );
}
