/**
 * What a spec such as "#1.2/A:10-20@CA & protein" names, in ChimeraX's grammar
 * (docs/user/commands/atomspec.html, src/bundles/core/src/commands/_atomspec.peg of RBVI/ChimeraX).
 */
export type Spec =
  | { readonly kind: "word"; readonly word: string }
  | { readonly kind: "path"; readonly models: readonly ModelPart[] }
  | { readonly kind: "not"; readonly of: Spec }
  /** Two or more. */
  | { readonly kind: "and" | "or"; readonly of: readonly Spec[] }
  | Zone;

/** What lies within (or beyond) a distance, Å, of atoms: as atoms, whole residues, chains or models. */
export interface Zone {
  readonly kind: "zone";
  readonly of: Spec;
  readonly level: "#" | "/" | ":" | "@";
  readonly beyond: boolean;
  readonly distance: number;
}

/** "#1,2.3": numbers at each depth, and what of these models; no depths: of any model. */
export interface ModelPart {
  readonly numbers: readonly (readonly NumberRange[])[];
  /** None: the whole model. */
  readonly chains: readonly ChainPart[];
}

/** "/A-C,F:10@CA"; no ids: any chain. */
export interface ChainPart {
  readonly ids: readonly NameRange[];
  /** None: whole chains. */
  readonly residues: readonly ResiduePart[];
}

/** ":10-20,lys@CA"; no ids: any residue. */
export interface ResiduePart {
  readonly ids: readonly (ResidueRange | NamePattern)[];
  /** Names of atoms; none: whole residues. */
  readonly atoms: readonly NamePattern[];
}

/** Both ends belong to it; null: as far as there is any. */
export interface NumberRange {
  readonly from: number | null;
  readonly to: number | null;
}

export interface ResidueRange {
  readonly from: ResidueNumber | null;
  readonly to: ResidueNumber | null;
}

/** As the author wrote it: "52A" is 52 with the insertion code A. */
export interface ResidueNumber {
  readonly number: number;
  readonly insertion: string;
}

/** A name with the wild cards *, ? and [abc]; case does not matter. */
export interface NamePattern {
  readonly name: string;
}

/** A chain by its name, or chains in the order of the alphabet up to another. */
export interface NameRange extends NamePattern {
  readonly to: string | null;
}

/** Words that stand for parts of models. */
export const SPEC_WORDS: Readonly<Record<string, string>> = {
  all: "everything open",
  sel: "what is selected",
  protein: "amino acids in chains",
  nucleic: "nucleotides in chains",
  solvent: "water",
  ions: "residues of a single atom that are no water",
  ligand: "what is neither polymer, nor solvent, nor ions",
  main: "polymer",
  backbone: "N, CA, C, O, and the sugar and phosphate of nucleotides",
  sidechain: "polymer without its backbone, with CA and the sugar",
  helix: "residues in helices",
  strand: "residues in strands",
  coil: "amino acids in neither",
};
