import { isGlycine, type TraceResidue } from "#core/demo/trace-residue.ts";
import type { Random } from "#core/math/random.ts";

interface Choice {
  readonly name: string;
  readonly weight: number;
}

/**
 * How often each residue is drawn at a kind of place, after the habits of soluble proteins; large residues more
 * often than they shall come out, as they find room less often.
 */
const CHOICES: Readonly<
  Record<TraceResidue["kind"], Readonly<Record<"buried" | "exposed", readonly Choice[]>>>
> = {
  helix: {
    buried: choicesOf("LEU 16 ILE 8 PHE 8 VAL 4 MET 4 TYR 4 ALA 3 TRP 3 CYS 1"),
    exposed: choicesOf("GLU 9 LYS 8 ARG 6 GLN 5 LEU 5 ALA 4 ASP 3 SER 2 ASN 2 THR 2 HIS 2"),
  },
  strand: {
    buried: choicesOf("VAL 9 ILE 9 LEU 8 PHE 8 TYR 4 TRP 2 MET 2 CYS 1 ALA 1"),
    exposed: choicesOf("THR 6 LYS 5 TYR 5 GLU 4 ARG 4 GLN 3 VAL 3 HIS 2 SER 2 ASN 2 PHE 2"),
  },
  loop: {
    buried: choicesOf("LEU 4 PHE 3 TYR 3 ASN 3 ASP 3 VAL 2 ILE 2 THR 2 SER 1 ALA 1"),
    exposed: choicesOf("ASP 6 ASN 6 LYS 5 GLU 4 THR 4 SER 3 ARG 3 GLN 3 GLY 2 HIS 2"),
  },
};

/** What fits where nothing that was drawn does; alanine always fits, as every place has room for CB. */
const FALLBACKS = ["VAL", "SER", "ALA"];
const DRAWS = 6;

/** CB within this distance count as neighbours, Å; more of them than the limit and the residue is buried. */
const NEIGHBOUR_DISTANCE = 10;
const BURIED = 17;

/** Phi that the ring of proline allows, degrees, and the psi of the residue before that leaves it room. */
const PROLINE_PHI = [-85, -52] as const;
const BEFORE_PROLINE_PSI = 90;

/** Share of the places that would suit proline which it takes. */
const PROLINES = 0.6;

/** Residue names to try at place n, in order; the last one always fits. */
export function candidates(
  residues: readonly TraceResidue[],
  n: number,
  neighbours: number,
  random: Random,
): string[] {
  const residue = residues[n];
  if (isGlycine(residue)) return ["GLY"];
  const choices = CHOICES[residue.kind][neighbours > BURIED ? "buried" : "exposed"];
  const names = allowsProline(residues, n) && random() < PROLINES ? ["PRO"] : [];
  for (let draw = 0; draw < DRAWS; draw++) {
    names.push(drawName(choices, random));
  }
  return [...names, ...FALLBACKS];
}

/** For each residue the number of others whose CB is within 10 Å. */
export function countNeighbours(residues: readonly TraceResidue[]): number[] {
  const counts: number[] = new Array(residues.length).fill(0);
  for (let n = 0; n < residues.length; n++) {
    const [x, y, z] = residues[n].cb;
    for (let m = 0; m < n; m++) {
      const { cb } = residues[m];
      if ((cb[0] - x) ** 2 + (cb[1] - y) ** 2 + (cb[2] - z) ** 2 >= NEIGHBOUR_DISTANCE ** 2) continue;
      counts[n]++;
      counts[m]++;
    }
  }
  return counts;
}

function allowsProline(residues: readonly TraceResidue[], n: number): boolean {
  const { phi } = residues[n];
  const [low, high] = PROLINE_PHI;
  return n > 0 && phi >= low && phi <= high && residues[n - 1].psi > BEFORE_PROLINE_PSI;
}

/** "LEU 9 ALA 6" as a list. */
function choicesOf(text: string): Choice[] {
  const words = text.split(" ");
  return words.flatMap((name, n) => (n % 2 === 0 ? [{ name, weight: Number(words[n + 1]) }] : []));
}

function drawName(choices: readonly Choice[], random: Random): string {
  let left = random() * choices.reduce((sum, { weight }) => sum + weight, 0);
  for (const { name, weight } of choices) {
    left -= weight;
    if (left < 0) return name;
  }
  return choices[0].name;
}
