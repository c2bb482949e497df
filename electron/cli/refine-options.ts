import type { CommonOptions } from "#electron/cli/reporter.ts";

/** What `mapwright refine` was asked for. */
export interface RefineOptions extends CommonOptions {
  /** Å. */
  readonly resolution: number;
  readonly rigid?: boolean;
  /** "chain", or a spec per group. */
  readonly by: readonly string[];
  readonly coordinates?: boolean;
  readonly bfactors?: "chain" | "group" | "individual";
  readonly occupancy?: "partial" | "residues";
  /** A map of resolutions, Å. */
  readonly localResolution?: string;
  readonly half1?: string;
  readonly half2?: string;
  /** Largest error of images, as part of an atom's peak. */
  readonly accuracy: number;
  readonly threads?: number;
  readonly out?: string;
  /** A file, or "-". */
  readonly json?: string;
}
