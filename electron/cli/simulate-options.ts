import type { RecipeName } from "#core/simulate/recipes/recipes.ts";
import type { BFactorChoice } from "#core/simulate/vrm/model-map.ts";
import type { ResolutionRule } from "#core/simulate/vrm/resolution-rules.ts";
import type { Scattering } from "#core/simulate/vrm/scattering.ts";
import type { CommonOptions } from "#electron/cli/reporter.ts";

/** Scattering at a resolution, scattering without one, or another program's recipe. */
export type KernelName = "vrm" | "density" | RecipeName;

/** What `mapwright simulate` was asked for. */
export interface SimulateOptions extends CommonOptions {
  readonly kernel: KernelName;
  readonly scattering: Scattering;
  /** Å; only a density has none. */
  readonly resolution?: number;
  /** A map whose grid is used. */
  readonly like?: string;
  /** Grid spacing, Å. */
  readonly spacing?: number;
  /** A map of resolutions, Å. */
  readonly localResolution?: string;
  /** Resolutions of chains and residues, Å, or from B factors. */
  readonly resolutionBy?: "b" | readonly ResolutionRule[];
  /** From the file, none, or one for all, Å². */
  readonly bfactor: BFactorChoice;
  /** Largest error, as part of an atom's peak. */
  readonly accuracy: number;
  /** Sum atoms' images, or structure factors; auto takes structure factors for an accuracy of 0.001 or better. */
  readonly route: "auto" | "images" | "fourier";
  /** Where images end, in units of the resolution. */
  readonly cutoff?: number;
  readonly periodic?: boolean;
  readonly threads?: number;
  /** A list of maps to make. */
  readonly batch?: string;
  readonly out?: string;
}

/** The same with a resolution. */
export interface ResolvedOptions extends SimulateOptions {
  readonly resolution: number;
}
