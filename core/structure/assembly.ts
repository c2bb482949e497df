import type { Rigid } from "#core/math/rigid.ts";

/** A biological assembly as a file states it: copies of chains, in the frame of the file. */
export interface Assembly {
  readonly id: string;
  /** "author_and_software_defined_assembly", "icosahedral"; "" when the file says nothing. */
  readonly details: string;
  readonly parts: readonly AssemblyPart[];
}

export interface AssemblyPart {
  /** mmCIF label_asym_id, or the author's chain ids of a PDB file. */
  readonly chains: readonly string[];
  readonly names: "label" | "author";
  /** One copy per motion. */
  readonly motions: readonly Rigid[];
}
