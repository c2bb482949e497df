import type { ProjectView } from "#workers/project/view.ts";

/** A file that a project names and does not hold. */
export interface MissingFile {
  /** Its place in the project's list of files. */
  readonly file: number;
  readonly name: string;
  /** Where it lay: path or URL; null when nobody knew. */
  readonly place: string | null;
  /** Bytes. */
  readonly size: number;
}

/** What a project holds, as far as can be said without opening it. */
export interface FoundProject {
  /** When it was saved, ISO 8601, and by which version. */
  readonly saved: string;
  readonly program: string;
  readonly maps: number;
  readonly models: number;
  readonly tables: number;
  readonly missing: readonly MissingFile[];
  /** PNG. */
  readonly thumbnail: Uint8Array | null;
}

/** What an opened project brought. */
export interface ReadProject<Map, Model> {
  readonly maps: readonly Map[];
  readonly models: readonly Model[];
  readonly view: ProjectView;
  /** Names of maps and models that could not be had. */
  readonly left: readonly string[];
  /** What the project says that it does not hold. */
  readonly notKept: readonly string[];
}
