import type { Chosen } from "#core/fit/params.ts";
import type { SizeRange } from "#core/identify/region/size-range.ts";
import type { IdentifyDocument } from "#core/report/identify/identify-document.ts";
import type { Projection } from "#core/report/identify/projection.ts";

/** A library of candidates that the engine holds. */
export type LibraryId = string & { readonly brand: "LibraryId" };

/** How much density a map holds, and what that stands for. */
export interface RegionReport {
  readonly level: Chosen<number>;
  /** Å³ at or above the level, and within half the resolution of that. */
  readonly dense: number;
  readonly filled: number;
  /** kDa of protein that fills it. */
  readonly mass: number;
  readonly sizes: SizeRange;
  readonly starts: Chosen<number>;
  /** The largest connected pieces at or above the level, largest first: kDa, judged by their share of the whole. */
  readonly blobs: readonly { readonly rank: number; readonly mass: number }[];
}

/** What is asked of an identification; what is null is chosen from the data. */
export interface IdentifyRequest<VolumeId> {
  readonly map: VolumeId;
  /** A part of a larger map that somebody asked for: candidates must fill it better. */
  readonly isPart: boolean;
  readonly level: number | null;
  readonly resolution: Chosen<number>;
  readonly library: LibraryId;
  readonly seed: number;
  /** Best candidates that get the full search. */
  readonly full: number;
  readonly leastPlddt: number | null;
  readonly split: "none" | "chains" | "domains";
  /** False: only what is known from before is ranked. */
  readonly goesOn: boolean;
  /** Names of candidates that somebody has rejected. */
  readonly rejected: string[];
}

/** A ranking, its first rows at least, with what shows them. */
export interface IdentifyAnswer {
  readonly document: IdentifyDocument;
  /** Files done, and all. */
  readonly done: number;
  readonly total: number;
  /** Files whose results were known from an earlier run. */
  readonly known: number;
  /** Placed chains of candidates that had the full search, by name: xyz triplets, Å. */
  readonly traces: readonly { readonly name: string; readonly trace: readonly number[] }[];
}

/** What the engine can be asked to identify what is in a map; the protocol knows its maps and files. */
export interface IdentifyCalls<VolumeId, ModelSummary, Source> {
  regionOf: {
    params: { map: VolumeId; level: number | null; resolution: number; isPart: boolean };
    result: RegionReport;
  };
  /** Adds files to a library, or begins one (null). Throws `input` when there is no such library. */
  addCandidates: {
    params: { library: LibraryId | null; files: Source[] };
    result: { library: LibraryId; files: number };
  };
  /** Opens a file of a library as `openModel` opens one. Throws `input` when it is not there. */
  openCandidate: {
    params: { library: LibraryId; file: string };
    result: { models: ModelSummary[] };
  };
  /**
   * Screens a library in a map, the best with the full search. Partials say how the region looks, then how the ranking stands.
   * A cancel ends with what was found; the same call later goes on from there, in another session too; made
   * while the first is at work, it takes over from it.
   */
  identify: {
    params: IdentifyRequest<VolumeId>;
    partial: { projection: Projection } | { answer: IdentifyAnswer };
    result: { answer: IdentifyAnswer; projection: Projection };
  };
}
