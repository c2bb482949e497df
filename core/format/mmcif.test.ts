import { afterEach, describe, expect, it, vi } from "vitest";
import { readMmcif } from "#core/format/mmcif.ts";
import { encodeText } from "#core/format/text.ts";

const HEAD = `data_6ABC
_struct.title
;A title over
two lines with Å
;
_em_3d_reconstruction.resolution 2.9
loop_
_atom_site.group_PDB
_atom_site.id
_atom_site.type_symbol
_atom_site.label_atom_id
_atom_site.label_alt_id
_atom_site.label_comp_id
_atom_site.label_asym_id
_atom_site.label_entity_id
_atom_site.label_seq_id
_atom_site.pdbx_PDB_ins_code
_atom_site.Cartn_x
_atom_site.Cartn_y
_atom_site.Cartn_z
_atom_site.occupancy
_atom_site.B_iso_or_equiv
_atom_site.auth_seq_id
_atom_site.auth_asym_id
_atom_site.pdbx_PDB_model_num
`;
const ROWS = [
  `ATOM 1 N N . ALA A 1 5 ? 1.5 -2.25 3 1.00 10.5 105 XX 1`,
  `ATOM 2 C CA B ALA A 1 5 C 1.25(3) -2e1 +3.125 0.25 . 105 XX 1`,
  `ATOM 3 . "O5'" . DA B 2 1 ? 0 0 0 1 0 1 'Y Y' 1`,
  `HETATM 4 ? CA . CA C 3 . ? 7 8 9 ? ? 301 XX 1`,
];

function read(text: string) {
  return readMmcif(encodeText(text), "x");
}

afterEach(() => {
  vi.restoreAllMocks();
});

describe("readMmcif", () => {
  it("reads every column of an atom", async () => {
    const { value, warnings } = await read(HEAD + ROWS.join("\n"));
    expect(warnings).toEqual([]);
    expect(value).toMatchObject({
      format: "mmcif",
      entry: "6ABC",
      title: "A title over two lines with Å",
      resolution: 2.9,
    });
    const [structure] = value.structures;
    expect(structure).toMatchObject({
      atomCount: 4,
      element: ["N", "C", "O", "CA"],
      atomName: ["N", "CA", "O5'", "CA"],
      residueName: ["ALA", "ALA", "DA", "CA"],
      chainId: ["XX", "XX", "Y Y", "XX"],
      labelChainId: ["A", "A", "B", "C"],
      entityId: ["1", "1", "2", "3"],
      insertionCode: ["", "C", "", ""],
      altLoc: ["", "B", "", ""],
    });
    expect([...structure.xyz]).toEqual([1.5, -2.25, 3, 1.25, -20, 3.125, 0, 0, 0, 7, 8, 9]);
    expect([...structure.residueNumber]).toEqual([105, 105, 1, 301]);
    expect([...(structure.labelResidueNumber ?? [])]).toEqual([5, 5, 1, 0]);
    expect([...structure.occupancy]).toEqual([1, 0.25, 1, 1]);
    expect([...structure.bFactor]).toEqual([10.5, 0, 0, 0]);
    expect([...structure.isHetero]).toEqual([0, 0, 0, 1]);
  });

  it("gives one structure per model, and skips rows without coordinates", async () => {
    const second = ROWS[0].replace(/ 1$/, " 5");
    const unknown = ROWS[0].replace("1.5", "?");
    const { value, warnings } = await read([HEAD + ROWS[0], second, unknown, second].join("\n"));
    expect(value.structures.map((s) => [s.name, s.atomCount])).toEqual([
      ["x model 1", 1],
      ["x model 5", 2],
    ]);
    expect(warnings).toEqual(["Atoms without numbers as coordinates were skipped: atom 3."]);
  });

  it("says on which line a text stops being CIF, and never prints", async () => {
    const print = vi.spyOn(console, "log").mockImplementation(() => {});
    await expect(read("data_x\n_a.b 1\nstray\n")).rejects.toMatchObject({
      code: "format",
      message: expect.stringContaining("Line 3"),
      detail: { seen: "stray" },
    });
    for (const stray of ["'_a.b'", '"_a.b"', "\n;_a.b\n;", "'''_a.b'''"]) {
      await expect(read(`data_x\n_a.b 1\n${stray}\n`)).rejects.toMatchObject({ code: "format" });
    }
    await expect(read(`${HEAD + ROWS[0]}\n1 2 3\n`)).rejects.toMatchObject({ code: "format" });
    await expect(read("data_x\n_a.b\n")).rejects.toMatchObject({ code: "format" });
    expect(print).not.toHaveBeenCalled();
  });

  it("refuses files without atoms and says what was missing", async () => {
    await expect(read("data_x\n_cell.length_a 10\n")).rejects.toThrow(/no atom_site/);
    await expect(read("")).rejects.toThrow(/no atom_site/);
    await expect(read(HEAD + ROWS[0].replace("1.5", "abc"))).rejects.toThrow(/no atoms/);
  });

  it("reads past a byte order mark", async () => {
    expect((await read(`\ufeff${HEAD}${ROWS[0]}`)).value.structures[0].atomCount).toBe(1);
  });

  it("reads the first of several data blocks with atoms", async () => {
    const { value, warnings } = await read(
      `${HEAD + ROWS[0]}\n${HEAD.replace("6ABC", "7DEF")}${ROWS.join("\n")}`,
    );
    expect(value.structures[0].atomCount).toBe(1);
    expect(warnings.join()).toContain("7DEF");
  });
});
