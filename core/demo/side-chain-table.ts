/** An atom of a side chain and how it is placed from three atoms before it. */
interface SideChainAtom {
  readonly name: string;
  /** Places in the list N, CA, CB and then the atoms of the side chain in their order. */
  readonly from: readonly [number, number, number];
  /** Å. */
  readonly bond: number;
  /** Degrees. */
  readonly angle: number;
  /** Which chi its torsion follows (1…4), 0 when the torsion is fixed. */
  readonly chi: number;
  /** Added to that chi, or the fixed torsion, degrees. */
  readonly offset: number;
}

export interface SideChain {
  /** Beyond CB, each after the atoms it is placed from. */
  readonly atoms: readonly SideChainAtom[];
  /** Common rotamers, chi 1… in degrees, the most common first. */
  readonly rotamers: readonly (readonly number[])[];
}

/** Each line: name, the atoms it is placed from, bond, angle, chi, offset ("OG N-CA-CB 1.417 111.1 1 0"). */
function sideChain(lines: readonly string[], rotamers: readonly (readonly number[])[]): SideChain {
  const names = ["N", "CA", "CB", ...lines.map((line) => line.split(" ")[0])];
  const atoms = lines.map((line) => {
    const [name, from, ...numbers] = line.split(" ");
    const [a, b, c] = from.split("-").map((other) => names.indexOf(other));
    const [bond, angle, chi, offset] = numbers.map(Number);
    return { name, from: [a, b, c] as const, bond, angle, chi, offset };
  });
  return { atoms, rotamers };
}

/**
 * Bonds and angles: R. A. Engh and R. Huber, Acta Cryst. A47, 392 (1991). Rotamers: modes of the penultimate
 * library, S. C. Lovell et al., Proteins 40, 389 (2000), full turns taken as 180°.
 */
export const SIDE_CHAINS: ReadonlyMap<string, SideChain> = new Map([
  ["GLY", sideChain([], [[]])],
  ["ALA", sideChain([], [[]])],
  ["SER", sideChain(["OG N-CA-CB 1.417 111.1 1 0"], [[62], [-65], [-177]])],
  ["CYS", sideChain(["SG N-CA-CB 1.808 114.4 1 0"], [[-65], [-177], [62]])],
  [
    "THR",
    sideChain(["OG1 N-CA-CB 1.433 109.6 1 0", "CG2 N-CA-CB 1.521 110.5 1 -121"], [[62], [-65], [-175]]),
  ],
  ["VAL", sideChain(["CG1 N-CA-CB 1.521 110.5 1 0", "CG2 N-CA-CB 1.521 110.5 1 122"], [[175], [-60], [63]])],
  [
    "LEU",
    sideChain(
      ["CG N-CA-CB 1.53 116.3 1 0", "CD1 CA-CB-CG 1.521 110.7 2 0", "CD2 CA-CB-CG 1.521 110.7 2 122"],
      [
        [-65, 175],
        [-177, 65],
      ],
    ),
  ],
  [
    "ILE",
    sideChain(
      ["CG1 N-CA-CB 1.53 110.4 1 0", "CG2 N-CA-CB 1.521 110.5 1 -122", "CD1 CA-CB-CG1 1.513 113.8 2 0"],
      [
        [-65, 170],
        [62, 170],
        [-57, -60],
        [-177, 165],
      ],
    ),
  ],
  [
    "MET",
    sideChain(
      ["CG N-CA-CB 1.52 114.1 1 0", "SD CA-CB-CG 1.803 112.7 2 0", "CE CB-CG-SD 1.791 100.9 3 0"],
      [
        [-65, -65, -70],
        [-67, 180, 75],
        [-67, 180, -75],
        [-177, 180, 75],
      ],
    ),
  ],
  [
    "PRO",
    sideChain(
      ["CG N-CA-CB 1.492 104.5 1 0", "CD CA-CB-CG 1.503 106.1 2 0"],
      [
        // The ring closes (CD-N 1.47 Å) for just these pairs.
        [28, -33],
        [-26, 34],
      ],
    ),
  ],
  [
    "PHE",
    sideChain(
      [
        "CG N-CA-CB 1.502 113.8 1 0",
        "CD1 CA-CB-CG 1.384 120.7 2 0",
        "CD2 CA-CB-CG 1.384 120.7 2 180",
        "CE1 CB-CG-CD1 1.382 120.7 0 180",
        "CE2 CB-CG-CD2 1.382 120.7 0 180",
        "CZ CG-CD1-CE1 1.382 120 0 0",
      ],
      [
        [-65, -85],
        [-177, 80],
        [62, 90],
      ],
    ),
  ],
  [
    "TYR",
    sideChain(
      [
        "CG N-CA-CB 1.512 113.8 1 0",
        "CD1 CA-CB-CG 1.389 120.8 2 0",
        "CD2 CA-CB-CG 1.389 120.8 2 180",
        "CE1 CB-CG-CD1 1.382 121.2 0 180",
        "CE2 CB-CG-CD2 1.382 121.2 0 180",
        "CZ CG-CD1-CE1 1.378 119.6 0 0",
        "OH CD1-CE1-CZ 1.376 119.9 0 180",
      ],
      [
        [-65, -85],
        [-177, 80],
        [62, 90],
      ],
    ),
  ],
  [
    "TRP",
    sideChain(
      [
        "CG N-CA-CB 1.498 113.6 1 0",
        "CD1 CA-CB-CG 1.365 126.9 2 0",
        "CD2 CA-CB-CG 1.433 126.8 2 180",
        "NE1 CB-CG-CD1 1.374 110.2 0 180",
        "CE2 CB-CG-CD2 1.409 107.2 0 180",
        "CE3 CB-CG-CD2 1.398 133.9 0 0",
        "CZ2 CG-CD2-CE2 1.394 122.4 0 180",
        "CZ3 CG-CD2-CE3 1.382 118.6 0 180",
        "CH2 CD2-CE2-CZ2 1.368 117.5 0 0",
      ],
      [
        [-65, 95],
        [-177, -105],
        [62, -90],
        [-177, 90],
      ],
    ),
  ],
  [
    "HIS",
    sideChain(
      [
        "CG N-CA-CB 1.497 113.8 1 0",
        "ND1 CA-CB-CG 1.378 122.7 2 0",
        "CD2 CA-CB-CG 1.354 131.2 2 180",
        "CE1 CB-CG-ND1 1.321 109 0 180",
        "NE2 CB-CG-CD2 1.374 107.2 0 180",
      ],
      [
        [-65, -70],
        [-177, 60],
        [-65, 80],
        [62, -75],
      ],
    ),
  ],
  [
    "ASP",
    sideChain(
      ["CG N-CA-CB 1.516 112.6 1 0", "OD1 CA-CB-CG 1.249 118.4 2 0", "OD2 CA-CB-CG 1.249 118.4 2 180"],
      [
        [-70, -15],
        [-177, 0],
        [62, -10],
      ],
    ),
  ],
  [
    "ASN",
    sideChain(
      ["CG N-CA-CB 1.516 112.6 1 0", "OD1 CA-CB-CG 1.231 120.8 2 0", "ND2 CA-CB-CG 1.328 116.4 2 180"],
      [
        [-65, -20],
        [-174, -20],
        [62, -10],
      ],
    ),
  ],
  [
    "GLU",
    sideChain(
      [
        "CG N-CA-CB 1.52 114.1 1 0",
        "CD CA-CB-CG 1.516 112.6 2 0",
        "OE1 CB-CG-CD 1.249 118.4 3 0",
        "OE2 CB-CG-CD 1.249 118.4 3 180",
      ],
      [
        [-67, 180, -10],
        [-177, 180, 0],
        [-65, -65, -40],
      ],
    ),
  ],
  [
    "GLN",
    sideChain(
      [
        "CG N-CA-CB 1.52 114.1 1 0",
        "CD CA-CB-CG 1.516 112.6 2 0",
        "OE1 CB-CG-CD 1.231 120.8 3 0",
        "NE2 CB-CG-CD 1.328 116.4 3 180",
      ],
      [
        [-67, 180, -25],
        [-177, 180, 0],
        [-65, -65, -40],
      ],
    ),
  ],
  [
    "LYS",
    sideChain(
      [
        "CG N-CA-CB 1.52 114.1 1 0",
        "CD CA-CB-CG 1.52 111.3 2 0",
        "CE CB-CG-CD 1.52 111.3 3 0",
        "NZ CG-CD-CE 1.489 111.9 4 0",
      ],
      [
        [-67, 180, 180, 180],
        [-62, -68, 180, 180],
        [-177, 180, 180, 180],
      ],
    ),
  ],
  [
    "ARG",
    sideChain(
      [
        "CG N-CA-CB 1.52 114.1 1 0",
        "CD CA-CB-CG 1.52 111.3 2 0",
        "NE CB-CG-CD 1.46 112 3 0",
        "CZ CG-CD-NE 1.329 124.2 4 0",
        "NH1 CD-NE-CZ 1.326 120 0 0",
        "NH2 CD-NE-CZ 1.326 119.7 0 180",
      ],
      [
        [-67, 180, -65, -85],
        [-67, 180, 180, 180],
        [-177, 180, 65, 85],
        [-62, -68, 180, 180],
      ],
    ),
  ],
]);

/** N-CA-CB of proline, degrees: its ring is tighter than an open side chain. */
export const PROLINE_N_CA_CB = 103;
