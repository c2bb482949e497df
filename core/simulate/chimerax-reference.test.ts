import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { readMrc } from "#core/format/mrc.ts";
import { volumeFromMrc } from "#core/format/mrc-volume.ts";
import { readStructure } from "#core/format/structure-file.ts";
import { measureCorrelation } from "#core/simulate/correlation.ts";
import { levelEnclosingMass } from "#core/simulate/mass-level.ts";
import type { WeightedAtoms } from "#core/simulate/model-map-kernel.ts";
import { simulateMolmap } from "#core/simulate/molmap.ts";
import { weightedAtoms } from "#core/simulate/weighted-atoms.ts";
import { selectAtoms } from "#core/structure/select-atoms.ts";
import { measure } from "#core/volume/stats.ts";
import { valueAt } from "#core/volume/trilinear.ts";
import type { Volume } from "#core/volume/volume.ts";

/** Numbers computed by ChimeraX's compiled code (snapshot 6911d7bf) on deposited maps and models. */
interface ReferenceCase {
  readonly case: string;
  readonly model: string;
  readonly map: string;
  readonly resolution: number;
  readonly atoms: number;
  readonly molmap: {
    readonly size_xyz: readonly number[];
    readonly origin: readonly number[];
    readonly step: number;
    readonly max: number;
    readonly sum: number;
    readonly probes: readonly { readonly ijk: readonly [number, number, number]; readonly value: number }[];
  };
  readonly measure_correlation: {
    readonly correlation: number;
    readonly about_mean: number;
    readonly overlap: number;
  };
  readonly mean_density_at_atoms: number;
}

const shared = resolve(import.meta.dirname, "../../../shared");
const file = resolve(shared, "reference/chimerax.json");
const available = existsSync(file) && existsSync(resolve(shared, "data"));
if (!available) console.log("Skipped: ChimeraX reference of model maps (../shared is absent).");
const cases: ReferenceCase[] = available ? JSON.parse(readFileSync(file, "utf8")).cases : [];

async function load(reference: ReferenceCase): Promise<{ map: Volume; atoms: WeightedAtoms }> {
  const bytes = (name: string) => readFileSync(resolve(shared, "data", reference.case, name));
  const map = volumeFromMrc(readMrc(bytes(reference.map)).value).value;
  const [structure] = (await readStructure(reference.model, bytes(reference.model))).value.structures;
  return { map, atoms: weightedAtoms(structure, selectAtoms(structure, "all").indices) };
}

describe.skipIf(!available)("against ChimeraX", () => {
  describe.each(cases)("$case", (reference) => {
    let map: Volume;
    let atoms: WeightedAtoms;
    let model: Volume;

    beforeAll(async () => {
      ({ map, atoms } = await load(reference));
      model = simulateMolmap(atoms, reference.resolution);
    });

    it("puts the same atoms on the same grid", () => {
      expect(atoms.weights).toHaveLength(reference.atoms);
      expect(model.grid.size).toEqual(reference.molmap.size_xyz);
      for (const axis of [0, 1, 2]) {
        expect(model.grid.origin[axis]).toBeCloseTo(reference.molmap.origin[axis], 6);
        expect(model.grid.voxelSize[axis]).toBeCloseTo(reference.molmap.step, 10);
      }
    });

    it("has the same densities to 1e-5 of the peak", () => {
      const { max, sum, probes } = reference.molmap;
      const [nx, ny] = model.grid.size;
      for (const { ijk, value } of probes) {
        const [i, j, k] = ijk;
        expect(Math.abs(model.values[i + nx * (j + ny * k)] - value)).toBeLessThan(1e-5 * max);
      }
      expect(Math.abs(measure(model).max - max)).toBeLessThan(1e-5 * max);
      expect(Math.abs(model.values.reduce((total, v) => total + v, 0) / sum - 1)).toBeLessThan(1e-5);
    });

    it("correlates with the map to 1e-5", () => {
      const expected = reference.measure_correlation;
      const seen = measureCorrelation(model, levelEnclosingMass(model), map);
      expect(Math.abs(seen.correlation - expected.correlation)).toBeLessThan(1e-5);
      expect(Math.abs(seen.correlationAboutMean - expected.about_mean)).toBeLessThan(1e-5);
      expect(Math.abs(seen.overlap / expected.overlap - 1)).toBeLessThan(1e-5);
    });

    it("finds the same mean density at the atoms", () => {
      let sum = 0;
      for (let n = 0; n < atoms.xyz.length; n += 3) {
        sum += valueAt(map, [atoms.xyz[n], atoms.xyz[n + 1], atoms.xyz[n + 2]]);
      }
      const mean = sum / atoms.weights.length;
      expect(Math.abs(mean / reference.mean_density_at_atoms - 1)).toBeLessThan(1e-5);
    });
  });
});
