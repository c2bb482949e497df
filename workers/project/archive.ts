import { AppError } from "#core/errors.ts";
import type { Manifest } from "#workers/project/manifest.ts";
import { readManifest } from "#workers/project/project-schemas.ts";
import { listZip, readEntry, type ZipEntry } from "#workers/project/zip-read.ts";

export const MANIFEST_ENTRY = "manifest.json";
export const THUMBNAIL_ENTRY = "thumbnail.png";
/** A session of thousands of placements has some MB of it. */
const LONGEST_MANIFEST = 256 * 2 ** 20; // bytes
const LARGEST_THUMBNAIL = 2 ** 20; // bytes

/** A project's archive whose manifest has been checked. */
export class ProjectArchive {
  readonly manifest: Manifest;
  readonly #bytes: Uint8Array;
  readonly #entries: ReadonlyMap<string, ZipEntry>;

  /** Throws `format` for what is no project, is damaged, or was written by a newer program. */
  static async open(bytes: Uint8Array): Promise<ProjectArchive> {
    const entries = listZip(bytes);
    const entry = entries.get(MANIFEST_ENTRY);
    if (!entry || entry.size > LONGEST_MANIFEST) {
      throw new AppError("format", "This zip archive is no Mapwright project: it has no manifest.");
    }
    const text = new TextDecoder().decode(new Uint8Array(await readEntry(bytes, entry)));
    return new ProjectArchive(bytes, entries, readManifest(text));
  }

  private constructor(bytes: Uint8Array, entries: ReadonlyMap<string, ZipEntry>, manifest: Manifest) {
    this.#bytes = bytes;
    this.#entries = entries;
    this.manifest = manifest;
  }

  /** The bytes of an embedded file of the size that the manifest states. Throws `format` when it is not there whole. */
  async read(path: string, size: number): Promise<Uint8Array> {
    const entry = this.#entries.get(path);
    if (entry?.size !== size) throw this.damaged(path);
    return readEntry(this.#bytes, entry);
  }

  /** The picture of the scene as PNG; null when there is none or it cannot be read. */
  async thumbnail(): Promise<Uint8Array | null> {
    const entry = this.#entries.get(THUMBNAIL_ENTRY);
    if (!entry || entry.size > LARGEST_THUMBNAIL) return null;
    return readEntry(this.#bytes, entry).then(
      (png) => new Uint8Array(png),
      () => null,
    );
  }

  damaged(path: string): AppError {
    return new AppError(
      "format",
      `The project is damaged: ${path} is missing or not what was saved. Open an older copy.`,
      {
        path,
      },
    );
  }
}
