/** A conformation of a side chain against the map. */
export interface ScoredConformation {
  /** Degrees, chi 1 first. */
  readonly chi: readonly number[];
  /** With what the map has beyond the rest of the model, about the mean, −1 … 1. */
  readonly correlation: number;
  /** Pairs of atoms, one of the side chain and one of anything else, that come too near; hydrogens aside. */
  readonly clashes: number;
}

/** A rotamer of the library against the map. */
export interface ScoredRotamer extends ScoredConformation {
  readonly name: string;
  /** Of all residues of the kind, percent. */
  readonly percent: number;
}

/** A rotamer that is better than the side chain as it is. */
export interface BetterRotamer extends ScoredRotamer {
  /** In correlation. */
  readonly gain: number;
  /** The gain in standard errors of the difference of two correlations with one map. */
  readonly errors: number;
}

/** One side chain, and whether another rotamer is better. */
export interface RotamerFinding extends ScoredConformation {
  readonly chain: string;
  readonly number: number;
  readonly insertionCode: string;
  readonly name: string;
  /** Atoms of the structure from `start` up to, not including, `end`. */
  readonly start: number;
  readonly end: number;
  /** The rotamer that the side chain has; null where it has none. */
  readonly rotamer: string | null;
  /** The best of those that the side chain has not, where it is clearly better and clashes no more; else null. */
  readonly better: BetterRotamer | null;
}

/** One side chain and all rotamers of its kind. */
export interface ResidueRotamers extends RotamerFinding {
  /** Best correlation first. */
  readonly rotamers: readonly ScoredRotamer[];
}
