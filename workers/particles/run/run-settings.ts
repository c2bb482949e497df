import type { FocusForm } from "#core/gmm/focus.ts";
import type { RefineWishes } from "#core/particles/refine-wishes.ts";

/** What changes what comes out of a run, but for the number of iterations: as its checkpoint holds it. */
export interface RunSettings extends Omit<RefineWishes, "iterations"> {
  /** SHA-256 of the masks that were given, as `maskDigest`. */
  readonly mask?: string;
  readonly focus?: string;
  readonly focusForm: FocusForm;
  readonly focusLevel: number;
  /** Patches that are refined on their own after the whole. */
  readonly patches?: number;
  /** Every particle is taken once per operator of this point group; and whether the best copy of each is kept in the end. */
  readonly expandSymmetry?: string;
  readonly breakSymmetry?: boolean;
}

/** Most patches that a particle is cut into, and how many where nobody says (e2gmm). */
export const MOST_PATCHES = 100;
