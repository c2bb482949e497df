import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { makeDemoChain } from "#core/demo/demo-complex.ts";
import { writeMmcif } from "#core/format/mmcif-write.ts";
import { writeMrc } from "#core/format/mrc-write.ts";
import { readStructure } from "#core/format/structure-file.ts";
import { createRandom, randomNormal } from "#core/math/random.ts";
import { molmapGrid } from "#core/simulate/molmap.ts";
import { planImages } from "#core/simulate/vrm/image-plan.ts";
import { scatteringAtomsOf } from "#core/simulate/vrm/model-map.ts";
import type { Structure } from "#core/structure/structure.ts";
import { runCli, temporaryFolder } from "#electron/cli/cli.testing.ts";
import { builtEngineFiles } from "#workers/built.testing.ts";
import { createImageEngine } from "#workers/images/image-engine.ts";

const folder = temporaryFolder();
const place = (name: string) => join(folder, name);
let truth: Structure;

beforeAll(async () => {
  const engine = createImageEngine(builtEngineFiles(), 2);
  truth = makeDemoChain("helix-bundle", 1);
  const atoms = scatteringAtomsOf(truth, 4);
  const grid = molmapGrid(atoms.xyz, 4, { gridSpacing: 1.5, edgePadding: 10 });
  const map = await engine.sum(planImages(atoms, { cutoff: 3, fade: 0.1, accuracy: 1e-4 }), grid);
  await engine.dispose();
  const random = createRandom(2);
  const shaken = { ...truth, xyz: truth.xyz.map((x) => x + 0.15 * randomNormal(random)) };
  writeFileSync(place("map.mrc"), writeMrc(map));
  writeFileSync(place("model.cif"), writeMmcif([shaken]));
  writeFileSync(place("truth.cif"), writeMmcif([truth]));
});

const refine = (model: string, ...words: string[]) =>
  runCli(["refine", place(model), place("map.mrc"), "--resolution", "4", ...words]);

describe("refine", () => {
  it("writes a better model, its table and a sentence that says so", async () => {
    const [out, json] = [place("out.cif"), place("table.json")];
    const ran = await refine("model.cif", "--coordinates", "-o", out, "--json", json);
    expect(ran).toMatchObject({ exitCode: 0, err: "" });
    expect(ran.out).toMatch(/^The refined model agrees better with the map: .* → /);
    expect(ran.out).toMatch(/^shift, rms Å +0\.000 +0\.\d{3}$/m);
    expect(ran.out).toMatch(/^coordinates +[\d,]+ +\d+ +\d+ +0\.\d{4} → 0\.\d{4} +0\.\d{4} → 0\.\d{4}$/m);
    expect(ran.out).toContain("Fourier shells are held out");
    const table = JSON.parse(readFileSync(json, "utf8"));
    expect(table.verdict.kind).toBe("better");
    expect(table.after.heldOut).toBeGreaterThan(table.before.heldOut);
    expect(table.stages[0].weight).toContain("0.1 Å");
    const written = (await readStructure("out.cif", readFileSync(out))).value.structures[0];
    const rmsd = Math.sqrt(
      (3 * truth.xyz.reduce((sum, x, n) => sum + (x - written.xyz[n]) ** 2, 0)) / truth.xyz.length,
    );
    expect(rmsd).toBeLessThan(0.2);
  });

  it("leaves the right model where it is and says so, and writes PDB where the name asks for it", async () => {
    const out = place("out.pdb");
    const ran = await refine("truth.cif", "--rigid", "--by", "/A:1-30", "/A:31-60", "-o", out, "--json", "-");
    const table = JSON.parse(ran.out);
    expect(table.stages[0].motions).toHaveLength(2);
    expect(table.after.shift).toBeLessThan(0.02);
    expect(readFileSync(out, "utf8")).toMatch(/^ATOM/m);
  });

  it("refuses half a pair of half maps, nothing to refine, and groups that are not there", async () => {
    expect(await refine("truth.cif", "--coordinates", "--half1", "a.mrc")).toMatchObject({ exitCode: 2 });
    const nothing = await refine("truth.cif");
    expect(nothing.exitCode).toBe(2);
    expect(nothing.err).toContain("say what to refine");
    const nowhere = await refine("truth.cif", "--rigid", "--by", "/Q");
    expect(nowhere.exitCode).toBe(1);
    expect(nowhere.err).toContain('"/Q" names no atom');
  });
});
