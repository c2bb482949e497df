import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { makeDemoChain } from "#core/demo/demo-complex.ts";
import { writeMmcif } from "#core/format/mmcif-write.ts";
import { writeMrc } from "#core/format/mrc-write.ts";
import { bondedAtoms } from "#core/refine/bonded.ts";
import { turnSideChain } from "#core/refine/rotamers/side-chain.ts";
import { placesOf, turningResidues } from "#core/refine/rotamers/turning-residues.ts";
import { molmapGrid } from "#core/simulate/molmap.ts";
import { planImages } from "#core/simulate/vrm/image-plan.ts";
import { scatteringAtomsOf } from "#core/simulate/vrm/model-map.ts";
import type { Structure } from "#core/structure/structure.ts";
import { runCli, temporaryFolder } from "#electron/cli/cli.testing.ts";
import { builtEngineFiles } from "#workers/built.testing.ts";
import { createImageEngine } from "#workers/images/image-engine.ts";

const folder = temporaryFolder();
const place = (name: string) => join(folder, name);
let changed: { number: number; name: string };

beforeAll(async () => {
  const engine = createImageEngine(builtEngineFiles(), 2);
  const truth = makeDemoChain("helix-bundle", 1);
  const atoms = scatteringAtomsOf(truth, 3);
  const grid = molmapGrid(atoms.xyz, 3, { gridSpacing: 1, edgePadding: 6 });
  const map = await engine.sum(planImages(atoms, { cutoff: 3, fade: 0.1, accuracy: 1e-4 }), grid);
  await engine.dispose();
  writeFileSync(place("map.mrc"), writeMrc(map));
  writeFileSync(place("truth.cif"), writeMmcif([truth]));
  writeFileSync(place("turned.cif"), writeMmcif([withOneTurned(truth)]));
});

/** The first leucine that is mt becomes tp. */
function withOneTurned(structure: Structure): Structure {
  const { turning } = turningResidues(structure, bondedAtoms(structure));
  for (const one of turning) {
    const { start } = one.residue;
    const places = placesOf(structure, one);
    if (structure.residueName[start] !== "LEU") continue;
    const xyz = structure.xyz.slice();
    for (const [name, [x, y, z]] of turnSideChain(one.sideChain, places, [-177, 65])) {
      xyz.set([x, y, z], 3 * (one.atoms.get(name) ?? 0));
    }
    changed = { number: structure.residueNumber[start], name: "LEU" };
    return { ...structure, xyz };
  }
  throw new TypeError("The chain has no leucine.");
}

const rotamers = (model: string, ...words: string[]) =>
  runCli(["rotamers", place(model), place("map.mrc"), "--resolution", "3", ...words]);

describe("rotamers", () => {
  it("names the side chain that was turned, alone", async () => {
    const ran = await rotamers("turned.cif", "--csv", place("out.csv"));
    expect(ran).toMatchObject({ exitCode: 0, err: "" });
    expect(ran.out).toMatch(/^Another rotamer is clearly better for 1 of \d+ side chains\.$/m);
    expect(ran.out).toMatch(
      new RegExp(`^A ${changed.name} ${changed.number} +tp +-?0\\.\\d\\d +\\d+ +mt +0\\.\\d\\d`, "m"),
    );
    expect(ran.out).toContain("Clearly better:");
    const lines = readFileSync(place("out.csv"), "utf8").trimEnd().split("\r\n");
    expect(lines[0]).toMatch(/^chain,number,insertionCode,name,chi1,/);
    const row = lines.find((line) => line.startsWith(`A,${changed.number},,LEU,`))?.split(",") ?? [];
    expect(row).toHaveLength(16);
    expect([Number(row[4]), Number(row[5])]).toEqual([expect.closeTo(-177, 0), expect.closeTo(65, 0)]);
    expect([row[6], row[7], row[8], row[11]]).toEqual(["", "", "tp", "mt"]);
  });

  it("names none of the model that made the map", async () => {
    const ran = await rotamers("truth.cif", "--quiet");
    expect(ran.out).toMatch(/^No other rotamer is clearly better for any of \d+ side chains\.\n$/);
  });

  it("writes the same JSON with any number of threads", async () => {
    const [one, two] = [
      await rotamers("turned.cif", "--json", "-", "--threads", "1"),
      await rotamers("turned.cif", "--json", "-", "--threads", "2"),
    ];
    expect(one.out).toBe(two.out);
    const { residues, rule, resolution } = JSON.parse(one.out);
    expect(resolution).toEqual({ value: 3, reason: "given" });
    expect(rule).toContain("standard errors");
    const own = residues.find(({ number }: { number: number }) => number === changed.number);
    expect(own.rotamers).toHaveLength(5);
    expect(own.better.name).toBe("mt");
  });

  it("says that the model comes first", async () => {
    const ran = await runCli(["rotamers", place("map.mrc"), place("truth.cif")]);
    expect(ran.exitCode).toBe(1);
    expect(ran.err).toContain("The model comes first");
  });
});
