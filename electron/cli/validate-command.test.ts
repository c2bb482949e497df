import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { writeMmcif } from "#core/format/mmcif-write.ts";
import { writeMrc } from "#core/format/mrc-write.ts";
import { readStructure } from "#core/format/structure-file.ts";
import type { ValidationDocument } from "#core/report/validation-document.ts";
import { mapAt, smallModel } from "#core/validate/validate.testing.ts";
import { runCli, temporaryFolder } from "#electron/cli/cli.testing.ts";
import { writeAtomic } from "#workers/files.ts";

const folder = temporaryFolder();
const path = (name: string) => join(folder, name);
const [MODEL, MAP] = [path("model.cif"), path("map.mrc")];
const structure = smallModel();

beforeAll(async () => {
  const map = await mapAt(structure, 3);
  await writeAtomic(MAP, writeMrc(map));
  await writeAtomic(MODEL, writeMmcif([structure]));
});

function validate(...words: string[]) {
  return runCli(["validate", MODEL, MAP, "--resolution", "3", ...words]);
}

describe("validate", () => {
  it("says first what to think, then a table of chains, the numbers of the whole and the worst residues", async () => {
    const { exitCode, out, err } = await validate("--worst", "3");
    expect([exitCode, err]).toEqual([0, ""]);
    const lines = out.split("\n");
    expect(lines[0]).toMatch(/^resolution {2}3 Å {2}given$/);
    expect(lines[2]).toMatch(
      /^The model agrees with the map: mean Q 0\.7\d \(models at 3 Å have 0\.48 to 0\.68\), CC_mask/,
    );
    expect(out).toMatch(/^A +5 +30 +0\.7\d+ +1\.000 +1\.000 +1\.000 /m);
    expect(out).toMatch(/^all +10 +60 /m);
    expect(out).toMatch(/^CC: mask 1\.000, volume 1\.000, peaks 1\.000, image 1\.000, box 1\.000$/m);
    expect(out).toMatch(/^3 worst residues +Q +CC/m);
    expect(out.match(/^[AB] SER \d/gm)).toHaveLength(3);
  });

  it("writes tables, JSON, a page, and the model with Q-scores for B", async () => {
    const files = {
      csv: path("r.csv"),
      json: path("v.json"),
      html: path("v.html"),
      model: path("scored.pdb"),
    };
    const { exitCode, out } = await validate(
      ...["--csv", files.csv, "--json", files.json, "--report", files.html, "-o", files.model],
    );
    expect(exitCode).toBe(0);
    expect(out).toContain("scored.pdb: B holds Q-scores of atoms");
    const document = JSON.parse(readFileSync(files.json, "utf8")) as ValidationDocument;
    expect(document).toMatchObject({
      version: 1,
      map: { file: MAP },
      model: { file: MODEL },
      resolution: { value: 3, reason: "given" },
      verdict: { kind: "agrees" },
    });
    expect(document.residues).toHaveLength(10);
    expect(readFileSync(files.csv, "utf8").trim().split("\r\n")).toHaveLength(11);
    expect(readFileSync(files.html, "utf8")).toContain(`validate ${MODEL} ${MAP} --resolution 3`);
    const { structures } = (await readStructure("scored.pdb", readFileSync(files.model))).value;
    const q = structures[0]?.bFactor ?? new Float32Array(0);
    for (const [n, residue] of document.residues.entries()) {
      const own = q.subarray(6 * n, 6 * n + 6).reduce((sum, value) => sum + value, 0) / 6;
      expect(Math.abs(own - residue.q)).toBeLessThan(0.006);
    }
  });

  it("takes half maps and a local resolution, and writes correlations of residues for B", async () => {
    const local = path("local.mrc");
    const grid = { size: [26, 27, 28], origin: [-13, -13, -14], voxelSize: [1, 1, 1] } as const;
    await writeAtomic(local, writeMrc({ grid, values: new Float32Array(26 * 27 * 28).fill(4) }));
    const scored = path("cc.cif");
    const { out, exitCode } = await validate(
      ...["--half1", MAP, "--half2", MAP, "--local-resolution", local, "--json", "-"],
      ...["-o", scored, "--attribute", "cc-local", "--sigma", "0.4"],
    );
    expect(exitCode).toBe(0);
    const document = JSON.parse(out) as ValidationDocument;
    expect(document.settings).toMatchObject({ sigma: 0.4, halfMaps: [MAP, MAP], localResolution: local });
    expect(document.fsc.halves?.gap).toBe(0);
    expect(document.localCorrelations?.mask).toBeLessThan(document.correlations.mask);
    expect(document.residues[0]?.resolution).toBe(4);
    const { structures } = (await readStructure("cc.cif", readFileSync(scored))).value;
    expect(structures[0]?.bFactor[0]).toBeCloseTo(document.residues[0]?.ccLocal ?? 0, 2);
  });

  it("says when map and model are given the wrong way round", async () => {
    const { exitCode, err } = await runCli(["validate", MAP, MODEL]);
    expect(exitCode).toBe(1);
    expect(err).toContain("The model comes first, then the map.");
  });

  it.each([
    [["--half1", MAP], "half maps come in pairs"],
    [["--attribute", "cc-local"], "needs --local-resolution"],
    [["--sigma", "0.5"], "0.6 or 0.4"],
  ])("refuses %j", async (words, reason) => {
    const { exitCode, err } = await validate(...words);
    expect(exitCode).toBe(2);
    expect(err).toContain(reason);
  });
});
