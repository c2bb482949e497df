/** What of a model is to be refined. Stages run in this order. */
export interface RefineRequest {
  /** Å: of the map. */
  readonly resolution: number;
  /** Å, one per atom, where a local-resolution map says; else all atoms have that of the map. */
  readonly atomResolution?: ArrayLike<number>;
  /** Groups of atoms (indices) that move as rigid bodies. */
  readonly rigid?: readonly Int32Array[];
  /** Small shifts of all atoms. */
  readonly coordinates?: boolean;
  /** B factors: one change per chain or residue, or each atom's own. */
  readonly bFactors?: "chain" | "residue" | "atom";
  /** Occupancies of alternates, and of residues: those that are not all there, or all. */
  readonly occupancy?: "partial" | "residues";
  /** Largest error of the atoms' images, as part of a peak. */
  readonly accuracy: number;
}

/** Images good to 2 % of a peak: what is left is far below the noise of any map. */
export const REFINE_DEFAULTS = { accuracy: 0.02 } as const;
