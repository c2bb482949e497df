import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { readMrc } from "#core/format/mrc.ts";
import { volumeFromMrc } from "#core/format/mrc-volume.ts";
import { writePdb } from "#core/format/pdb-write.ts";
import { RECIPE_NAMES } from "#core/simulate/recipes/recipes.ts";
import { formFactorOrCarbon, scatteringAt } from "#core/simulate/vrm/scattering.ts";
import { makeStructure } from "#core/structure/structure.testing.ts";
import { runCli, writeTinyCase } from "#electron/cli/cli.testing.ts";
import { writeAtomic } from "#workers/files.ts";

let folder: string;
let model: string;
let out: string;

beforeAll(async () => {
  folder = writeTinyCase().folder;
  model = join(folder, "ion.pdb");
  out = join(folder, "made.mrc");
  const atoms = [
    { atomName: "FE", element: "FE", residueName: "FE", charge: 3, bFactor: 30, isHetero: true },
    { atomName: "CA", x: 3, bFactor: 30, residueNumber: 2 },
    { atomName: "Q", element: "X", residueName: "LIG", x: -3, bFactor: 30, residueNumber: 3, isHetero: true },
  ];
  await writeAtomic(model, writePdb(makeStructure(atoms)));
});

function simulate(...words: string[]) {
  return runCli(["simulate", model, "--out", out, ...words]);
}

/** ∫ ρ dV of the map written last. */
function integral(): number {
  const { values, grid } = volumeFromMrc(readMrc(readFileSync(out)).value).value;
  return values.reduce((sum, value) => sum + value, 0) * grid.voxelSize[0] ** 3;
}

describe("simulate", () => {
  it("a density holds what its atoms scatter: f(0) of electrons, Z less the charge of X-rays", async () => {
    const f = (scattering: "electron" | "xray", label: string) =>
      scatteringAt(formFactorOrCarbon(scattering, label), 0);
    expect((await simulate("--kernel", "density", "--spacing", "0.3")).exitCode).toBe(0);
    expect(integral()).toBeCloseTo(f("electron", "FE") + 2 * f("electron", "C"), 2);
    const words = ["--kernel", "density", "--scattering", "xray", "--spacing", "0.3"];
    expect((await simulate(...words)).exitCode).toBe(0);
    expect(integral()).toBeCloseTo(f("xray", "FE3+") + 2 * f("xray", "C"), 1);
    expect(f("xray", "FE3+")).toBeCloseTo(23, 2);
  });

  it("warns of elements that no table knows", async () => {
    const { err } = await simulate("--resolution", "3");
    expect(err).toContain('Atoms of element "X" scatter as carbon');
  });

  it("makes the map of every recipe and lists them in its help", async () => {
    const { out: help } = await runCli(["simulate", "--help"]);
    for (const kernel of RECIPE_NAMES) {
      expect(help).toContain(`  ${kernel} `);
      expect((await simulate("--resolution", "4", "--kernel", kernel)).exitCode).toBe(0);
      expect(integral(), kernel).toBeGreaterThan(0);
    }
  });

  it.each([
    [["--kernel", "density", "--resolution", "3"], "leave --resolution out"],
    [["--kernel", "eman2", "--resolution", "3", "--scattering", "xray"], "neither scattering nor B"],
    [["--kernel", "situs", "--resolution", "3", "--resolution-by", "A=4"], "--resolution-by works with"],
    [["--resolution", "3", "--periodic"], "--like MAP"],
  ])("refuses what does not go together: %j", async (words, sentence) => {
    const { exitCode, err } = await simulate(...words);
    expect(exitCode).toBe(1);
    expect(err).toContain(sentence);
  });
});
