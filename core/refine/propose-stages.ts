import type { RefineRequest } from "#core/refine/request.ts";

/** Which stages a refinement has. */
export interface RefineStages {
  /** Every chain by itself. */
  readonly rigid: boolean;
  readonly coordinates: boolean;
  readonly bFactors: NonNullable<RefineRequest["bFactors"]> | null;
  readonly occupancy: NonNullable<RefineRequest["occupancy"]> | null;
}

/** Stages that the program chose, and why: a sentence without its full stop. */
export interface ProposedStages {
  readonly stages: RefineStages;
  readonly reason: string;
}

/** Finer than this, Å, atoms of a residue show by themselves. */
const ATOMS_TO = 2.5;
/** Side chains show, and hold coordinates against the restraints. */
const SIDE_CHAINS_TO = 4.5;

/** What a map of a resolution (Å) says enough of to be refined. */
export function proposeStages(resolution: number): ProposedStages {
  const usual = { rigid: true, coordinates: true, occupancy: null } as const;
  if (resolution <= ATOMS_TO) {
    return {
      stages: { ...usual, bFactors: "atom" },
      reason: `up to ${ATOMS_TO} Å a map tells the B factors of atoms apart`,
    };
  }
  if (resolution <= SIDE_CHAINS_TO) {
    return {
      stages: { ...usual, bFactors: "residue" },
      reason: `at ${resolution} Å side chains hold coordinates, but atoms of a residue share their B`,
    };
  }
  return {
    stages: { rigid: true, coordinates: false, bFactors: "chain", occupancy: null },
    reason: `beyond ${SIDE_CHAINS_TO} Å a map says where chains are, not where atoms are`,
  };
}
