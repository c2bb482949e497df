import { describe, expect, it } from "vitest";
import { tinyBinaryCif } from "#core/format/bcif.testing.ts";
import { detectFormat, isGzip, refusal } from "#core/format/detect.ts";
import { makeMrc } from "#core/format/mrc.testing.ts";
import { readMrc } from "#core/format/mrc.ts";
import { readStructure } from "#core/format/structure-file.ts";
import { encodeText } from "#core/format/text.ts";

const DX = "# made by hand\nobject 1 class gridpositions counts 2 2 2\n";
const ATOM = "ATOM      1  N   ALA A   1      11.104  -6.134   0.500  0.50 20.25           N  \n";

describe("detectFormat", () => {
  it.each([
    ["mrc", makeMrc({ n: [1, 1, 1] })],
    ["mrc", makeMrc({ n: [2, 1, 1], map: "\0\0\0\0", littleEndian: false })],
    ["bcif", tinyBinaryCif()],
    ["mmcif", encodeText("\ufeff# comment\n\n  DATA_x\n")],
    ["pdb", encodeText(`junk before\n${ATOM}`)],
    ["opendx", encodeText(DX)],
    ["pae", encodeText('[{"predicted_aligned_error":[[0,1],[1,0]]}]')],
    ["pae", encodeText('{\n "plddt": [91.2, 90], "pae": [[0, 1], [1, 0]]}')],
    ["unknown", encodeText('{"candidates": [], "pae": 1}')],
    ["gzip", Uint8Array.of(0x1f, 0x8b, 8, 0)],
    ["bzip2", encodeText("BZh91AY")],
    ["zip", Uint8Array.of(0x50, 0x4b, 3, 4)],
    ["hdf5", Uint8Array.of(0x89, 0x48, 0x44, 0x46, 13, 10)],
    ["unknown", encodeText("hello")],
    ["unknown", new Uint8Array(0)],
  ] as const)("knows %s by content whatever the name", (format, bytes) => {
    expect(detectFormat("", bytes)).toBe(format);
    if (format !== "unknown") expect(detectFormat("wrong.xyz.pdb", bytes)).toBe(format);
  });

  it("goes by the name where the content says nothing", () => {
    expect(detectFormat("A.CIF.gz", encodeText("hello"))).toBe("mmcif");
    expect(detectFormat("/some.mrc/ent", encodeText("hello"))).toBe("unknown");
  });

  it("knows gzip by two bytes", () => {
    expect(isGzip(Uint8Array.of(0x1f, 0x8b))).toBe(true);
    expect(isGzip(Uint8Array.of(0x1f))).toBe(false);
  });
});

describe("refusals", () => {
  it("say what the file is and what to do", () => {
    expect(refusal("zip", "a map").message).toBe(
      "This is a zip archive; unpack it and open the file inside. Expected a map.",
    );
    expect(() => readMrc(encodeText("BZh91AY&SY"))).toThrow(/bunzip2/);
    expect(() => readMrc(encodeText(DX.padEnd(2000)))).toThrow(/OpenDX.*convert/);
    expect(() => readMrc(encodeText(ATOM.repeat(20)))).toThrow(/PDB file with atoms; open it as a model/);
  });
});

describe("readStructure", () => {
  it("picks the reader by content, then by name, and names the structure after the file", async () => {
    const pdb = await readStructure("a/b/6abc.cif", encodeText(ATOM));
    expect(pdb.value).toMatchObject({ format: "pdb" });
    expect(pdb.value.structures[0].name).toBe("6abc");
    expect((await readStructure("x.pdb", tinyBinaryCif())).value.format).toBe("bcif");
    await expect(readStructure("x.pdb", encodeText("nothing here"))).rejects.toThrow(/no atoms/);
  });

  it("refuses everything else with a sentence", async () => {
    await expect(readStructure("x", makeMrc({ n: [1, 1, 1] }))).rejects.toThrow(/open it as a map/);
    await expect(readStructure("x", Uint8Array.of(0x1f, 0x8b))).rejects.toThrow(/gunzip/);
    await expect(readStructure("x", new Uint8Array(0))).rejects.toThrow(/empty/);
    await expect(readStructure("x", encodeText("hello"))).rejects.toMatchObject({ code: "format" });
  });
});
