import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { beforeAll, describe, expect, it } from "vitest";
import { readMrc } from "#core/format/mrc.ts";
import { volumeFromMrc } from "#core/format/mrc-volume.ts";
import { readStructure } from "#core/format/structure-file.ts";
import { quietJob } from "#core/job/job-context.ts";
import { createRandom, randomNormal } from "#core/math/random.ts";
import { referenceImageKernel } from "#core/simulate/vrm/reference-images.testing.ts";
import { moveStructure } from "#core/structure/move.ts";
import type { Structure } from "#core/structure/structure.ts";
import { Q_SCORE_DEFAULTS } from "#core/validate/q-score.ts";
import { mapAt, SMALL_GRID, smallModel } from "#core/validate/validate.testing.ts";
import { type ValidationRequest, validateModel } from "#core/validate/validate-model.ts";
import type { Validation } from "#core/validate/validation.ts";
import { judgedBy, judgeValidation, poorResidues, worstResidues } from "#core/validate/verdict.ts";
import { createGrid } from "#core/volume/grid.ts";
import { cancelledJob } from "#core/volume/volume.testing.ts";
import type { Volume } from "#core/volume/volume.ts";

const D = 3;
const structure = smallModel();
let map: Volume;

beforeAll(async () => {
  map = await mapAt(structure, D);
});

function validate(changes: Partial<ValidationRequest> = {}): Promise<Validation> {
  const usual = { structure, map, resolution: D, settings: Q_SCORE_DEFAULTS, bFactor: "file" } as const;
  return validateModel({ ...usual, ...changes }, referenceImageKernel, quietJob);
}

function noisy({ grid, values }: Volume, part: number, seed: number): Volume {
  const random = createRandom(seed);
  const sd = Math.sqrt(values.reduce((sum, v) => sum + v * v, 0) / values.length);
  return { grid, values: values.map((value) => value + part * sd * randomNormal(random)) };
}

/** The structure with the atoms of a residue pushed away along y, Å. */
function pushed(chain: string, number: number, shift: number): Structure {
  const xyz = structure.xyz.slice();
  for (let n = 0; n < structure.atomCount; n++) {
    if (structure.chainId[n] !== chain || structure.residueNumber[n] !== number) continue;
    xyz[3 * n + 1] += shift;
  }
  return { ...structure, xyz };
}

describe("a model in its own map", () => {
  it("agrees in every measure", async () => {
    const validation = await validate();
    for (const value of Object.values(validation.correlations)) expect(value).toBeCloseTo(1, 6);
    for (const { cc, ccMain, ccSide } of [validation.model, ...validation.chains, ...validation.residues]) {
      expect(cc).toBeCloseTo(1, 5);
      expect(ccMain).toBeCloseTo(1, 5);
      expect(ccSide).toBeCloseTo(1, 5);
    }
    for (const { fsc } of validation.fsc.map.bins.filter(({ resolution }) => resolution > 3.5)) {
      expect(fsc).toBeGreaterThan(0.99);
    }
    expect(validation.chains.map(({ chain, residues, atoms }) => [chain, residues, atoms])).toEqual([
      ["A", 5, 30],
      ["B", 5, 30],
    ]);
    expect(validation.residues).toHaveLength(10);
    expect(validation.outside).toBe(0);
    expect(judgeValidation(validation).kind).toBe("agrees");
  });

  it("has the same scores at any scale and offset of the map", async () => {
    const other = { grid: map.grid, values: map.values.map((value) => 250 * value - 30) };
    const [a, b] = [await validate(), await validate({ map: other })];
    expect(b.correlations.mask).toBeCloseTo(a.correlations.mask, 4);
    expect(b.model.q).toBeCloseTo(a.model.q, 4);
    expect(b.fsc.map.resolution05).toBeCloseTo(a.fsc.map.resolution05 ?? 0, 3);
    expect(b.model.density).toBeCloseTo(250 * a.model.density - 30, 2);
  });

  it("means of residues are those of their atoms, and chains' those of all of theirs", async () => {
    const { residues, atomQ, chains, model } = await validate();
    const mean = (values: Float64Array) => values.reduce((sum, q) => sum + q, 0) / values.length;
    for (const { start, end, q } of residues) expect(q).toBeCloseTo(mean(atomQ.subarray(start, end)), 12);
    expect(chains[1].q).toBeCloseTo(mean(atomQ.subarray(30)), 12);
    expect(model.q).toBeCloseTo(mean(atomQ), 12);
  });
});

describe("what is wrong", () => {
  it("shows in the residue that is pushed away", async () => {
    const validation = await validate({ structure: pushed("B", 4, 4) });
    const [worst] = worstResidues(validation.residues, judgedBy(D));
    expect([worst.chain, worst.number]).toEqual(["B", 4]);
    expect(poorResidues(validation)).toContain(worst);
    const byCc = validation.residues.toSorted((a, b) => a.cc - b.cc)[0];
    expect([byCc.chain, byCc.number]).toEqual(["B", 4]);
    expect(validation.chains[1].q).toBeLessThan(validation.chains[0].q - 0.05);
  });

  it("is said of a model that is elsewhere in the map", async () => {
    const moved = moveStructure(structure, { rotation: [0, 0, 1, 0], shift: [2, 6, 3] });
    const verdict = judgeValidation(await validate({ structure: moved }));
    expect(verdict.kind).toBe("disagrees");
    expect(verdict.sentence).toContain("does not agree");
  });

  it("is refused when all of it lies outside, and told when a part does", async () => {
    const away = moveStructure(structure, { rotation: [0, 0, 0, 1], shift: [500, 0, 0] });
    await expect(validate({ structure: away })).rejects.toMatchObject({
      code: "input",
      message: expect.stringContaining("outside the map"),
    });
    const half = moveStructure(structure, { rotation: [0, 0, 0, 1], shift: [13, 0, 0] });
    const { outside, notes, residues } = await validate({ structure: half });
    expect(outside).toBeGreaterThan(5);
    expect(notes.join()).toContain(`${outside} of 60 atoms lie outside`);
    expect(residues.filter(({ q }) => Number.isNaN(q)).length).toBeGreaterThan(0);
  });

  it("can be cancelled", async () => {
    const request = { structure, map, resolution: D, settings: Q_SCORE_DEFAULTS, bFactor: "file" } as const;
    await expect(validateModel(request, referenceImageKernel, cancelledJob)).rejects.toMatchObject({
      code: "cancelled",
    });
  });
});

describe("half maps", () => {
  it("agree with each other as noise lets them, and with the model alike", async () => {
    const halves = [noisy(map, 1, 1), noisy(map, 1, 2)] as const;
    const { fsc } = await validate({ halves });
    const [first, second] = fsc.halves?.model ?? [];
    // FSC(model, half) = √FSC(half, half) where noise is independent.
    for (const [n, { fsc: each }] of (fsc.halves?.each.bins ?? []).entries()) {
      if (each < 0.3) continue;
      const mean = ((first?.bins[n].fsc ?? 0) + (second?.bins[n].fsc ?? 0)) / 2;
      expect(Math.abs(mean - Math.sqrt(each))).toBeLessThan(0.1);
    }
    expect(Math.abs(fsc.halves?.gap ?? 1)).toBeLessThan(0.05);
    expect(fsc.halves?.resolution0143).toBeGreaterThan(2);
  });

  it("show a model that follows the noise of one of them", async () => {
    // The first half map holds what is in the model and not in the specimen.
    const ghost = await mapAt(pushed("A", 3, -5), D);
    const { fsc } = await validate({
      structure: pushed("A", 3, -5),
      halves: [noisy(ghost, 0.2, 1), noisy(map, 0.2, 2)],
    });
    expect(fsc.halves?.gap).toBeGreaterThan(0.02);
  });

  it("must lie on the map's grid", async () => {
    const grid = createGrid([26, 27, 28], [-13, -13, -14], [1.1, 1.1, 1.1]);
    const half = { grid, values: map.values };
    await expect(validate({ halves: [half, half] })).rejects.toThrow("grid of the map");
  });
});

describe("a local resolution", () => {
  it("is met better by a model map that follows it", async () => {
    const resolutions = Float64Array.from(structure.chainId, (chain) => (chain === "A" ? 2.6 : 5));
    const values = map.values.map((_, n) => (Math.floor(n / 26) % 27 < 13 ? 2.6 : 5));
    const { residues, chains, correlations, localCorrelations } = await validate({
      map: await mapAt(structure, resolutions),
      localResolution: { grid: SMALL_GRID, values },
    });
    expect(localCorrelations?.mask).toBeGreaterThan(0.99);
    expect(correlations.mask).toBeLessThan((localCorrelations?.mask ?? 0) - 0.01);
    expect(chains[1].ccLocal).toBeGreaterThan(chains[1].cc + 0.01);
    expect(residues.map(({ resolution }) => resolution)).toEqual([
      ...Array.from({ length: 5 }, () => expect.closeTo(2.6, 3)),
      ...Array.from({ length: 5 }, () => expect.closeTo(5, 3)),
    ]);
  });
});

it("a grid too coarse for structure factors is told, and judged by images", async () => {
  const grid = createGrid([20, 20, 20], [-13, -13, -14], [1.4, 1.4, 1.4]);
  const { notes, correlations } = await validate({
    map: await mapAt(
      structure,
      Float64Array.from(structure.bFactor, (_, n) => (n === 0 ? 3.0001 : 3)),
      grid,
    ),
  });
  expect(notes.join()).toContain("too coarse for structure factors");
  expect(correlations.mask).toBeGreaterThan(0.999);
});

const DATA = join(import.meta.dirname, "../../../shared/reference/vrm_map_1a0m");
const isThere = existsSync(DATA);
if (!isThere) console.log("Skipped: the reference maps of 1A0M need ../shared/reference, which is not here.");

it.skipIf(!isThere)(
  "agrees with a map of direct Fourier sums made by other hands (1A0M at 3 Å)",
  async () => {
    const read = (name: string) => readFileSync(join(DATA, name));
    const { structures } = (await readStructure("model.pdb", read("model.pdb"))).value;
    const periodic = volumeFromMrc(readMrc(gunzipSync(read("periodic_d3.0.mrc.gz"))).value).value;
    const { correlations, model, fsc } = await validate({ structure: structures[0], map: periodic });
    // That map repeats; ours does not: copies' ripples differ by 3.5 % of the maximum (correlation 0.9966 over the box).
    expect(correlations.box).toBeGreaterThan(0.995);
    expect(correlations.mask).toBeGreaterThan(0.998);
    expect(model.cc).toBeGreaterThan(0.997);
    for (const bin of fsc.map.bins) if (bin.resolution > 3.2) expect(bin.fsc).toBeGreaterThan(0.99);
  },
);
