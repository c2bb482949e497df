import { describe, expect, it } from "vitest";
import { detectFormat } from "#core/format/detect.ts";
import { writeMmcif } from "#core/format/mmcif-write.ts";
import { readStructure } from "#core/format/structure-file.ts";
import { encodeText } from "#core/format/text.ts";
import { gaussiansOfAtoms, structureOfGaussians } from "#core/gmm/gaussian-structure.ts";
import { createGaussians } from "#core/gmm/gaussians.ts";
import { writeGaussianJson } from "#core/gmm/gmm-json.ts";
import { readAtoms } from "#core/gmm/read-atoms.ts";
import { makeStructure } from "#core/structure/structure.testing.ts";

const model = createGaussians(
  Float64Array.of(1, 2, 3, -4.5, 5, 6.25),
  Float64Array.of(0.5, 120),
  Float64Array.of(2, 3.5),
);

describe("Gaussians as atoms", () => {
  it("keep centre, amplitude as occupancy and width as B = 8π² σ²; groups are chains", () => {
    const atoms = structureOfGaussians(model, "two", [0, 1]);
    expect(atoms.chainId).toEqual(["A", "B"]);
    expect(atoms.bFactor[0]).toBeCloseTo(8 * Math.PI ** 2 * 4, 3);
    expect(atoms.occupancy[1]).toBe(120);
    const back = gaussiansOfAtoms(atoms);
    expect(back.xyz).toEqual(model.xyz);
    expect([...back.sigma].map((width) => Number(width.toFixed(5)))).toEqual([2, 3.5]);
    expect([...back.amplitude]).toEqual([0.5, 120]);
  });

  it("survive in a file of atoms", async () => {
    const { value } = await readStructure("two.cif", writeMmcif([structureOfGaussians(model, "two")]));
    const back = gaussiansOfAtoms(value.structures[0]);
    expect(back.sigma[1]).toBeCloseTo(3.5, 3);
    expect(back.amplitude[1]).toBeCloseTo(120, 6);
  });

  it("are not read from atoms that are atoms", () => {
    expect(() => gaussiansOfAtoms(makeStructure([{ element: "C" }]))).toThrow("no model of Gaussians");
  });
});

describe("a file of Gaussians", () => {
  it("is told from others by its first words, and opens as atoms", async () => {
    const bytes = encodeText(writeGaussianJson(model, { source: "map.mrc", resolution: 4 }));
    expect(detectFormat("x.json", bytes)).toBe("gaussians");
    expect(detectFormat("x.json", encodeText('{"format": "another"}'))).toBe("unknown");
    const { value, warnings } = await readAtoms("folder/x.json", bytes);
    expect(value).toMatchObject({ format: "gaussians", title: "Gaussians of map.mrc", resolution: 4 });
    expect(value.structures[0].name).toBe("x");
    expect(gaussiansOfAtoms(value.structures[0]).count).toBe(2);
    expect(warnings).toEqual([]);
  });

  it("of IMP holds weights, centres and covariances, which are kept", async () => {
    const lines = [
      "#|num|weight|mean|covariance matrix|",
      "|0|0.25|1 2 3|4 0 0 0 4 0 0 0 4|",
      "|1|0.75|-1 0 1e1|1 0 0 0 4 0 0 0 16|",
    ];
    const { value, warnings } = await readAtoms("mix.txt", encodeText(lines.join("\n")));
    const { xyz, amplitude, sigma, covariance } = gaussiansOfAtoms(value.structures[0]);
    expect([...xyz]).toEqual([1, 2, 3, -1, 0, 10]);
    expect([...amplitude]).toEqual([0.25, 0.75]);
    expect(sigma[0]).toBeCloseTo(2, 5);
    expect(sigma[1]).toBeCloseTo(2, 5); // (1 · 4 · 16)^(1 ⁄ 6)
    expect([...(covariance ?? [])]).toEqual([4, 4, 4, 0, 0, 0, 1, 4, 16, 0, 0, 0]);
    expect(warnings).toEqual([]);
  });

  it.each([
    "|0|0.25|1 2|4 0 0 0 4 0 0 0 4|",
    "|0|x|1 2 3|4 0 0 0 4 0 0 0 4|",
    "|0|0.25|1 2 3|4 0 0 0 4 0 0 0 -4|",
    "|0|0.25|1 2 3|4 0 0|",
  ])("of IMP with a line of another kind is refused, which is named: %s", async (line) => {
    const text = `#|num|weight|mean|covariance matrix|\n${line}\n`;
    await expect(readAtoms("mix.txt", encodeText(text))).rejects.toThrow("Line 2");
  });
});
