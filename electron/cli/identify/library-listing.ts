import { readdir, readFile, stat } from "node:fs/promises";
import { basename, dirname, isAbsolute, join } from "node:path";
import { AppError } from "#core/errors.ts";
import { type EntryId, entryOf, entryWord } from "#core/format/entry-id.ts";
import { archiveFolder, createArchive } from "#electron/archive/fetch-entry.ts";
import type { Host } from "#electron/cli/host.ts";
import { type Place, readIndex } from "#electron/cli/identify/library-index.ts";
import { readTarEntry, tarEntries } from "#electron/cli/identify/tar-index.ts";
import { parseModel } from "#electron/cli/load.ts";
import { readBytes } from "#workers/files.ts";
import type { LibraryItem } from "#workers/identify/identify-run.ts";

/** A file of a library, and where it lies; undefined for one of many models of a file. */
interface ListedItem extends LibraryItem {
  readonly place: Place | undefined;
}

/** What a word of the command line names as a library. */
export interface Library {
  readonly items: readonly ListedItem[];
  /** As it was named. */
  readonly from: string;
  /** "folder of 88 files". */
  readonly words: string;
}

/** In the order in which they are preferred where a model lies there twice: our PDB reader is the fastest. */
const EXTENSIONS = ["pdb", "ent", "cif", "mmcif", "bcif"];
const MODEL = new RegExp(`\\.(${EXTENSIONS.join("|")})(\\.gz)?$`, "i");

/**
 * The models that a word names: a folder (with those below it), a tar archive, a list of files and ids, a file with one or many
 * models, or ids of AlphaFold DB or the PDB with commas between them. The order is that of the list or file, else of the names,
 * so that it is the same on every machine. Throws `input` when there is nothing.
 */
export async function listLibrary(word: string, host: Host): Promise<Library> {
  const info = await stat(word).catch(() => undefined);
  const library = info === undefined ? fromIds(word, host) : await fromPath(word, info.isDirectory(), host);
  if (library.items.length > 0) return library;
  throw new AppError(
    "input",
    `${word} holds no models: a library is a folder, a tar archive or a list of PDB or mmCIF files, or ids such as alphafold:P69905.`,
  );
}

async function fromPath(path: string, isFolder: boolean, host: Host): Promise<Library> {
  if (isFolder) {
    const items = onePerModel(await modelsBelow(path, "")).map((file) =>
      itemAt(file, { path: join(path, file) }, host),
    );
    return { items, from: path, words: `folder of ${items.length} files` };
  }
  if (/\.index$/i.test(path)) {
    const { entries, ...named } = await readIndex(path);
    return { ...named, items: entries.map(({ file, place }) => itemAt(file, place, host)) };
  }
  if (/\.tar$/i.test(path)) return fromTar(path, host);
  if (MODEL.test(path)) return fromModelFile(path);
  return fromList(path, host);
}

async function fromTar(path: string, host: Host): Promise<Library> {
  const entries = new Map((await tarEntries(path)).map((entry) => [entry.name, entry]));
  const names = onePerModel([...entries.keys()].filter(isModel));
  const items = names.flatMap((file) => {
    const entry = entries.get(file);
    return entry ? [itemAt(file, { path, offset: entry.offset, size: entry.size }, host)] : [];
  });
  return { items, from: path, words: `archive of ${items.length} files` };
}

/** A file with many models is read once; each of them is an item, so that they can be shared out. */
async function fromModelFile(path: string): Promise<Library> {
  const { value } = await parseModel(path, await readBytes(path));
  const { structures, entry, title } = value;
  const items = structures.map((structure) => ({
    file: structures.length === 1 ? basename(path) : structure.name,
    place: structures.length === 1 ? { path } : undefined,
    load: async () => ({ parsed: { structures: [structure], entry, title } }),
  }));
  return { items, from: path, words: items.length === 1 ? "one model" : `file of ${items.length} models` };
}

/** One file or id per line, the first word of it; what follows a # or a comma is for people. */
async function fromList(path: string, host: Host): Promise<Library> {
  const lines = (await readFile(path, "utf8")).split(/\r?\n/);
  const words = lines.map((line) => (line.split("#")[0] ?? "").split(/[,;\t]/)[0]?.trim() ?? "");
  const items = words
    .filter((word) => word !== "")
    .map((word) => {
      const id = MODEL.test(word) ? undefined : idOf(word);
      if (id) return itemAt(entryWord(id), { id }, host);
      return itemAt(word, { path: isAbsolute(word) ? word : join(dirname(path), word) }, host);
    });
  return { items, from: path, words: `list of ${items.length} files and ids` };
}

function fromIds(word: string, host: Host): Library {
  const ids = word.split(",").map((part) => idOf(part.trim()));
  if (!ids.every((id) => id !== undefined)) {
    throw new AppError(
      "input",
      `There is no file or folder ${word}, and it is no list of ids such as alphafold:P69905,alphafold:P68871.`,
    );
  }
  const items = ids.map((id) => itemAt(entryWord(id), { id }, host));
  return { items, from: word, words: `${ids.length} ids` };
}

/** An id with its archive, or the bare accession of UniProt, which AlphaFold DB goes by. */
function idOf(word: string): EntryId | undefined {
  const id = entryOf(word) ?? entryOf(word, "alphafold");
  return id?.database === "emdb" ? undefined : id;
}

function itemAt(file: string, place: Place, host: Host): ListedItem {
  return { file, place, load: async () => ({ bytes: await bytesAt(place, host) }) };
}

async function bytesAt(place: Place, host: Host): Promise<Uint8Array> {
  if ("offset" in place) return readTarEntry(place.path, place);
  if ("path" in place) return readBytes(place.path);
  const archive = createArchive(archiveFolder());
  const { path } = await archive.fetch(place.id, { signal: host.signal, report: async () => {} });
  return readBytes(path);
}

async function modelsBelow(root: string, folder: string): Promise<string[]> {
  const found: string[] = [];
  for (const entry of await readdir(join(root, folder), { withFileTypes: true })) {
    const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) {
      for (const below of await modelsBelow(root, path)) found.push(below);
    } else if (isModel(path)) found.push(path);
  }
  return found;
}

/** By its name; what begins with a dot is hidden. */
function isModel(path: string): boolean {
  return MODEL.test(path) && !basename(path).startsWith(".");
}

/** Of a model that lies there in several formats one file, by name. */
function onePerModel(files: readonly string[]): string[] {
  const best = new Map<string, string>();
  for (const file of files) {
    const stem = file.replace(MODEL, "");
    const other = best.get(stem);
    if (other === undefined || preference(file) < preference(other)) best.set(stem, file);
  }
  return [...best.values()].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

function preference(file: string): number {
  const [, extension = "", gz = ""] = MODEL.exec(file) ?? [];
  return 2 * EXTENSIONS.indexOf(extension.toLowerCase()) + (gz ? 1 : 0);
}
