import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { readStructure } from "#core/format/structure-file.ts";
import { type Matrix3, quaternionOf } from "#core/math/rigid.ts";
import type { FitDocument } from "#core/report/fit-document.ts";
import { moveStructure } from "#core/structure/move.ts";
import { runCli, type TinyCase, writeTinyCase } from "#electron/cli/cli.testing.ts";
import { rmsdToAnswer } from "#electron/cli/demo-answer.ts";

// The reference kernel needs nothing that is built.
const quick = ["--kernel", "reference", "--starts", "100", "--resolution", "6", "--min-island", "0"];
let tiny: TinyCase;

beforeAll(() => {
  tiny = writeTinyCase();
});

function motionOf({ rotation, translation }: FitDocument["models"][number]["clusters"][number]) {
  return { rotation: quaternionOf(rotation as Matrix3), shift: translation };
}

describe("fit", () => {
  it("writes a report that holds the verdict, the settings and the command that repeats it", async () => {
    const file = join(tiny.folder, "report.html");
    const words = ["fit", tiny.map, tiny.model, ...quick, "--report", file];
    const { exitCode } = await runCli(words);
    expect(exitCode).toBe(0);
    const page = readFileSync(file, "utf8");
    expect(page).toContain('<p class="verdict clear"><b>Clear.</b> Rank 1 leads');
    expect(page).toContain("--kernel reference --starts 100 --resolution 6 --min-island 0 --report");
    expect(page).toContain('<svg class="plot"');
    expect(page.indexOf("<script")).toBe(-1);
  });

  it("saves PDB files when asked, and they hold the placed coordinates", async () => {
    const saveDir = join(tiny.folder, "placed-pdb");
    const words = ["fit", tiny.map, tiny.model, ...quick, "--top", "1"];
    const { exitCode } = await runCli([...words, "--save-dir", saveDir, "--save-format", "pdb"]);
    expect(exitCode).toBe(0);
    expect(readdirSync(saveDir).sort()).toEqual(["model_rank1.pdb", "results.json"]);
    const placed = await readStructure("placed.pdb", readFileSync(join(saveDir, "model_rank1.pdb")));
    const given = await readStructure("model.pdb", readFileSync(tiny.model));
    const results = JSON.parse(readFileSync(join(saveDir, "results.json"), "utf8")) as FitDocument;
    const motion = motionOf(results.models[0].clusters[0]);
    const expected = moveStructure(given.value.structures[0], motion);
    placed.value.structures[0].xyz.forEach((x, n) => {
      expect(Math.abs(x - expected.xyz[n])).toBeLessThan(0.002); // PDB holds three decimals
    });
  });

  it("brings a scrambled model home: verdict, table, reasons and files", async () => {
    const saveDir = join(tiny.folder, "placed");
    const words = ["fit", tiny.map, tiny.model, ...quick, "--save-dir", saveDir, "--top", "1"];
    const { exitCode, out } = await runCli(words);
    expect(exitCode).toBe(0);
    const lines = out.split("\n");
    expect(lines[0]).toMatch(/^Fitting 1 model into map\.mrc \(\d+ × \d+ × \d+ voxels of 2 Å\)$/);
    expect(out).toMatch(/^ {2}level +\S+ +1 % of the voxels lie above it$/m);
    expect(out).toMatch(/^ {2}resolution +6 Å +given$/m);
    const verdict = lines.findIndex((line) => line.startsWith("model: clear. Rank 1 leads"));
    const header = lines.findIndex((line) => line.startsWith("rank  hits  VRM correlation  about mean"));
    expect(verdict).toBeGreaterThan(0);
    expect(header).toBeGreaterThan(verdict);
    const numbers = lines[header + 1]?.trim().split(/ +/) ?? [];
    expect(numbers).toHaveLength(9);
    expect(lines[header + 1]).toHaveLength(lines[header]?.length ?? 0);
    expect(out).toMatch(/^ {2}score +VRM +electron scattering/m);
    expect(readdirSync(saveDir).sort()).toEqual(["model_rank1.cif", "results.json"]);
    const placed = await readStructure("placed.cif", readFileSync(join(saveDir, "model_rank1.cif")));
    const [structure] = placed.value.structures;
    const home = moveStructure(tiny.structure, tiny.back);
    const still = { rotation: [0, 0, 0, 1], shift: [0, 0, 0] } as const;
    if (!structure) throw new Error("no structure was saved");
    expect(structure.chainId[0]).toBe("B");
    expect([...structure.residueNumber]).toEqual([...home.residueNumber]);
    expect(rmsdToAnswer(structure, still, [home])).toBeLessThan(0.5);
  });

  it("writes the documented JSON, alone on standard output", async () => {
    const { exitCode, out } = await runCli(["fit", tiny.map, tiny.model, ...quick, "--json", "-"]);
    expect(exitCode).toBe(0);
    const document: FitDocument = JSON.parse(out);
    expect(Object.keys(document)).toEqual(
      "version map score kernel threads seed request seconds cancelled models failed warnings".split(" "),
    );
    expect(document).toMatchObject({
      version: 1,
      map: { file: tiny.map, resolution: { value: 6, reason: "given" } },
      score: { value: "vrm", reason: expect.any(String) },
      kernel: { name: "reference", device: "JavaScript, float64", reason: expect.any(String) },
      threads: 1,
      seed: 1,
      cancelled: false,
      failed: [],
    });
    expect(Object.keys(document.seconds)).toEqual(["load", "prepare", "search", "refine", "total"]);
    const [model] = document.models;
    expect(model).toMatchObject({ file: tiny.model, name: "model", atoms: 60, starts: 100 });
    expect(Object.keys(model?.verdict ?? {})).toEqual("kind label sentence sites gap z hits".split(" "));
    const [best] = model?.clusters ?? [];
    expect(Object.keys(best ?? {})).toEqual(
      "rank hits rotation translation correlation correlationAboutMean overlap averageDensity inside z equivalent shift turn difffit saved".split(
        " ",
      ),
    );
    if (!best) throw new Error("no cluster was found");
    expect(best).toMatchObject({ rank: 1, saved: null, equivalent: true });
    const home = moveStructure(tiny.structure, tiny.back);
    expect(rmsdToAnswer(tiny.structure, motionOf(best), [home])).toBeLessThan(0.5);
  });

  it("skips a model that cannot be read, and fails only when none can", async () => {
    const broken = join(tiny.folder, "broken.cif");
    writeFileSync(broken, "data_x\n");
    const some = await runCli(["fit", tiny.map, "nix.pdb", broken, tiny.model, ...quick, "--json", "-"]);
    expect(some.exitCode).toBe(0);
    expect(some.err).toMatch(/There is no file nix\.pdb.*\n.*broken\.cif/);
    const document: FitDocument = JSON.parse(some.out);
    expect(document.models).toHaveLength(1);
    expect(document.failed.map(({ file }) => file)).toEqual(["nix.pdb", broken]);
    const none = await runCli(["fit", tiny.map, "nix.pdb", broken, ...quick]);
    expect(none.exitCode).toBe(1);
  });

  it("tells models of the same name apart", async () => {
    const { out } = await runCli(["fit", tiny.map, tiny.model, tiny.model, ...quick, "--quiet"]);
    expect(out).toMatch(/^model: /);
    expect(out).toMatch(/^model \(2\): /m);
  });

  it("is quiet when asked", async () => {
    const { out, err } = await runCli(["fit", tiny.map, tiny.model, ...quick, "--quiet"]);
    expect(err).toBe("");
    expect(out).not.toContain("Fitting");
    expect(out).toContain("rank  hits");
  });

  it("refuses a place that does not exist before it works", async () => {
    const { exitCode, out, err } = await runCli([
      "fit",
      tiny.map,
      tiny.model,
      ...quick,
      "--json",
      "/no/where.json",
    ]);
    expect([exitCode, out]).toEqual([1, ""]);
    expect(err).toBe("mapwright: /no/where.json cannot be written: its folder does not exist.\n");
  });

  it("says which file comes first when they are swapped", async () => {
    const { exitCode, err } = await runCli(["fit", tiny.model, tiny.map, ...quick]);
    expect(exitCode).toBe(1);
    expect(err).toContain("The map comes first: mapwright fit MAP MODEL");
  });
});

describe("cancel", () => {
  it("keeps and prints what was found, and exits with 130", async () => {
    const controller = new AbortController();
    const report = join(tiny.folder, "cancelled.json");
    // Cancelled at the first per cent of a million starts.
    const words = ["fit", tiny.map, tiny.model, ...quick, "--starts", "1000000", "--json", report];
    const { exitCode, out } = await runCli(words, {
      signal: controller.signal,
      hasProgress: true,
      err: (text) => {
        if (/search model .* [1-9]\d* %/.test(text)) controller.abort();
      },
    });
    expect(exitCode).toBe(130);
    expect(out).toContain("rank  hits");
    const document: FitDocument = JSON.parse(readFileSync(report, "utf8"));
    expect(document.cancelled).toBe(true);
    const [model] = document.models;
    expect(model?.starts).toBeGreaterThan(0);
    expect(model?.starts).toBeLessThan(1_000_000);
    expect(model?.clusters.length).toBeGreaterThan(0);
  });

  it("before anything was found: says so and exits with 130", async () => {
    const controller = new AbortController();
    controller.abort();
    const { exitCode, err } = await runCli(["fit", tiny.map, tiny.model, ...quick], {
      signal: controller.signal,
    });
    expect([exitCode, err]).toEqual([130, "Cancelled.\n"]);
  });
});
