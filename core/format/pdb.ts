// Own reader: Mol*'s PDB path pulls in its whole molecular model (0.2 s to load) and reads no hybrid-36 serials.
import { assembliesFromRemarks } from "#core/format/assemblies.ts";
import { decodeHybrid36 } from "#core/format/hybrid36.ts";
import { Oddities } from "#core/format/oddities.ts";
import type { Parsed } from "#core/format/parsed.ts";
import { PdbLine } from "#core/format/pdb-line.ts";
import { atLeastOne, modelName, type StructureFile } from "#core/format/structure-contents.ts";
import { atomicNumber } from "#core/structure/elements.ts";
import { guessElementFromColumns } from "#core/structure/guess-element.ts";
import { isAminoAcid, isNucleotide, isWater } from "#core/structure/residue-names.ts";
import { type AtomRow, blankAtomRow, StructureBuilder } from "#core/structure/structure-builder.ts";

/**
 * Reads a PDB file (format 3.3, wwPDB 2012; column numbers below are its own, from 1): models, alternate
 * locations, insertion codes, hybrid-36 and hexadecimal numbers, missing elements, two-letter chain ids in
 * columns 21–22 and four-letter residue names in 18–21. Lines that cannot be read are skipped and named in the
 * warnings. Throws `format` when no atom remains.
 */
export function readPdb(bytes: Uint8Array, name = "model"): Parsed<StructureFile> {
  const reader = new PdbReader(bytes);
  let number = 0;
  for (let start = 0; start < bytes.length; ) {
    let end = start;
    while (end < bytes.length && bytes[end] !== 10 && bytes[end] !== 13) end++;
    number++;
    reader.readLine(start, end, number);
    start = bytes[end] === 13 && bytes[end + 1] === 10 ? end + 2 : end + 1;
  }
  const models = [...reader.builders];
  const assemblies = assembliesFromRemarks(reader.assemblyLines);
  const structures = atLeastOne(
    models.map(([model, builder]) => ({
      ...builder.toStructure(modelName(name, model, models.length)),
      ...(assemblies.length > 0 && { assemblies }),
    })),
  );
  const { entry, resolution } = reader;
  const title = reader.title.join(" ").replace(/\s+/g, " ").trim();
  return {
    value: { format: "pdb", structures, entry, title, resolution },
    warnings: reader.oddities.toWarnings(),
  };
}

const ATOM = 0x41544f4d;
const HETATM = 0x48455441;

/** Takes a file line by line and keeps what was found. */
class PdbReader {
  private readonly bytes: Uint8Array;
  readonly builders = new Map<number, StructureBuilder>();
  readonly oddities = new Oddities();
  readonly title: string[] = [];
  /** What REMARK 350 says. */
  readonly assemblyLines: string[] = [];
  entry = "";
  resolution: number | null = null;
  private model = 1;
  private builder: StructureBuilder | null = null;
  /** Chains of this model that a TER record has closed. */
  private readonly finishedChains = new Set<string>();
  private readonly line: PdbLine;
  private readonly row: AtomRow = blankAtomRow();
  private number = 0;
  /** Columns 7–27 of the last atom read. */
  private lastAtom = "";

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.line = new PdbLine(bytes);
  }

  readLine(start: number, end: number, number: number): void {
    const { bytes } = this;
    if (end - start < 3) return;
    this.number = number;
    this.line.moveTo(start, end);
    const last = end - start > 3 ? bytes[start + 3] : 32;
    const word = (bytes[start] << 24) | (bytes[start + 1] << 16) | (bytes[start + 2] << 8) | last;
    if (word === ATOM || word === HETATM) this.readAtom(word === HETATM);
    else this.readOther();
  }

  private readOther(): void {
    const { line } = this;
    switch (line.text(1, 6)) {
      case "MODEL":
        this.startModel(Number(line.text(7, 20)));
        break;
      case "ENDMDL":
        this.startModel(0);
        break;
      case "TER":
        this.finishedChains.add(this.row.chainId);
        break;
      case "ANISOU":
        this.readTensor();
        break;
      case "HEADER":
        this.entry = line.text(63, 66);
        break;
      case "TITLE":
        this.title.push(line.text(11, 80));
        break;
      case "REMARK":
        this.readRemark(line.text(7, 80));
        break;
    }
  }

  private readRemark(text: string): void {
    if (text.startsWith("350 ")) this.assemblyLines.push(text.slice(4));
    const stated = /^2\s+RESOLUTION\.\s+(\d+\.?\d*)\s+ANGSTROM/.exec(text);
    if (stated && Number(stated[1]) > 0) this.resolution = Number(stated[1]);
  }

  /** Opens the model of a stated number, or the next free one when that is taken or none is stated. */
  private startModel(stated: number): void {
    const isFree = Number.isInteger(stated) && stated > 0 && !this.builders.has(stated);
    if (isFree) this.model = stated;
    else while (this.builders.has(this.model)) this.model++;
    this.builder = null;
    this.finishedChains.clear();
  }

  private readAtom(isHetero: boolean): void {
    const { line, row } = this;
    row.x = line.float(31, 38);
    row.y = line.float(39, 46);
    row.z = line.float(47, 54);
    // A line cut inside a number would give a wrong one, so a short line counts as unreadable.
    if (line.length < 54) {
      this.note("Atom lines that end before column 54 were skipped");
      return;
    }
    if (!Number.isFinite(row.x + row.y + row.z)) {
      this.note("Atom lines without numbers in columns 31–38, 39–46 and 47–54 were skipped");
      return;
    }
    if (line.length > 81) this.note("Atom lines are longer than 80 columns");
    this.readResidue(isHetero);
    const builder = this.openModel();
    const serial = readSerial(line.text(7, 11));
    if (serial === null) this.note("Atom numbers are unreadable and were counted instead");
    row.serial = serial ?? builder.atomCount + 1;
    row.altLoc = line.text(17, 17);
    row.occupancy = this.optionalFloat(55, 60, 1, "Occupancies are not numbers (1 assumed)");
    row.bFactor = this.optionalFloat(61, 66, 0, "B factors are not numbers (0 assumed)");
    row.isHetero = isHetero;
    row.atomName = line.text(13, 16);
    if (row.atomName === "") this.note("Atoms have no name");
    row.element = elementOf(line, row.residueName);
    row.charge = chargeOf(line.text(79, 80));
    this.lastAtom = line.raw(7, 27);
    if (row.element === "X") this.note("Elements are unknown");
    builder.add(row);
  }

  /** U11 … U23 in 10⁻⁴ Å² of the atom in the line before, which has the same columns 7–27. */
  private readTensor(): void {
    const { line } = this;
    const tensor = [0, 1, 2, 3, 4, 5].map((n) => 1e-4 * line.float(29 + 7 * n, 35 + 7 * n));
    if (line.raw(7, 27) !== this.lastAtom || !this.builder) {
      this.note("ANISOU lines that follow no atom of theirs were skipped");
      return;
    }
    if (tensor.every(Number.isFinite)) this.builder.addAnisotropicU(tensor);
    else this.note("ANISOU lines without six numbers were skipped");
  }

  private openModel(): StructureBuilder {
    if (this.builder) return this.builder;
    this.builder = this.builders.get(this.model) ?? new StructureBuilder();
    this.builders.set(this.model, this.builder);
    return this.builder;
  }

  /** Residue name, chain, number and insertion code: columns 18–27. */
  private readResidue(isHetero: boolean): void {
    const { line, row } = this;
    row.residueName = line.text(18, 20);
    row.chainId = line.text(22, 22);
    const extra = line.text(21, 21);
    if (extra !== "") this.readColumn21(extra);
    if (!isHetero && this.finishedChains.delete(row.chainId)) {
      this.note(`Chain ${row.chainId || "(blank)"} goes on after its TER record`);
    }
    const field = line.text(23, 26);
    const number = decodeHybrid36(field, 4);
    if (number === null) this.note("Residue numbers are unreadable (0 assumed)");
    row.residueNumber = number ?? 0;
    row.insertionCode = line.text(27, 27);
  }

  /** Column 21 is blank by the format; some programs put a chain letter there, others a fourth letter of the residue. */
  private readColumn21(extra: string): void {
    const { line, row } = this;
    const { residueName } = row;
    const isKnown = isAminoAcid(residueName) || isNucleotide(residueName) || isWater(residueName);
    if (isKnown && row.chainId !== "" && !isWater(line.text(18, 21))) {
      row.chainId = extra + row.chainId;
      this.note("Chain ids have two letters (columns 21–22)");
    } else {
      row.residueName = line.text(18, 21);
      this.note("Residue names have four letters (columns 18–21)");
    }
  }

  private optionalFloat(first: number, last: number, fallback: number, kind: string): number {
    const value = this.line.float(first, last);
    if (Number.isFinite(value)) return value;
    if (this.line.text(first, last) !== "") this.note(kind);
    return fallback;
  }

  private note(kind: string): void {
    this.oddities.add(kind, `line ${this.number}`);
  }
}

/** A formal charge as "2+", or "+2" as some programs write it; 0 for anything else, such as old line numbers. */
function chargeOf(field: string): number {
  if (field === "") return 0;
  if (!/^(\d[+-]|[+-]\d)$/.test(field)) return 0;
  return Number(field.replace(/[+-]/, "")) * (field.includes("-") ? -1 : 1);
}

/** Decimal, hybrid-36, or hexadecimal as VMD writes it beyond 99 999 ("186a0"). */
function readSerial(field: string): number | null {
  const hybrid = decodeHybrid36(field, 5);
  if (hybrid !== null) return hybrid;
  return /^\d[\da-f]{4}$/i.test(field) ? Number.parseInt(field, 16) : null;
}

/** The element of columns 77–78, however justified, else guessed from the name. */
function elementOf(line: PdbLine, residueName: string): string {
  const stated = line.text(77, 78).toUpperCase();
  if (stated !== "" && atomicNumber(stated) > 0) return stated;
  return guessElementFromColumns(line.raw(13, 16), residueName);
}
