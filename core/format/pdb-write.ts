import { AppError } from "#core/errors.ts";
import { encodeHybrid36 } from "#core/format/hybrid36.ts";
import { encodeText } from "#core/format/text.ts";
import { residuesOf } from "#core/structure/residues.ts";
import type { Structure } from "#core/structure/structure.ts";

/**
 * A PDB text (format 3.3) of one structure: atoms numbered 1, 2, … (hybrid-36 beyond 99 999, as are residues
 * beyond 9999), TER after each polymer chain. Throws `input`, naming the atom and advising mmCIF, for what the
 * format cannot hold: chain ids of more than one letter, residue names of more than three, atom names of more
 * than four, coordinates beyond -999.999…9999.999 Å, too many atoms.
 */
export function writePdb(structure: Structure): Uint8Array {
  const ends = chainEnds(structure);
  const lines: string[] = [];
  let serial = 0;
  for (let n = 0; n < structure.atomCount; n++) {
    serial++;
    const residue = residueColumns(structure, n);
    const record = structure.isHetero[n] ? "HETATM" : "ATOM  ";
    const name = fitting(nameColumns(structure, n), 4, structure, n, "its name is longer than four letters");
    const altLoc = fitting(
      structure.altLoc[n] || " ",
      1,
      structure,
      n,
      "its alternate location has two letters",
    );
    const numbers = numberColumns(structure, n);
    const element = structure.element[n] === "X" ? "" : structure.element[n];
    const head = `${record}${serialColumns(serial, structure, n)} ${name}${altLoc}${residue}`;
    lines.push(`${head}   ${numbers}${" ".repeat(10)}${element.padStart(2)}${chargeColumns(structure, n)}`);
    const tensor = tensorColumns(structure, n);
    if (tensor !== "") {
      const start = `ANISOU${head.slice(6)} ${tensor}`;
      lines.push(`${start}${" ".repeat(6)}${element.padStart(2)}${chargeColumns(structure, n)}`);
    }
    if (ends.has(n)) {
      serial++;
      lines.push(`TER   ${serialColumns(serial, structure, n)}      ${residue}`.padEnd(80));
    }
  }
  lines.push("END".padEnd(80), "");
  return encodeText(lines.join("\n"));
}

/** The last atom of each chain's polymer. */
function chainEnds(structure: Structure): Set<number> {
  const lastOf = new Map<string, number>();
  for (const { start, end, kind } of residuesOf(structure)) {
    if (kind === "protein" || kind === "nucleic") lastOf.set(structure.chainId[start], end - 1);
  }
  return new Set(lastOf.values());
}

/** Columns 18–27: residue name, chain, number, insertion code. */
function residueColumns(structure: Structure, n: number): string {
  const name = fitting(
    structure.residueName[n].padStart(3),
    3,
    structure,
    n,
    "its residue name has more than three letters",
  );
  const chain = fitting(
    structure.chainId[n] || " ",
    1,
    structure,
    n,
    "its chain id has more than one letter",
  );
  const code = fitting(
    structure.insertionCode[n] || " ",
    1,
    structure,
    n,
    "its insertion code has two letters",
  );
  const number = encodeHybrid36(structure.residueNumber[n], 4);
  if (number === null) throw refusal(structure, n, "its residue number is out of range");
  return `${name} ${chain}${number}${code}`;
}

/** Columns 13–16: symbols of one letter start in column 14 unless the name is full. */
function nameColumns(structure: Structure, n: number): string {
  const name = structure.atomName[n];
  const startsLeft =
    name.length >= 4 ||
    (structure.element[n].length === 2 && name.toUpperCase().startsWith(structure.element[n]));
  return (startsLeft ? name : ` ${name}`).padEnd(4);
}

/** Columns 31–66: coordinates with three decimals, occupancy and B with as many as fit. */
function numberColumns(structure: Structure, n: number): string {
  const coordinates = [0, 1, 2].map((axis) => {
    const value = structure.xyz[3 * n + axis];
    if (!Number.isFinite(value)) throw refusal(structure, n, "its position is not finite");
    const text = value.toFixed(3).padStart(8);
    return fitting(text, 8, structure, n, "its position is outside -999.999…9999.999 Å");
  });
  const rest = [structure.occupancy[n], structure.bFactor[n]].map((value) => {
    const text = [2, 1, 0].map((decimals) => value.toFixed(decimals).padStart(6)).find((t) => t.length === 6);
    if (text === undefined) throw refusal(structure, n, "its occupancy or B factor is out of range");
    return text;
  });
  return [...coordinates, ...rest].join("");
}

/** Columns 79–80. */
function chargeColumns({ charge }: Structure, n: number): string {
  const e = charge?.[n] ?? 0;
  return e === 0 || Math.abs(e) > 9 ? "  " : `${Math.abs(e)}${e > 0 ? "+" : "-"}`;
}

/** Columns 29–70 of an ANISOU record, "" for an atom without a tensor. */
function tensorColumns({ anisotropicU }: Structure, n: number): string {
  const tensor = anisotropicU?.subarray(6 * n, 6 * n + 6);
  if (!tensor?.some((u) => u !== 0)) return "";
  return Array.from(tensor, (u) => String(Math.round(1e4 * u)).padStart(7)).join("");
}

function serialColumns(serial: number, structure: Structure, n: number): string {
  const text = encodeHybrid36(serial, 5);
  if (text === null) throw refusal(structure, n, "there are too many atoms");
  return text;
}

function fitting(text: string, width: number, structure: Structure, n: number, problem: string): string {
  if (text.length !== width) throw refusal(structure, n, problem);
  if (!/^[ -~]*$/.test(text)) throw refusal(structure, n, "it has letters outside ASCII");
  return text;
}

function refusal(structure: Structure, n: number, problem: string): AppError {
  const where = `${structure.chainId[n]} ${structure.residueName[n]} ${structure.residueNumber[n]} ${structure.atomName[n]}`;
  return new AppError("input", `The PDB format cannot hold atom ${where}: ${problem}. Write mmCIF instead.`, {
    atom: n,
    problem,
  });
}
