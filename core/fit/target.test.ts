import { describe, expect, it } from "vitest";
import { makeBlob, mapOf } from "#core/fit/fit.testing.ts";
import { createLocalEngine } from "#core/fit/local-engine.ts";
import { FIT_DEFAULTS } from "#core/fit/params.ts";
import { chooseResolution, prepareTarget } from "#core/fit/target.ts";
import { type Progress, quietJob } from "#core/job/job-context.ts";
import { createReferenceKernel } from "#core/kernel/reference-kernel.ts";
import { createGrid, xyzToIjk } from "#core/volume/grid.ts";
import { levelForFraction } from "#core/volume/stats.ts";
import { cancelledJob, volumeOf } from "#core/volume/volume.testing.ts";
import type { Volume } from "#core/volume/volume.ts";

const voxels = (...size: [number, number, number]) =>
  volumeOf(createGrid([2, 2, 2], [0, 0, 0], size), () => 1);

describe("chooseResolution", () => {
  it("the user's word comes before the file's, and the file's before a guess", () => {
    expect(chooseResolution(voxels(1, 1, 1), 3.5, 4.2)).toEqual({ value: 3.5, reason: "given" });
    expect(chooseResolution(voxels(1, 1, 1), undefined, 4.2)).toEqual({
      value: 4.2,
      reason: "stated in the model file",
    });
  });

  it("does not believe a stated resolution that the map's sampling rules out: a crystal's, or a blur's", () => {
    expect(chooseResolution(voxels(1, 1, 1), undefined, 1.9).value).toBe(3);
    expect(chooseResolution(voxels(1, 1, 1), undefined, 2).value).toBe(2);
    expect(chooseResolution(voxels(1, 1, 1), undefined, 6).value).toBe(6);
    expect(chooseResolution(voxels(1, 1, 1), undefined, 6.1).value).toBe(3);
  });

  it("guesses three voxels, of the mean size: 1 × 1 × 8 Å count as 2 Å", () => {
    const guess = chooseResolution(voxels(1, 1, 8), undefined, undefined);
    expect(guess.value).toBe(6);
    expect(guess.reason).toMatch(/3 × the voxel size/);
    expect(chooseResolution(voxels(0.2, 0.2, 0.2), undefined, undefined).value).toBe(1);
  });

  it.each([0, -3, 0.9, 61, Number.NaN, Number.POSITIVE_INFINITY])("refuses %d Å", (resolution) => {
    expect(() => chooseResolution(voxels(1, 1, 1), resolution, undefined)).toThrow(
      expect.objectContaining({ code: "input" }),
    );
  });

  it("refuses a guess beyond reason, too: voxels of 30 Å", () => {
    expect(() => chooseResolution(voxels(30, 30, 30), undefined, undefined)).toThrow(
      expect.objectContaining({ code: "input" }),
    );
  });
});

describe("prepareTarget", () => {
  const map = mapOf([makeBlob(1)]);
  const resolution = { value: 5, reason: "given" };
  const engineWith = () => {
    const kernel = createReferenceKernel();
    const added: { volume: Volume; outside: number }[] = [];
    const engine = createLocalEngine({
      ...kernel,
      addVolume(volume, outside) {
        added.push({ volume, outside });
        return kernel.addVolume(volume, outside);
      },
    });
    return { engine, added };
  };
  let now = 0;
  const clock = () => now++;

  it("says what was chosen and why, and loads the map as it is", async () => {
    const { engine, added } = engineWith();
    const target = await prepareTarget(engine, map, 15, resolution, FIT_DEFAULTS, clock, quietJob);
    expect(target.setup).toEqual({
      level: { value: levelForFraction(map), reason: "1 % of the voxels lie above it" },
      resolution,
      minIsland: { value: FIT_DEFAULTS.minIsland, reason: expect.any(String) },
      score: { value: "vrm", reason: expect.stringContaining("scattering") },
      kernel: "reference",
      device: "JavaScript, float64",
      threads: 1,
      seed: 1,
    });
    expect(added).toContainEqual({ volume: map, outside: 0 });
    expect(added).toHaveLength(1 + target.coarse.length);
    expect(target.highest).toBe(map.values.reduce((most, v) => Math.max(most, v)));
    const edges = map.grid.size.map((n) => 0.8 * n);
    expect(target.meanEdge).toBeCloseTo((edges[0] + edges[1] + edges[2]) / 3, 9);
    expect(target.warnings).toEqual([]);
    expect(target.prepareSeconds).toBe(1); // one tick of the clock lent
  });

  it("starts centres inside the map, near its density", async () => {
    const { engine } = engineWith();
    const { starts } = await prepareTarget(engine, map, 15, resolution, FIT_DEFAULTS, clock, quietJob);
    expect(starts.voxels).toBeGreaterThan(0);
    const middle = xyzToIjk(starts.grid, [0, 0, 0]); // the body lies about the origin
    for (const k of [0, 1, 2]) {
      expect(starts.first[k]).toBeLessThan(middle[k]);
      expect(starts.last[k]).toBeGreaterThan(middle[k]);
    }
  });

  it("with DiffFit's optimiser there is its one objective, and starts lie above the level", async () => {
    const { engine, added } = engineWith();
    const request = { ...FIT_DEFAULTS, optimizer: "difffit", level: 0.3, minIsland: 1 } as const;
    const target = await prepareTarget(engine, map, 15, resolution, request, clock, quietJob);
    expect(target.coarse).toHaveLength(1);
    const objective = added.find(({ outside }) => outside === -2);
    expect(objective?.volume.grid).toEqual(map.grid);
    expect(target.starts.voxels).toBe(map.values.filter((v) => v >= 0.3).length);
    expect(target.setup.level).toEqual({ value: 0.3, reason: "given" });
  });

  it("around a point it looks at that part of the map only", async () => {
    const { engine, added } = engineWith();
    const request = { ...FIT_DEFAULTS, around: { centre: [-10, 0, 0], radius: 2 } } as const;
    await prepareTarget(engine, map, 3, resolution, request, clock, quietJob);
    const [first] = added.filter(({ volume }) => volume !== map);
    const { origin, size, voxelSize } = first.volume.grid;
    expect(origin[0] + size[0] * voxelSize[0]).toBeLessThan(6); // −10 + 2 + 3 and a margin
  });

  it("warns about dust, refuses an empty contour, and can be cancelled", async () => {
    const { engine } = engineWith();
    const dusty = { ...FIT_DEFAULTS, minIsland: 1e6 };
    const target = await prepareTarget(engine, map, 15, resolution, dusty, clock, quietJob);
    expect(target.warnings).toHaveLength(1);
    const high = { ...FIT_DEFAULTS, level: 1e6 };
    await expect(prepareTarget(engine, map, 15, resolution, high, clock, quietJob)).rejects.toMatchObject({
      code: "input",
    });
    await expect(
      prepareTarget(engine, map, 15, resolution, FIT_DEFAULTS, clock, cancelledJob),
    ).rejects.toMatchObject({ code: "cancelled" });
  });

  it("reports its progress in order", async () => {
    const { engine } = engineWith();
    const seen: Progress[] = [];
    const job = { ...quietJob, checkpoint: async (progress: Progress) => void seen.push(progress) };
    await prepareTarget(engine, map, 15, resolution, FIT_DEFAULTS, clock, job);
    const own = seen.filter(({ step }) => step === "prepare");
    expect(own.map(({ done }) => done)).toEqual([0, 1, 2]);
  });
});
