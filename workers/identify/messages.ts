import type { Chosen } from "#core/fit/params.ts";
import type { StructureFile } from "#core/format/structure-contents.ts";
import type { CandidateChoice, Skipped } from "#core/identify/library/candidates.ts";
import type { SearchPlan } from "#core/identify/screen/fit-candidate.ts";
import type { CandidateFit, CandidateRecord, FullRecord } from "#core/identify/screen/records.ts";
import type { Grid } from "#core/volume/grid.ts";
import type { CallError } from "#workers/protocol.ts";

/** A region and how libraries are searched in it: the same for every thread and every shard. */
export interface ScreenJob {
  readonly grid: Grid;
  /** Densities, x fastest, in memory that all threads share. */
  readonly values: Float32Array<SharedArrayBuffer>;
  readonly level: Chosen<number>;
  readonly resolution: Chosen<number>;
  readonly plan: SearchPlan;
  readonly choice: CandidateChoice;
}

/** What a screening thread is born with. */
export interface ScreenThreadSetup {
  readonly module: WebAssembly.Module;
  readonly job: ScreenJob;
  /** Not 0: end the search at work. */
  readonly cancel: Int32Array<SharedArrayBuffer>;
}

/** What is in a file of a library: its bytes, or what was read from a file of many models. */
export type LibraryContent =
  | { readonly bytes: Uint8Array }
  | { readonly parsed: Pick<StructureFile, "structures" | "entry" | "title"> };

/** One request at a time; the last file opened is the one that is fitted. */
export type ToScreenThread =
  | { readonly kind: "open"; readonly file: string; readonly content: LibraryContent }
  | { readonly kind: "screen" | "full"; readonly part: number };

export interface OpenedFile {
  readonly candidates: readonly Omit<CandidateRecord, "fit">[];
  readonly skipped: readonly Skipped[];
}

/** The answer to each request, in order. */
export type FromScreenThread =
  | { readonly kind: "opened"; readonly opened: OpenedFile }
  | { readonly kind: "screened"; readonly fit: CandidateFit }
  | { readonly kind: "searched"; readonly found: Pick<FullRecord, "fit" | "trace" | "sites"> }
  | { readonly kind: "failed"; readonly error: CallError };
