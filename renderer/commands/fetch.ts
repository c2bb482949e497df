import { AppError } from "#core/errors.ts";
import { type Database, type EntryId, entryOf, entryTitle, entryWord } from "#core/format/entry-id.ts";
import type { App } from "#renderer/commands/app.ts";
import { openFiles } from "#renderer/commands/open.ts";
import { withJob } from "#renderer/commands/run.ts";
import type { OpenableFile } from "#renderer/host/host.ts";
import { hostFile } from "#renderer/host/host-file.ts";

/** From here on the size is shown and asked about before a download begins, bytes. */
const LARGE = 100e6;

/**
 * Opens what words name: files seen in this session, and entries of archives ("6wti", "emdb:21897"; with `database` also
 * bare ids), which the host fetches. Throws `input` for a word that is neither.
 */
export async function openWords(app: App, words: readonly string[], database?: Database): Promise<void> {
  const found = words.map((word) => ({ word, file: app.files.get(word), entry: entryOf(word, database) }));
  const unknown = found.find(({ file, entry }) => !file && !entry);
  if (unknown) throw notFound(unknown.word, database);
  const files: OpenableFile[] = [];
  for (const { file, entry } of found) {
    if (file) files.push(file);
    else if (entry) files.push(await fetchEntry(app, entry));
  }
  await openFiles(app, files);
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
    `"${word}" is neither a file opened in this session nor an id${where}. Drop the file onto the window, or write 6wti, emdb:21897 or alphafold:P69905.`,
    { seen: word },
  );
}
