import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { writeMmcif } from "#core/format/mmcif-write.ts";
import { moveStructure } from "#core/structure/move.ts";
import { runCli, type TinyCase, writeTinyCase } from "#electron/cli/cli.testing.ts";
import { writeAtomic } from "#workers/files.ts";

let tiny: TinyCase;
let home: string;

beforeAll(async () => {
  tiny = writeTinyCase();
  home = join(tiny.folder, "home.cif");
  await writeAtomic(home, writeMmcif([moveStructure(tiny.structure, tiny.back)]));
});

describe("compare", () => {
  it("puts the kernel that made the map first, in table and JSON", async () => {
    // The tiny case's map is a molmap at 6 Å.
    const words = ["compare", home, tiny.map, "--resolution", "6", "--kernels", "cryofit,molmap,vrm"];
    const { exitCode, out } = await runCli(words);
    expect(exitCode).toBe(0);
    const lines = out.split("\n").map((line) => line.trim());
    expect(lines[0]).toMatch(/^kernel +CC in mask +CC in box +SSIM +FSC 0\.5, Å +mean FSC$/);
    expect(lines[1]).toMatch(/^molmap +(0\.99|1\.0)/);
    const { kernels, voxels } = JSON.parse((await runCli([...words, "--json", "-"])).out);
    expect(kernels.map(({ kernel }: { kernel: string }) => kernel)[0]).toBe("molmap");
    expect(kernels).toHaveLength(3);
    expect(kernels[0].maskCorrelation).toBeGreaterThan(0.99);
    expect(voxels).toBeGreaterThan(50);
  });

  it("fits an overall B that is never worse than none", async () => {
    const words = ["compare", home, tiny.map, "--resolution", "6", "--kernels", "vrm,vrm+b", "--json", "-"];
    const { kernels } = JSON.parse((await runCli(words)).out);
    expect(kernels[0]).toMatchObject({ kernel: "vrm+b", overallB: expect.any(Number) });
    expect(kernels[0].maskCorrelation).toBeGreaterThanOrEqual(kernels[1].maskCorrelation);
  });

  it("names the kernels there are, and refuses a model outside the map", async () => {
    const words = ["compare", home, tiny.map, "--resolution", "6"];
    const { exitCode, err } = await runCli([...words, "--kernels", "magic"]);
    expect(exitCode).toBe(2);
    expect(err).toContain("vrm, vrm+b, molmap");
    const away = join(tiny.folder, "away.cif");
    const motion = { rotation: [0, 0, 0, 1] as const, shift: [900, 0, 0] as const };
    await writeAtomic(away, writeMmcif([moveStructure(tiny.structure, motion)]));
    const outside = await runCli(["compare", away, tiny.map, "--resolution", "6"]);
    expect(outside.exitCode).toBe(1);
    expect(outside.err).toContain("outside the map");
  });
});
