import type { ImageGradient, ImageKernel } from "#core/simulate/vrm/image-kernel.ts";
import { ATOM_SIZE, type ImagePlan } from "#core/simulate/vrm/image-plan.ts";
import { CUBIC } from "#core/simulate/vrm/radial-tables.ts";
import { type Grid, sampleCount } from "#core/volume/grid.ts";
import type { Volume } from "#core/volume/volume.ts";

/** The readable kernel that defines the others: one atom after the other, float64. */
export const referenceImageKernel: ImageKernel = {
  name: "reference",
  async sum(plan, grid) {
    return { grid, values: sumImages(plan, grid) };
  },
  async gather(plan, weights) {
    return gatherImages(plan, weights);
  },
};

function sumImages(plan: ImagePlan, grid: Grid): Float32Array {
  const values = new Float64Array(sampleCount(grid));
  const table = new Float64Array(CUBIC * (plan.segments + 1));
  for (let atom = 0; atom < plan.count; atom++) {
    mixTable(plan, atom, plan.weight, table);
    const occupancy = plan.occupancy[atom];
    forEachNear(plan, atom, grid, (index, r) => {
      values[index] += occupancy * cubicAt(table, r * plan.atoms[ATOM_SIZE * atom + 3]);
    });
  }
  return Float32Array.from(values);
}

function gatherImages(plan: ImagePlan, { grid, values }: Volume): ImageGradient {
  const { count } = plan;
  const gradient: ImageGradient = {
    xyz: new Float64Array(3 * count),
    occupancy: new Float64Array(count),
    bFactor: new Float64Array(count),
  };
  const image = new Float64Array(CUBIC * (plan.segments + 1));
  const perB = image.slice();
  for (let atom = 0; atom < count; atom++) {
    mixTable(plan, atom, plan.weight, image);
    mixTable(plan, atom, plan.weightPerB, perB);
    const o = plan.occupancy[atom];
    const perLength = plan.atoms[ATOM_SIZE * atom + 3];
    forEachNear(plan, atom, grid, (index, r, dx, dy, dz) => {
      const w = values[index];
      const s = r * perLength;
      const push = r === 0 ? 0 : (-o * w * perLength * cubicSlopeAt(image, s)) / r;
      gradient.xyz[3 * atom] += push * dx;
      gradient.xyz[3 * atom + 1] += push * dy;
      gradient.xyz[3 * atom + 2] += push * dz;
      gradient.occupancy[atom] += w * cubicAt(image, s);
      gradient.bFactor[atom] += o * w * cubicAt(perB, s);
    });
  }
  return gradient;
}

/** The atom's own cubics: the weighted sum of its tables; the piece after the last is 0. */
function mixTable(plan: ImagePlan, atom: number, weights: Float32Array, table: Float64Array): void {
  const size = CUBIC * plan.segments;
  table.fill(0);
  for (let k = plan.mix * atom; k < plan.mix * (atom + 1); k++) {
    const start = plan.table[k] * size;
    for (let n = 0; n < size; n++) table[n] += weights[k] * plan.tables[start + n];
  }
}

function cubicAt(table: Float64Array, s: number): number {
  const n = Math.min(Math.floor(s), table.length / CUBIC - 1);
  const t = s - n;
  const at = CUBIC * n;
  return table[at] + t * (table[at + 1] + t * (table[at + 2] + t * table[at + 3]));
}

function cubicSlopeAt(table: Float64Array, s: number): number {
  const n = Math.min(Math.floor(s), table.length / CUBIC - 1);
  const t = s - n;
  const at = CUBIC * n;
  return table[at + 1] + t * (2 * table[at + 2] + 3 * t * table[at + 3]);
}

/** Calls for every sample within the atom's reach: its index, distance (Å) and the way from the atom to it (Å). */
function forEachNear(
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
