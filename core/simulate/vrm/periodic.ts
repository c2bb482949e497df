import type { ScatteringAtoms } from "#core/simulate/vrm/image-plan.ts";
import type { Grid } from "#core/volume/grid.ts";

/**
 * The atoms of a periodic box with the copies whose images reach into it: the box is the grid with one more step along
 * each axis, `reach` (Å) how far images go.
 */
export function withPeriodicCopies(atoms: ScatteringAtoms, grid: Grid, reach: number): ScatteringAtoms {
  const xyz: number[] = [];
  const source: number[] = [];
  for (let n = 0; n < atoms.element.length; n++) {
    const places = [0, 1, 2].map((axis) => {
      const low = grid.origin[axis] - grid.voxelSize[axis] / 2;
      const length = grid.size[axis] * grid.voxelSize[axis];
      const x = atoms.xyz[3 * n + axis] - low;
      const inside = x - length * Math.floor(x / length);
      const copies: number[] = [];
      const most = Math.ceil(reach / length);
      for (let copy = -most; copy <= most; copy++) {
        const at = inside + copy * length;
        if (at > -reach && at < length + reach) copies.push(low + at);
      }
      return copies;
    });
    for (const x of places[0]) {
      for (const y of places[1]) {
        for (const z of places[2]) {
          xyz.push(x, y, z);
          source.push(n);
        }
      }
    }
  }
  const { resolution, anisotropicU } = atoms;
  return {
    ...atoms,
    xyz: Float64Array.from(xyz),
    element: source.map((n) => atoms.element[n]),
    occupancy: source.map((n) => atoms.occupancy[n]),
    bFactor: source.map((n) => atoms.bFactor[n]),
    resolution: typeof resolution === "number" ? resolution : source.map((n) => resolution[n]),
    ...(anisotropicU && { anisotropicU: pickedTensors(anisotropicU, source) }),
  };
}

/** The tensors (six numbers each) of these atoms. */
export function pickedTensors(tensors: ArrayLike<number>, atoms: readonly number[]): Float64Array {
  const picked = new Float64Array(6 * atoms.length);
  for (let n = 0; n < picked.length; n++) picked[n] = tensors[6 * atoms[Math.floor(n / 6)] + (n % 6)];
  return picked;
}
