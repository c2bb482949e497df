import { describe, expect, it } from "vitest";
import { readPdb } from "#core/format/pdb.ts";
import { encodeText } from "#core/format/text.ts";

const TITLE = [
  "HEADER    TRANSPORT PROTEIN                       01-JAN-20   6ABC              ",
  "TITLE     A STRUCTURE OF                                                        ",
  "TITLE    2 TWO ATOMS                                                            ",
  "REMARK   2                                                                      ",
  "REMARK   2 RESOLUTION.    3.40 ANGSTROMS.                                       ",
];
const N = "ATOM      1  N   ALA A   1      11.104  -6.134   0.500  0.50 20.25           N  ";
const CA = "ATOM      2  CA AALA A   1A     12.000   7.000 -98.765  1.00  5.00           C  ";

function read(...lines: string[]) {
  const { value, warnings } = readPdb(encodeText(lines.join("\n")));
  return { file: value, structure: value.structures[0], warnings };
}

/** A line with some columns (from 1) written over. */
function over(line: string, column: number, text: string): string {
  return line.slice(0, column - 1) + text + line.slice(column - 1 + text.length);
}

describe("readPdb", () => {
  it("reads every column of an atom", () => {
    const { file, structure, warnings } = read(...TITLE, N, CA, "TER", "END");
    expect(warnings).toEqual([]);
    expect(file).toMatchObject({
      format: "pdb",
      entry: "6ABC",
      title: "A STRUCTURE OF TWO ATOMS",
      resolution: 3.4,
    });
    expect([...structure.xyz]).toEqual([11.104, -6.134, 0.5, 12, 7, -98.765]);
    expect(structure).toMatchObject({
      name: "model",
      atomCount: 2,
      element: ["N", "C"],
      atomName: ["N", "CA"],
      residueName: ["ALA", "ALA"],
      chainId: ["A", "A"],
      insertionCode: ["", "A"],
      altLoc: ["", "A"],
    });
    expect([...structure.residueNumber]).toEqual([1, 1]);
    expect([...structure.occupancy]).toEqual([0.5, 1]);
    expect([...structure.bFactor]).toEqual([20.25, 5]);
    expect([...structure.serial]).toEqual([1, 2]);
  });

  it("reads formal charges as the format and some programs write them, and takes old line numbers for none", () => {
    const lines = ["2+", "1-", "+3", "42", "  "].map((field) => over(N.padEnd(80), 79, field));
    expect([...(read(...lines).structure.charge ?? [])]).toEqual([2, -1, 3, 0, 0]);
    expect(read(N).structure.charge).toBeUndefined();
  });

  it("reads the anisotropic displacement of an atom from the line after it, and from no other", () => {
    const tensor = "ANISOU    2  CA AALA A   1A    2406   1892   1614    198    519   -328       C  ";
    const { structure, warnings } = read(N, CA, tensor);
    expect(warnings).toEqual([]);
    const expected = [0, 0, 0, 0, 0, 0, 0.2406, 0.1892, 0.1614, 0.0198, 0.0519, -0.0328];
    expect(structure.anisotropicU).toEqual(Float32Array.from(expected));
    const stray = read(N, tensor);
    expect(stray.structure.anisotropicU).toBeUndefined();
    expect(stray.warnings[0]).toContain("follow no atom of theirs");
  });

  it("reads lines ended by any of the three conventions", () => {
    for (const end of ["\n", "\r\n", "\r"]) {
      expect(readPdb(encodeText([N, CA].join(end))).value.structures[0].atomCount).toBe(2);
    }
  });

  it("gives one structure per model", () => {
    const { file } = read("MODEL        1", N, "ENDMDL", "MODEL        7", N, CA, "ENDMDL");
    expect(file.structures.map((s) => [s.name, s.atomCount])).toEqual([
      ["model model 1", 1],
      ["model model 7", 2],
    ]);
    expect(read("MODEL 1", N, "ENDMDL", "MODEL 1", N, "ENDMDL").file.structures).toHaveLength(2);
    expect(read(N, "ENDMDL", N, "ENDMDL").file.structures).toHaveLength(2);
  });

  it("reads hybrid-36 and hexadecimal numbers, and counts where there is no number", () => {
    const { structure, warnings } = read(
      over(over(N, 7, "A0000"), 23, "A000"),
      over(over(N, 7, "186a1"), 23, "-999"),
      over(N, 7, "*****"),
    );
    expect([...structure.serial]).toEqual([100000, 100001, 3]);
    expect([...structure.residueNumber]).toEqual([10000, -999, 1]);
    expect(warnings).toEqual(["Atom numbers are unreadable and were counted instead: line 3."]);
  });

  it("tells calcium from an alpha carbon where the element is missing", () => {
    const { structure } = read(
      N.slice(0, 66),
      CA.slice(0, 66),
      "HETATM    3 CA    CA A 101      12.000   7.000   8.000",
    );
    expect(structure.element).toEqual(["N", "C", "CA"]);
    expect([...structure.isHetero]).toEqual([0, 0, 1]);
    expect([...structure.occupancy]).toEqual([0.5, 1, 1]);
  });

  it("ignores what old files write into columns 73–80", () => {
    expect(read(over(N, 73, "1ABC  12")).structure.element).toEqual(["N"]);
  });

  it("keeps deuterium, lower-case and two-letter elements", () => {
    const { structure } = read(over(N, 77, " D"), over(N, 77, "Zn"), over(N, 77, "C "));
    expect(structure.element).toEqual(["D", "ZN", "C"]);
  });

  it("takes column 21 for a chain letter or a residue letter, whichever makes a known name", () => {
    const { structure, warnings } = read(over(N, 21, "XY"), over(N, 18, "TIP3"), over(N, 18, "POPC"));
    expect(structure.chainId).toEqual(["XY", "A", "A"]);
    expect(structure.residueName).toEqual(["ALA", "TIP3", "POPC"]);
    expect(warnings).toHaveLength(2);
  });

  it("skips lines it cannot read and names the first three", () => {
    const short = N.slice(0, 50);
    const shifted = over(N, 31, "   abc  ");
    const { structure, warnings } = read(N, short, short, short, short, shifted, CA);
    expect(structure.atomCount).toBe(2);
    expect(warnings).toEqual([
      "Atom lines that end before column 54 were skipped: line 2, line 3, line 4 and 1 more.",
      "Atom lines without numbers in columns 31–38, 39–46 and 47–54 were skipped: line 6.",
    ]);
  });

  it("warns of a chain that goes on after TER, not of its ligands", () => {
    expect(read(N, "TER", over(N, 1, "HETATM")).warnings).toEqual([]);
    expect(read(N, "TER", N).warnings.join()).toContain("Chain A goes on after its TER record: line 3");
  });

  it("refuses a file without atoms", () => {
    expect(() => read(...TITLE, "END")).toThrow(expect.objectContaining({ code: "format" }));
    expect(() => readPdb(new Uint8Array(0))).toThrow(/no atoms/);
  });
});
