import { createRandom, randomRotation } from "#core/math/random.ts";
import { modelMap, scatteringAtomsOf } from "#core/simulate/vrm/model-map.ts";
import { referenceImageKernel } from "#core/simulate/vrm/reference-images.testing.ts";
import { makeStructure } from "#core/structure/structure.testing.ts";
import type { Structure } from "#core/structure/structure.ts";
import type { AtomRow } from "#core/structure/structure-builder.ts";
import { createGrid, type Grid } from "#core/volume/grid.ts";
import type { Volume } from "#core/volume/volume.ts";

/** A box that holds `smallModel` with room for its images. */
export const SMALL_GRID: Grid = createGrid([26, 27, 28], [-13, -13, -14], [1, 1, 1]);

/** Two chains of `residues` residues each with main and side chains, B about 40 Å², inside `SMALL_GRID`. */
export function smallModel(residues = 5): Structure {
  const random = createRandom(11);
  const rows: Partial<AtomRow>[] = [];
  for (const [c, chainId] of ["A", "B"].entries()) {
    for (let r = 0; r < residues; r++) {
      const place = [3.4 * (r - (residues - 1) / 2), c === 0 ? -3.5 : 3.5, 2.5 * Math.sin(2 * r)];
      for (const [atomName, element] of [
        ["N", "N"],
        ["CA", "C"],
        ["C", "C"],
        ["O", "O"],
        ["CB", "C"],
        ["OG", "O"],
      ] as const) {
        const [a, b, d] = randomRotation(random);
        const s = 1.5 / Math.hypot(a, b, d);
        const [x, y, z] = [place[0] + a * s, place[1] + b * s, place[2] + d * s];
        const bFactor = 30 + 20 * random();
        rows.push({ atomName, element, x, y, z, bFactor, chainId, residueName: "SER", residueNumber: r + 1 });
      }
    }
  }
  return makeStructure(rows);
}

/** The exact model map of a structure on a grid at a resolution, Å. */
export async function mapAt(
  structure: Structure,
  resolution: number | Float64Array,
  grid = SMALL_GRID,
): Promise<Volume> {
  const atoms = scatteringAtomsOf(structure, resolution);
  const route = typeof resolution === "number" ? "fourier" : "images";
  const settings = { route, accuracy: 1e-4, periodic: false } as const;
  return (await modelMap(atoms, grid, settings, referenceImageKernel)).volume;
}
