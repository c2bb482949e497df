import type { Assembly } from "#core/structure/assembly.ts";

/**
 * The atoms of one model of a file, one array per property, in file order.
 * All arrays have `atomCount` entries; `xyz` has three per atom.
 */
export interface Structure {
  readonly name: string;
  readonly atomCount: number;
  /** Cartesian coordinates, Å, xyz triplets (n × 3). */
  readonly xyz: Float64Array;
  /** Element symbol in capitals ("C", "ZN"); deuterium is "D"; "X" when unknown. */
  readonly element: readonly string[];
  readonly atomName: readonly string[];
  readonly residueName: readonly string[];
  /** Chain id as the author wrote it. */
  readonly chainId: readonly string[];
  /** Residue number as the author wrote it. */
  readonly residueNumber: Int32Array;
  /** Insertion code, "" when none. */
  readonly insertionCode: readonly string[];
  /** Alternate location, "" when none. */
  readonly altLoc: readonly string[];
  readonly occupancy: Float32Array;
  /** Isotropic displacement parameter B, Å². */
  readonly bFactor: Float32Array;
  /** Formal charge, e; absent when the file states none. */
  readonly charge?: Int8Array;
  /**
   * Anisotropic displacement U11 U22 U33 U12 U13 U23, Å² (n × 6), six zeros where an atom has none; absent when the file
   * states none.
   */
  readonly anisotropicU?: Float32Array;
  /** 1 for HETATM records (ligands, waters, modified residues as HETATM), else 0. */
  readonly isHetero: Uint8Array;
  /** mmCIF label_asym_id ("" when the file has none); distinguishes ligand and water chains. */
  readonly labelChainId: readonly string[];
  /** mmCIF label_entity_id ("" when the file has none). */
  readonly entityId: readonly string[];
  /** mmCIF label_seq_id, 0 where there is none; absent when the file has none. */
  readonly labelResidueNumber?: Int32Array;
  /** Atom serial number as in the file. */
  readonly serial: Int32Array;
  /** Biological assemblies that the file states, in its frame; absent when it states none. */
  readonly assemblies?: readonly Assembly[];
}
