/** A conformation that side chains of one kind prefer. */
export interface Rotamer {
  /** p, t and m stand for torsions near 60°, 180° and −60°, numbers for the last one. */
  readonly name: string;
  /** Of all residues of the kind, percent. */
  readonly percent: number;
  /** Degrees, chi 1 first. */
  readonly chi: readonly number[];
}

/** How the side chain of a kind of residue turns. */
export interface TurningSideChain {
  /** N, CA, CB and on along the chain: atoms k to k + 3 span chi k + 1. */
  readonly path: readonly string[];
  /** What each chi moves. */
  readonly moves: readonly (readonly string[])[];
  /** The last chi means the same after half a turn: both ends of it are alike. */
  readonly isSymmetric: boolean;
  readonly rotamers: readonly Rotamer[];
}

/** Words as in "m-20 51 -70 -15": name, percent, chi 1, chi 2 …; lines are one kind of residue each. */
const ROTAMERS: Readonly<Record<string, string>> = {
  ARG: `ptp85 1 62 180 65 85, ptp180 1 62 180 65 -175, ptt85 2 62 180 180 85, ptt180 2 62 180 180 180,
    ptt-85 2 62 180 180 -85, ptm180 1 62 180 -65 175, ptm-85 1 62 180 -65 -85, tpp85 1 -177 65 65 85,
    tpp180 1 -177 65 65 -175, tpt85 2 -177 65 180 85, tpt180 2 -177 65 180 180, ttp85 4 -177 180 65 85,
    ttp180 3 -177 180 65 -175, ttp-105 1 -177 180 65 -105, ttt85 2 -177 180 180 85, ttt180 4 -177 180 180 180,
    ttt-85 3 -177 180 180 -85, ttm105 1 -177 180 -65 105, ttm180 1 -177 180 -65 175, ttm-85 3 -177 180 -65 -85,
    mtp85 2 -67 180 65 85, mtp180 5 -67 180 65 -175, mtp-105 1 -67 180 65 -105, mtt85 4 -67 180 180 85,
    mtt180 9 -67 180 180 180, mtt-85 6 -67 180 180 -85, mtm105 2 -67 180 -65 105, mtm180 5 -67 180 -65 175,
    mtm-85 6 -67 -167 -65 -85, mmt85 1 -62 -68 180 85, mmt180 2 -62 -68 180 180, mmt-85 2 -62 -68 180 -85,
    mmm180 1 -62 -68 -65 175, mmm-85 2 -62 -68 -65 -85`,
  LYS: `ptpt 1 62 180 68 180, pttp 1 62 180 180 65, pttt 2 62 180 180 180, pttm 1 62 180 180 -65,
    ptmt 0.4 62 180 -68 180, tptp 1 -177 68 180 65, tptt 3 -177 68 180 180, tptm 1 -177 68 180 -65,
    ttpp 1 -177 180 68 65, ttpt 2 -177 180 68 180, tttp 4 -177 180 180 65, tttt 13 -177 180 180 180,
    tttm 3 -177 180 180 -65, ttmt 2 -177 180 -68 180, ttmm 0.4 -177 180 -68 -65, mptt 0.4 -90 68 180 180,
    mtpp 1 -67 180 68 65, mtpt 3 -67 180 68 180, mttp 3 -67 180 180 65, mttt 20 -67 180 180 180,
    mttm 5 -67 180 180 -65, mtmt 3 -67 180 -68 180, mtmm 1 -67 180 -68 -65, mmtp 1 -62 -68 180 65,
    mmtt 6 -62 -68 180 180, mmtm 1 -62 -68 180 -65, mmmt 1 -62 -68 -68 180`,
  MET: `ptp 2 62 180 75, ptm 3 62 180 -75, tpp 5 -177 65 75, tpt 2 -177 65 180, ttp 5 -177 180 75,
    ttt 3 -177 180 180, ttm 7 -177 180 -75, mtp 17 -67 180 75, mtt 8 -67 180 180, mtm 11 -67 180 -75,
    mmp 3 -65 -65 103, mmt 2 -65 -65 180, mmm 19 -65 -65 -70`,
  GLU: `pt-20 5 62 180 -20, pm0 2 70 -80 0, tp10 6 -177 65 10, tt0 24 -177 180 0, tm-20 1 -177 -80 -25,
    mp0 6 -65 85 0, mt-10 33 -67 180 -10, mm-40 13 -65 -65 -40`,
  GLN: `pt20 4 62 180 20, pm0 2 70 -75 0, tp-100 2 -177 65 -100, tp60 9 -177 65 60, tt0 16 -177 180 0,
    mp0 3 -65 85 0, mt-30 35 -67 180 -25, mm-40 15 -65 -65 -40, mm100 3 -65 -65 100`,
  ASP: "p-10 10 62 -10, p30 9 62 30, t0 21 -177 0, t70 6 -177 65, m-20 51 -70 -15",
  ASN: "p-10 7 62 -10, p30 9 62 30, t-20 12 -174 -20, t30 15 -177 30, m-20 39 -65 -20, m-80 8 -65 -75, m120 4 -65 120",
  ILE: "pp 1 62 100, pt 13 62 170, tp 2 -177 66, tt 8 -177 170, mp 1 -65 100, mt 60 -65 170, mm 15 -57 -59",
  LEU: "pp 1 62 80, tp 29 -177 65, tt 2 -172 147, mp 2 -85 65, mt 59 -65 174",
  HIS: `p-80 9 62 -75, p80 4 62 78, t-160 5 -177 -163, t-80 11 -177 -81, t60 16 -177 62, m-70 29 -65 -69,
    m170 7 -65 165, m80 13 -65 83`,
  TRP: `p-90 11 62 -90, p90 6 62 90, t-105 16 -177 -105, t90 18 -177 90, m-90 5 -65 -90, m0 8 -65 -4,
    m95 32 -65 95`,
  TYR: "p90 13 62 90, t80 34 -177 80, m-85 43 -65 -85, m-30 9 -65 -30",
  PHE: "p90 13 62 90, t80 33 -177 80, m-85 44 -65 -85, m-30 9 -65 -30",
  THR: "p 49 62, t 7 -175, m 43 -65",
  VAL: "p 6 63, t 73 175, m 20 -60",
  SER: "p 48 62, t 22 -177, m 29 -65",
  CYS: "p 23 62, t 26 -177, m 50 -65",
};

/** Atoms beyond CB along the chain of torsions, then those that hang on its end or at its side. */
const ATOMS: Readonly<Record<string, readonly [path: string, beside: string]>> = {
  ARG: ["CG CD NE CZ", "NH1 NH2"],
  LYS: ["CG CD CE NZ", ""],
  MET: ["CG SD CE", ""],
  GLU: ["CG CD OE1", "OE2"],
  GLN: ["CG CD OE1", "NE2"],
  ASP: ["CG OD1", "OD2"],
  ASN: ["CG OD1", "ND2"],
  ILE: ["CG1 CD1", "CG2"],
  LEU: ["CG CD1", "CD2"],
  HIS: ["CG ND1", "CD2 CE1 NE2"],
  TRP: ["CG CD1", "CD2 NE1 CE2 CE3 CZ2 CZ3 CH2"],
  TYR: ["CG CD1", "CD2 CE1 CE2 CZ OH"],
  PHE: ["CG CD1", "CD2 CE1 CE2 CZ"],
  THR: ["OG1", "CG2"],
  VAL: ["CG1", "CG2"],
  SER: ["OG", ""],
  CYS: ["SG", ""],
};

const SYMMETRIC = new Set(["ASP", "GLU", "PHE", "TYR"]);
/** The one side atom that hangs on CB beside a chain that goes on: chi 2 leaves it. */
const FIXED_BY_CHI2: Readonly<Record<string, string>> = { ILE: "CG2" };

/**
 * The penultimate rotamer library: common-atom values and frequencies of S. C. Lovell, J. M. Word, J. S. Richardson and
 * D. C. Richardson, Proteins 40, 389–408 (2000), table I. Proline is left out: its ring does not turn.
 */
export const TURNING_SIDE_CHAINS: ReadonlyMap<string, TurningSideChain> = new Map(
  Object.entries(ROTAMERS).map(([residue, text]) => [residue, turning(residue, text)]),
);

function turning(residue: string, text: string): TurningSideChain {
  const [along, beside] = ATOMS[residue].map((names) => names.split(" ").filter(Boolean));
  const moves = along.map((_, chi) => [
    ...along.slice(chi),
    ...beside.filter((name) => chi === 0 || name !== FIXED_BY_CHI2[residue]),
  ]);
  const path = ["N", "CA", "CB", ...along];
  const rotamers = text.split(",").map((entry) => {
    const [name, percent, ...chi] = entry.trim().split(/\s+/);
    return { name, percent: Number(percent), chi: chi.map(Number) };
  });
  return { path, moves, isSymmetric: SYMMETRIC.has(residue), rotamers };
}
