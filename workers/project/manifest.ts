import type { MapDescription } from "#core/format/describe.ts";
import type { Grid } from "#core/volume/grid.ts";
import type { ProjectView } from "#workers/project/view.ts";

/** Goes up when an older program could misread a newer file. */
export const MANIFEST_VERSION = 1;

/** A file that a map or models were read from. */
export interface SavedFile {
  /** Name with its extension, without its folder. */
  readonly name: string;
  /** Where it lay: path or URL; null when it came from a page that does not know. */
  readonly place: string | null;
  /** Of the bytes as they were read, gzip and all. */
  readonly size: number;
  /** SHA-256 in lower-case hexadecimal. */
  readonly sha256: string;
  /** Path in the archive when the bytes are embedded, else null. */
  readonly entry: string | null;
}

/** A map by its file, or a working map that was made here: its densities are always embedded. */
export type MapRecord =
  | { readonly kind: "file"; readonly id: string; readonly file: number }
  | {
      readonly kind: "made";
      readonly id: string;
      readonly name: string;
      /** As computed with: the cell of an MRC header keeps fewer digits. */
      readonly grid: Grid;
      readonly description: MapDescription;
      /** Contour level proposed, map units, and why: it may come from how the map was made. */
      readonly level: { readonly value: number; readonly reason: string };
      /** Path of the float32 MRC file in the archive, and what it must hold. */
      readonly entry: string;
      readonly size: number;
      readonly sha256: string;
    };

/** A model of a file, or one chain of it. */
export interface ModelPlace {
  readonly file: number;
  /** Which model of the file, from 0. */
  readonly model: number;
  /** Which of its chains, from 0; null for the whole model. */
  readonly chain: number | null;
}

/** A model that is a model of a file, or one chain of it that was made a model of its own. */
export interface ModelRecord extends ModelPlace {
  readonly id: string;
  /** The file of predicted aligned errors opened beside it, and what these are of: it, or the model it is a chain of. */
  readonly errors?: { readonly file: number; readonly whole: ModelPlace };
}

/** What manifest.json of a project holds. README.md beside this file describes it. */
export interface Manifest {
  readonly format: "mapwright-project";
  readonly version: typeof MANIFEST_VERSION;
  /** Version of the program that wrote it. */
  readonly program: string;
  /** When, ISO 8601. */
  readonly saved: string;
  readonly files: readonly SavedFile[];
  readonly maps: readonly MapRecord[];
  readonly models: readonly ModelRecord[];
  readonly view: ProjectView;
  /** What of the session is not in the file, one sentence each. */
  readonly notKept: readonly string[];
}
