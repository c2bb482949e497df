import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { readMrc } from "#core/format/mrc.ts";
import { volumeFromMrc } from "#core/format/mrc-volume.ts";
import { writeMrc } from "#core/format/mrc-write.ts";
import { createGaussians } from "#core/gmm/gaussians.ts";
import { readGaussianJson, writeGaussianJson } from "#core/gmm/gmm-json.ts";
import { drawGaussians } from "#core/gmm/model-agreement.ts";
import { createGrid } from "#core/volume/grid.ts";
import { runCli, temporaryFolder } from "#electron/cli/cli.testing.ts";

const folder = temporaryFolder();
const place = (name: string) => join(folder, name);
const gmm = (...words: string[]) => runCli(["gmm", ...words]);

/** Three, apart from each other, σ 2, 2.5 and 3 Å. */
const three = createGaussians(
  Float64Array.of(12, 20, 20, 24, 14, 18, 22, 28, 26),
  Float64Array.of(100, 200, 300),
  Float64Array.of(2, 2.5, 3),
);
const grid = createGrid([40, 40, 40], [0, 0, 0], [1, 1, 1]);

beforeAll(() => {
  writeFileSync(place("three.json"), writeGaussianJson(three, { source: "by hand" }));
  writeFileSync(place("map.mrc"), writeMrc(drawGaussians(three, grid)));
  writeFileSync(
    place("imp.txt"),
    "#|num|weight|mean|covariance matrix|\n|0|0.25|1 2 3|4 0 0 0 4 0 0 0 4|\n|1|0.75|5 6 7|1 0 0 0 4 0 0 0 16|\n",
  );
});

describe("gmm show", () => {
  it("tells number, extent, amplitudes and widths with units", async () => {
    const { exitCode, out } = await gmm("show", place("three.json"));
    expect(exitCode).toBe(0);
    expect(out).toMatch(/Gaussians +3\n/);
    expect(out).toMatch(/x, y, z +12 … 24 Å, 14 … 28 Å, 18 … 26 Å\n/);
    expect(out).toMatch(/amplitude +100, 200, 300 \(least, median, largest\); 600 in all, map units × Å³/);
    expect(out).toMatch(/σ +2, 2\.5, 3 Å/);
  });

  it("reads IMP's text, and says how much longer than wide its Gaussians are", async () => {
    const { exitCode, out } = await gmm("show", place("imp.txt"));
    expect(exitCode).toBe(0);
    expect(out).toMatch(/σ +2, 2, 2 Å/); // (1 · 4 · 16)^(1 ⁄ 6) = 2
    expect(out).toMatch(/longer than wide +1, 1, 4 times/);
  });

  it("asks for a box where EMAN's fractions need one", async () => {
    writeFileSync(place("eman.txt"), "0.1 0.2 -0.1 0.5 0.4\n");
    const { exitCode, err } = await gmm("show", place("eman.txt"));
    expect(exitCode).toBe(1);
    expect(err).toContain("--like MAP");
  });
});

describe("gmm convert", () => {
  it("comes back from EMAN's text as it went, amplitudes as parts of the largest", async () => {
    const box = ["--like", place("map.mrc")];
    expect(await gmm("convert", place("three.json"), place("out.txt"), ...box)).toMatchObject({
      exitCode: 0,
    });
    expect(await gmm("convert", place("out.txt"), place("back.json"), ...box)).toMatchObject({ exitCode: 0 });
    const { model, notes } = readGaussianJson(readFileSync(place("back.json"), "utf8"));
    expect(notes.source).toBe("out.txt");
    for (const [n, value] of three.xyz.entries()) expect(model.xyz[n]).toBeCloseTo(value, 3);
    for (const [n, value] of three.amplitude.entries())
      expect((300 * model.amplitude[n]) / value).toBeCloseTo(1, 3);
    for (const [n, value] of three.sigma.entries()) expect(model.sigma[n]).toBeCloseTo(value, 3);
  });
});

describe("gmm to-map", () => {
  it("draws each Gaussian with its amplitude as its mass", async () => {
    const ran = await gmm(
      "to-map",
      place("three.json"),
      "--like",
      place("map.mrc"),
      "-o",
      place("drawn.mrc"),
    );
    expect(ran.exitCode).toBe(0);
    const { values } = volumeFromMrc(readMrc(readFileSync(place("drawn.mrc"))).value).value;
    expect(values.reduce((sum, value) => sum + value, 0) / 600).toBeCloseTo(1, 2); // drawn to 4 σ
    // At the first centre: 100 ⁄ (2π · 2²)^(3 ⁄ 2), and less than 1 % of it from the others.
    const peak = 100 / (2 * Math.PI * 4) ** 1.5;
    expect((values[12 + 40 * (20 + 40 * 20)] ?? 0) / peak).toBeCloseTo(1, 1);
  });
});

describe("gmm build", () => {
  it("finds the Gaussians that made a map", async () => {
    const ran = await gmm("build", place("map.mrc"), "-n", "3", "--level", "0.1", "-o", place("built.json"));
    expect(ran).toMatchObject({ exitCode: 0 });
    expect(ran.out).toMatch(/^3 Gaussians/m);
    const { model } = readGaussianJson(readFileSync(place("built.json"), "utf8"));
    const order = [...model.sigma.keys()].sort((a, b) => model.sigma[a] - model.sigma[b]);
    for (const [n, own] of order.entries()) {
      for (let k = 0; k < 3; k++)
        expect(Math.abs(model.xyz[3 * own + k] - three.xyz[3 * n + k])).toBeLessThan(0.1);
      expect(Math.abs(model.sigma[own] - three.sigma[n])).toBeLessThan(0.1);
    }
  });

  it("asks how many where neither a number nor a resolution says so", async () => {
    const ran = await gmm("build", place("map.mrc"), "-o", place("none.json"));
    expect(ran.exitCode).toBe(1);
    expect(ran.err).toContain("Give -n N, or --resolution Å");
  });
});
