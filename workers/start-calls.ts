import type { Database } from "#core/format/entry-id.ts";

/** A file that the host lends, so that its bytes need not pass through the window. */
export type FileId = string & { readonly brand: "FileId" };

/** What the depositors of a map state about it. */
export interface StatedByDepositors {
  /** "EMD-21897". */
  readonly entry: string;
  readonly title: string;
  /** Contour level they recommend, map units; null when they recommend none. */
  readonly level: number | null;
  /** Å; null when not stated. */
  readonly resolution: number | null;
  /** PDB ids of the models they fitted, in capitals. */
  readonly models: readonly string[];
}

/**
 * What a file is by its name and first bytes: "errors" predicted aligned errors of a model, "particles" a STAR file, "run" the
 * checkpoint of a refinement of particles.
 */
export type FileKind = "map" | "model" | "errors" | "project" | "particles" | "run" | "other";

/** A file that the host lends: the window names it by its id and never sees where it lies. */
export interface LentFile {
  readonly id: FileId;
  /** Name without its folder. */
  readonly name: string;
  /** Bytes on disk. */
  readonly size: number;
  /** By name and first bytes. */
  readonly kind: FileKind;
  /** Known of maps from EMDB. */
  readonly stated?: StatedByDepositors;
}

/** Files that were opened together. */
export interface RecentEntry {
  readonly id: string;
  /** Names of the files, in order. */
  readonly names: readonly string[];
  /** When they were last opened, ISO 8601. */
  readonly opened: string;
  /** Names of those that are not where they were. */
  readonly missing: readonly string[];
  /** PNG of how they first looked; null while there is none. */
  readonly picture: Uint8Array | null;
}

/** What the host around the engine does for the start of a session: it brings files from archives and remembers them. */
export interface StartCalls {
  /** Bytes that `fetchEntry` would load from the network: 0 when they are here, null when nobody says. */
  entrySize: { params: { database: Database; id: string }; result: { bytes: number | null } };
  /** Brings the file of an archive's entry to this computer, unless it is here, and lends it. */
  fetchEntry: { params: { database: Database; id: string }; result: { file: LentFile } };
  /** Files opened before that can be opened again, latest first. */
  listRecent: { params: Record<string, never>; result: { entries: readonly RecentEntry[] } };
  /** Remembers that these lent files were opened together. */
  noteRecent: { params: { files: FileId[] }; result: { id: string } };
  keepRecentPicture: { params: { id: string; picture: Uint8Array }; result: Record<string, never> };
  /** Lends the files again, fetching what came from an archive. Throws `input` when one is not there any more. */
  openRecent: { params: { id: string }; result: { files: readonly LentFile[] } };
  /** The text of a script that the host lends. Throws `input` for anything else, and for more than a million characters. */
  readScript: { params: { file: FileId }; result: { text: string } };
  /** The folder in which names are looked up, and changing it; null when the host was given none. */
  folder: { params: { enter: string | null }; result: { path: string | null } };
  /** Lends files by their names, from that folder or from the root. Throws `input` for what is no map, model, project or script. */
  lendNamed: { params: { names: string[] }; result: { files: readonly LentFile[] } };
  /**
   * Lends files that lie in the folder of a lent one or in folders within it, by their paths from there. Throws `input`
   * for one that is not there.
   */
  lendBeside: { params: { file: FileId; names: string[] }; result: { files: readonly LentFile[] } };
  /** Takes an entry off the list; the files stay. */
  removeRecent: { params: { id: string }; result: Record<string, never> };
}
