import type { CommonOptions } from "#electron/cli/reporter.ts";

/** What `mapwright simulate` was asked for. */
export interface SimulateOptions extends CommonOptions {
  readonly kernel: "vrm" | "molmap";
  /** Å. */
  readonly resolution: number;
  /** A map whose grid is used. */
  readonly like?: string;
  /** Grid spacing, Å. */
  readonly spacing?: number;
  /** A map of resolutions, Å. */
  readonly localResolution?: string;
  /** Resolutions of chains, Å. */
  readonly resolutionBy?: ReadonlyMap<string, number>;
  /** From the file, none, or one for all, Å². */
  readonly bfactor: "file" | "none" | number;
  /** Largest error, as part of an atom's peak. */
  readonly accuracy: number;
  /** Sum atoms' images, or structure factors; auto takes structure factors for an accuracy of 0.001 or better. */
  readonly route: "auto" | "images" | "fourier";
  /** Where images end, in units of the resolution. */
  readonly cutoff?: number;
  readonly periodic?: boolean;
  readonly threads?: number;
  readonly out?: string;
}
