import type { RotamerFinding } from "#core/refine/rotamers/residue-rotamers.ts";
import { csvCell } from "#core/report/validation-csv.ts";

const HEADER =
  "chain,number,insertionCode,name,chi1,chi2,chi3,chi4,rotamer,correlation,clashes,better,betterCorrelation,betterClashes,gain,standardErrors";

/** One line per side chain under a header of names; torsions in degrees; what is not there is left empty (RFC 4180). */
export function rotamerCsv(residues: readonly RotamerFinding[]): string {
  const lines = residues.map((residue) => {
    const { chain, number, insertionCode, name, chi, rotamer, correlation, clashes, better } = residue;
    const torsions = [0, 1, 2, 3].map((n) => chi[n]);
    const now = [chain, number, insertionCode, name, ...torsions, rotamer ?? undefined, correlation, clashes];
    const other = better
      ? [better.name, better.correlation, better.clashes, better.gain, better.errors]
      : Array<undefined>(5).fill(undefined);
    return [...now, ...other].map(csvCell).join(",");
  });
  return `${[HEADER, ...lines].join("\r\n")}\r\n`;
}
