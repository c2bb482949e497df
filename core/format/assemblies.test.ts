import { expect, it } from "vitest";
import { readStructure } from "#core/format/structure-file.ts";
import { encodeText } from "#core/format/text.ts";
import { buildAssembly } from "#core/structure/build-assembly.ts";

/** Atoms of chains A (x = 1) and B (x = 2) at y = z = 0. */
const cifAtoms = `
loop_
_atom_site.group_PDB _atom_site.id _atom_site.type_symbol _atom_site.label_atom_id _atom_site.label_comp_id
_atom_site.label_asym_id _atom_site.auth_asym_id _atom_site.auth_seq_id _atom_site.Cartn_x _atom_site.Cartn_y _atom_site.Cartn_z
ATOM 1 C CA GLY A X 1 1.0 0.0 0.0
ATOM 2 C CA GLY B Y 1 2.0 0.0 0.0
`;

// P shifts by 10 along y; 1 is nothing, 2 half a turn about z; 9 mirrors and is no motion.
const cif = `data_test
loop_
_pdbx_struct_assembly.id _pdbx_struct_assembly.details
1 author_defined_assembly
2 'as moved'
3 mirror
loop_
_pdbx_struct_assembly_gen.assembly_id _pdbx_struct_assembly_gen.oper_expression _pdbx_struct_assembly_gen.asym_id_list
1 1,2 A,B
2 (1-2)(P) A
2 P B
3 9 A
loop_
_pdbx_struct_oper_list.id
_pdbx_struct_oper_list.matrix[1][1] _pdbx_struct_oper_list.matrix[1][2] _pdbx_struct_oper_list.matrix[1][3]
_pdbx_struct_oper_list.matrix[2][1] _pdbx_struct_oper_list.matrix[2][2] _pdbx_struct_oper_list.matrix[2][3]
_pdbx_struct_oper_list.matrix[3][1] _pdbx_struct_oper_list.matrix[3][2] _pdbx_struct_oper_list.matrix[3][3]
_pdbx_struct_oper_list.vector[1] _pdbx_struct_oper_list.vector[2] _pdbx_struct_oper_list.vector[3]
1 1 0 0 0 1 0 0 0 1 0 0 0
2 -1 0 0 0 -1 0 0 0 1 0 0 0
P 1 0 0 0 1 0 0 0 1 0 10 0
9 -1 0 0 0 1 0 0 0 1 0 0 0
${cifAtoms}`;

const rounded = (xyz: Float64Array) => [...xyz].map((x) => Math.round(1e6 * x) / 1e6 + 0);

it("reads the assemblies of an mmCIF file, products of operators included", async () => {
  const [structure] = (await readStructure("a.cif", encodeText(cif))).value.structures;
  expect(structure.assemblies?.map(({ id, details }) => [id, details])).toEqual([
    ["1", "author_defined_assembly"],
    ["2", "as moved"],
  ]);
  const [first, second] = (structure.assemblies ?? []).map((assembly) => buildAssembly(structure, assembly));
  // A and B, then both turned: x = 1, 2, −1, −2.
  expect(rounded(first.xyz)).toEqual([1, 0, 0, 2, 0, 0, -1, 0, 0, -2, 0, 0]);
  expect(first.chainId).toEqual(["X", "Y", "A", "B"]);
  // A shifted, A shifted and then turned (y = −10), B shifted.
  expect(rounded(second.xyz)).toEqual([1, 10, 0, -1, -10, 0, 2, 10, 0]);
});

it("reads REMARK 350 of a PDB file", async () => {
  const pdb = `REMARK 350
REMARK 350 BIOMOLECULE: 1
REMARK 350 AUTHOR DETERMINED BIOLOGICAL UNIT: DIMERIC
REMARK 350 APPLY THE FOLLOWING TO CHAINS: A,
REMARK 350                    AND CHAINS: B
REMARK 350   BIOMT1   1  1.000000  0.000000  0.000000        0.00000
REMARK 350   BIOMT2   1  0.000000  1.000000  0.000000        0.00000
REMARK 350   BIOMT3   1  0.000000  0.000000  1.000000        0.00000
REMARK 350   BIOMT1   2 -1.000000  0.000000  0.000000        5.00000
REMARK 350   BIOMT2   2  0.000000 -1.000000  0.000000        0.00000
REMARK 350   BIOMT3   2  0.000000  0.000000  1.000000        0.00000
ATOM      1  CA  GLY A   1       1.000   0.000   0.000  1.00  0.00           C
ATOM      2  CA  GLY B   1       2.000   0.000   0.000  1.00  0.00           C
END
`;
  const [structure] = (await readStructure("a.pdb", encodeText(pdb))).value.structures;
  const [assembly] = structure.assemblies ?? [];
  expect(assembly?.parts[0]?.chains).toEqual(["A", "B"]);
  expect(rounded(buildAssembly(structure, assembly).xyz)).toEqual([1, 0, 0, 2, 0, 0, 4, 0, 0, 3, 0, 0]);
});

it("says when a structure has none of the chains", async () => {
  const [structure] = (await readStructure("a.cif", encodeText(cif))).value.structures;
  const nothing = { id: "7", details: "", parts: [{ chains: ["Q"], names: "label", motions: [] }] } as const;
  expect(() => buildAssembly(structure, nothing)).toThrow(/none of the chains/);
});
