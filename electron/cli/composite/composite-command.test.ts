import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { makeBlob, mapOf } from "#core/fit/fit.testing.ts";
import { writeMmcif } from "#core/format/mmcif-write.ts";
import { writeMrc } from "#core/format/mrc-write.ts";
import { readStructure } from "#core/format/structure-file.ts";
import { type Matrix3, quaternionOf } from "#core/math/rigid.ts";
import type { CompositeDocument } from "#core/report/composite-document.ts";
import { joinStructures } from "#core/structure/join.ts";
import { moveStructure } from "#core/structure/move.ts";
import { runCli, writeTinyCase } from "#electron/cli/cli.testing.ts";
import { rmsdToAnswer } from "#electron/cli/demo-answer.ts";

const quick = ["--kernel", "reference", "--starts", "100", "--resolution", "6", "--copies"];
const still = { rotation: [0, 0, 0, 1], shift: [0, 0, 0] } as const;

describe("composite", () => {
  const tiny = writeTinyCase();

  it("brings a chain home and writes everything into one folder", async () => {
    const saveDir = join(tiny.folder, "composite");
    const words = ["composite", tiny.map, tiny.model, ...quick, `${tiny.model}=1`, "--save-dir", saveDir];
    const { exitCode, out, err } = await runCli(words);
    expect([exitCode, err]).toEqual([0, ""]);
    expect(out).toMatch(/Placing 1 unique chain in map\.mrc/);
    expect(out).toMatch(/^Placed 1 of 1 chains \(all clear\)/m);
    expect(readdirSync(saveDir).sort()).toEqual([
      "assembly.cif",
      "composite.json",
      "placements.csv",
      "report.html",
    ]);
    const document = JSON.parse(readFileSync(join(saveDir, "composite.json"), "utf8")) as CompositeDocument;
    const [placement] = document.placements;
    expect(placement).toMatchObject({ file: tiny.model, chain: "B", copy: 1, verdict: "clear", clash: 0 });
    const home = moveStructure(tiny.structure, tiny.back);
    const motion = {
      rotation: quaternionOf(placement?.rotation as Matrix3),
      shift: placement?.translation ?? [0, 0, 0],
    } as const;
    const given = await readStructure("model.cif", readFileSync(tiny.model));
    expect(rmsdToAnswer(given.value.structures[0] as typeof home, motion, [home])).toBeLessThan(0.5);
    const saved = await readStructure("assembly.cif", readFileSync(join(saveDir, "assembly.cif")));
    expect(rmsdToAnswer(saved.value.structures[0] as typeof home, still, [home])).toBeLessThan(0.5);
  });

  it("says what is wrong with --copies, and which file it does not know", async () => {
    const words = ["composite", tiny.map, tiny.model, ...quick];
    expect((await runCli([...words, "three"])).err).toMatch(/FILE=N is expected/);
    const { exitCode, err } = await runCli([...words, "other.pdb=2"]);
    expect(exitCode).toBe(1);
    expect(err).toMatch(/other\.pdb, which is none of the model files/);
  });

  it("says on the terminal what it warns of in the JSON", async () => {
    const json = join(tiny.folder, "warned.json");
    // So high a level leaves no region of the usual size.
    const values = new Float32Array(Uint8Array.from(readFileSync(tiny.map)).buffer, 1024);
    const level = values.sort().at(-20)?.toString() ?? "";
    const high = ["--level", level, "--starts", "50", "--json", json];
    const { err } = await runCli(["composite", tiny.map, tiny.model, ...quick, `${tiny.model}=1`, ...high]);
    const { warnings } = JSON.parse(readFileSync(json, "utf8")) as CompositeDocument;
    expect(warnings.join()).toMatch(/No connected region above the level has/);
    for (const warning of warnings) expect(err).toContain(`Warning: ${warning}`);
  });

  it("fails with a sentence when nothing stands out", async () => {
    const wrong = join(tiny.folder, "wrong.pdb");
    writeFileSync(wrong, readFileSync(tiny.map).subarray(0, 100));
    const { exitCode, err } = await runCli(["composite", tiny.map, wrong, ...quick, `${wrong}=1`]);
    expect(exitCode).toBe(1);
    expect(err).toMatch(/wrong\.pdb/);
  });
});

describe("composite of a predicted model of two domains that lie otherwise in the map", () => {
  const folder = mkdtempSync(join(tmpdir(), "mapwright-domains-"));
  const [model, pae, map] = [
    "AF-P12345-F1-model_v4.cif",
    "AF-P12345-F1-predicted_aligned_error_v4.json",
    "map.mrc",
  ].map((name) => join(folder, name)) as [string, string, string];
  const bodies = [makeBlob(1, 100), makeBlob(2, 100)] as const;
  const words = [
    ...["composite", map, model, "--kernel", "reference", "--starts", "300", "--resolution", "5"],
    ...["--copies", `${model}=1`],
  ];

  beforeAll(() => {
    const away = { rotation: [0, 0, 0, 1], shift: [34, 0, 0] } as const;
    const joined = joinStructures([bodies[0], moveStructure(bodies[1], away)], "AF-P12345-F1", true);
    const chain = {
      ...joined,
      chainId: joined.chainId.map(() => "A"),
      residueNumber: joined.residueNumber.map((_, n) => n + 1),
      bFactor: joined.bFactor.map(() => 91),
    };
    writeFileSync(model, writeMmcif([chain], { name: "AF-P12345-F1" }));
    const row = (a: number) => Array.from({ length: 200 }, (_, b) => (a < 100 === b < 100 ? 1 : 28));
    writeFileSync(
      pae,
      JSON.stringify([{ predicted_aligned_error: Array.from({ length: 200 }, (_, a) => row(a)) }]),
    );
    const homes = [
      { rotation: quaternionOf([0, -1, 0, 1, 0, 0, 0, 0, 1]), shift: [5, 8, 0] },
      { rotation: quaternionOf([1, 0, 0, 0, 0, -1, 0, 1, 0]), shift: [10, 36, 4] },
    ] as const;
    writeFileSync(
      map,
      writeMrc(
        mapOf(
          bodies.map((body, n) => moveStructure(body, homes[n] ?? homes[0])),
          1.5,
        ),
      ),
    );
  });

  it("says that the chain does not fit as a whole, and how to go on", async () => {
    const { out, err } = await runCli([...words, "--split", "chains"]);
    expect(out).toMatch(
      /AF-P12345-F1.* is a predicted model: its B factors are pLDDT; aligned errors from AF-P12345/,
    );
    expect(err).toMatch(/Chain A of AF-P12345-F1-model_v4\.cif does not fit as a whole: /);
    expect(err).toMatch(/--split auto looks for its 2 domains \(1-100; 101-200\) by themselves/);
  });

  it("places its domains with --split auto", async () => {
    const { exitCode, out, err } = await runCli([...words, "--split", "auto", "--pae", pae]);
    expect(exitCode).toBe(0);
    expect(err).toMatch(/Its 2 domains \(1-100; 101-200\) were placed in its stead\./);
    expect(out).toMatch(/^Placed 2 of 2 chains/m);
  });

  it("refuses aligned errors of another model, and what is none", async () => {
    const other = join(folder, "other.json");
    writeFileSync(
      other,
      JSON.stringify({
        pae: [
          [0, 1],
          [1, 0],
        ],
      }),
    );
    const { exitCode, err } = await runCli([...words, "--split", "domains", "--pae", other]);
    expect([exitCode, err]).toEqual([
      1,
      expect.stringMatching(/aligned errors of 2 residues, but .* has 200\. Give the file/s),
    ]);
    const none = await runCli([...words, "--split", "domains", "--pae", model]);
    expect(none.err).toMatch(/is not JSON/);
  });
});
