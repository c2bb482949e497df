import { readFile, rename, stat } from "node:fs/promises";
import { join } from "node:path";
import { asAppError, cancelled } from "#core/errors.ts";
import { type EntryId, entryTitle } from "#core/format/entry-id.ts";
import { addressesOf, type EntryAddresses, mirrored } from "#electron/archive/addresses.ts";
import { ensureFolder, isCached, trimCache, withOwnPath } from "#electron/archive/cache.ts";
import { checkContent } from "#electron/archive/content.ts";
import { type DownloadParams, download, sizeOf } from "#electron/archive/download.ts";
import { readEmdbHeader } from "#electron/archive/emdb-header.ts";
import { failureOf } from "#electron/archive/failure.ts";
import { statedBeside } from "#electron/archive/stated.ts";
import { ownFolders } from "#electron/folders.ts";
import type { StatedByDepositors } from "#workers/start-calls.ts";

/** A file of an archive on this disk, and what the archive says about it. */
export interface FetchedEntry {
  readonly path: string;
  readonly name: string;
  readonly kind: "map" | "model";
  readonly stated: StatedByDepositors | null;
}

/** The archives as seen from here. */
export interface Archive {
  /**
   * The file of an entry: from the cache, else from the network. Throws `input` for an entry that is not there,
   * `resource` with what to do when it cannot be fetched, `cancelled`.
   */
  fetch(entry: EntryId, params: DownloadParams): Promise<FetchedEntry>;
  /** Bytes that `fetch` would load from the network: 0 when the file is in the cache, null when that is not known. */
  size(entry: EntryId, signal: AbortSignal): Promise<number | null>;
}

/** Where everyone keeps what was fetched: the cache of this user. */
export function archiveFolder(): string {
  return join(ownFolders().cache, "archive");
}

/** The user waits for a size before anything is fetched, ms. */
const SIZE_PATIENCE = 5000;

/**
 * Keeps what it fetches in a folder. `mirror`, when given, is asked instead of the archives: "MIRROR/HOST/PATH".
 * `sizePatience`: how long an address may take to tell a size, ms; 5 s when left out.
 */
export function createArchive(
  folder: string,
  mirror = process.env["MAPWRIGHT_ARCHIVE_MIRROR"] ?? "",
  sizePatience: number = SIZE_PATIENCE,
): Archive {
  return {
    async fetch(entry, params) {
      const places = addressesOf(entry, mirror);
      const path = join(folder, places.name);
      await ensureFolder(folder);
      const stated = await aboutMap(entry, places, folder, params);
      if (!(await isCached(path))) await fetchFile(entry, places, path, mirror, params);
      await trimCache(folder, path);
      return { path, name: places.name, kind: places.kind, stated };
    },
    async size(entry, signal) {
      const places = addressesOf(entry, mirror);
      if (await isCached(join(folder, places.name))) return 0;
      return sizeOf(places.file, signal, sizePatience);
    },
  };
}

async function fetchFile(
  entry: EntryId,
  places: EntryAddresses,
  path: string,
  mirror: string,
  params: DownloadParams,
): Promise<void> {
  await withOwnPath(path, async (own) => {
    try {
      const urls =
        places.file.length > 0 ? places.file : await askAlphaFold(entry, places, own, mirror, params);
      const check = (part: string) => checkContent(part, places.kind);
      await download({ step: `fetch ${entryTitle(entry)}`, urls, path: own, check }, params);
      if (own !== path) await rename(own, path);
    } catch (thrown) {
      throw failureOf(entry, thrown, await sizeOnDisk(`${own}.part`));
    }
  });
}

/** The header of a map; a map without one that can be had is opened all the same, at a level of our own. */
async function aboutMap(
  entry: EntryId,
  places: EntryAddresses,
  folder: string,
  params: DownloadParams,
): Promise<StatedByDepositors | null> {
  if (entry.database !== "emdb") return null;
  const path = join(folder, `emd-${entry.id}.xml`);
  try {
    if (!(await isCached(path))) await fetchAbout(places, path, { ...params, rounds: 2 }, readEmdbHeader);
    return await statedBeside(join(folder, places.name));
  } catch (thrown) {
    if (params.signal.aborted) throw cancelled();
    const failure = asAppError(failureOf(entry, thrown));
    if (failure.code === "input") throw failure;
    return null;
  }
}

/** AlphaFold DB says where the newest version of a model lies. */
async function askAlphaFold(
  entry: EntryId,
  places: EntryAddresses,
  path: string,
  mirror: string,
  params: DownloadParams,
): Promise<string[]> {
  const answer = `${path}.about`;
  await fetchAbout(places, answer, params, (text) => cifAddress(entry, text));
  return [mirrored(mirror)(cifAddress(entry, await readFile(answer, "utf8")))];
}

/** The address of the mmCIF file in the answer: a list of predictions, that of the whole protein first. */
function cifAddress({ id }: EntryId, answer: string): string {
  const [first] = JSON.parse(answer) as { cifUrl?: unknown }[];
  const address = first?.cifUrl;
  if (typeof address === "string" && address.startsWith("https://")) return address;
  throw new Error(`the answer about ${id} names no file`);
}

async function fetchAbout(
  places: EntryAddresses,
  path: string,
  params: DownloadParams,
  read: (text: string) => unknown,
): Promise<void> {
  const check = async (part: string) => void read(await readFile(part, "utf8"));
  const quiet = { ...params, report: async () => {} };
  await withOwnPath(path, async (own) => {
    await download({ step: "", urls: places.about, path: own, check }, quiet);
    if (own !== path) await rename(own, path);
  });
}

async function sizeOnDisk(path: string): Promise<number> {
  return stat(path).then(
    ({ size }) => size,
    () => 0,
  );
}
