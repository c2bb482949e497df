import { ATOM_SIZE, type ImagePlan } from "#core/simulate/vrm/image-plan.ts";
import { cubicAt, mixTable } from "#core/simulate/vrm/plan-profile.ts";
import { CUBIC } from "#core/simulate/vrm/radial-tables.ts";
import { type Grid, sampleCount } from "#core/volume/grid.ts";

/** The sum of all images on a grid, one atom after the other in float64: what faster kernels must meet. */
export function sumImages(plan: ImagePlan, grid: Grid): Float32Array {
  const values = new Float64Array(sampleCount(grid));
  const table = new Float64Array(CUBIC * (plan.segments + 1));
  for (let atom = 0; atom < plan.count; atom++) {
    mixTable(plan, atom, plan.weight, table);
    const occupancy = plan.occupancy[atom];
    forEachNear(plan, atom, grid, (index, r) => {
      values[index] += occupancy * cubicAt(table, r * r * plan.atoms[ATOM_SIZE * atom + 3]);
    });
  }
  return Float32Array.from(values);
}

/** Calls for every sample within the atom's reach: its index, distance (Å) and the way from the atom to it (Å). */
export function forEachNear(
  plan: ImagePlan,
  atom: number,
  grid: Grid,
  call: (index: number, r: number, dx: number, dy: number, dz: number) => void,
): void {
  const [x, y, z, , reach] = plan.atoms.subarray(ATOM_SIZE * atom, ATOM_SIZE * (atom + 1));
  const { size, origin, voxelSize } = grid;
  const range = (axis: 0 | 1 | 2, centre: number, within: number): [number, number] => [
    Math.max(0, Math.ceil((centre - within - origin[axis]) / voxelSize[axis])),
    Math.min(size[axis] - 1, Math.floor((centre + within - origin[axis]) / voxelSize[axis])),
  ];
  const [k0, k1] = range(2, z, reach);
  for (let k = k0; k <= k1; k++) {
    const dz = origin[2] + k * voxelSize[2] - z;
    const [j0, j1] = range(1, y, Math.sqrt(Math.max(0, reach ** 2 - dz ** 2)));
    for (let j = j0; j <= j1; j++) {
      const dy = origin[1] + j * voxelSize[1] - y;
      const row = size[0] * (j + size[1] * k);
      const [i0, i1] = range(0, x, Math.sqrt(Math.max(0, reach ** 2 - dz ** 2 - dy ** 2)));
      for (let i = i0; i <= i1; i++) {
        const dx = origin[0] + i * voxelSize[0] - x;
        call(row + i, Math.hypot(dx, dy, dz), dx, dy, dz);
      }
    }
  }
}
