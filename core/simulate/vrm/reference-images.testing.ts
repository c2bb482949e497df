import type { ImageGradient, ImageKernel } from "#core/simulate/vrm/image-kernel.ts";
import { ATOM_SIZE, type ImagePlan } from "#core/simulate/vrm/image-plan.ts";
import { forEachNear, sumImages } from "#core/simulate/vrm/image-sums.ts";
import { cubicAt, mixTable } from "#core/simulate/vrm/plan-profile.ts";
import { CUBIC } from "#core/simulate/vrm/radial-tables.ts";
import { referenceFourier } from "#core/volume/fourier-kernel.ts";
import type { Volume } from "#core/volume/volume.ts";

/** The readable kernel that defines the others: one atom after the other, float64. */
export const referenceImageKernel: ImageKernel = {
  name: "reference",
  fourier: referenceFourier,
  async sum(plan, grid) {
    return { grid, values: sumImages(plan, grid) };
  },
  async gather(plan, weights) {
    return gatherImages(plan, weights);
  },
  async createKeptMap(plan, grid) {
    const places = { ...plan, atoms: plan.atoms.slice() };
    return {
      get volume() {
        return { grid, values: sumImages(places, grid) };
      },
      move(atoms, xyz) {
        for (let n = 0; n < atoms.length; n++) {
          for (let axis = 0; axis < 3; axis++) places.atoms[ATOM_SIZE * atoms[n] + axis] = xyz[3 * n + axis];
        }
      },
    };
  },
};

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
    const perSquare = plan.atoms[ATOM_SIZE * atom + 3];
    forEachNear(plan, atom, grid, (index, r, dx, dy, dz) => {
      const w = values[index];
      const s = r * r * perSquare;
      const push = -2 * o * w * perSquare * cubicSlopeAt(image, s);
      gradient.xyz[3 * atom] += push * dx;
      gradient.xyz[3 * atom + 1] += push * dy;
      gradient.xyz[3 * atom + 2] += push * dz;
      gradient.occupancy[atom] += w * cubicAt(image, s);
      gradient.bFactor[atom] += o * w * cubicAt(perB, s);
    });
  }
  return gradient;
}

function cubicSlopeAt(table: Float64Array, s: number): number {
  const n = Math.min(Math.floor(s), table.length / CUBIC - 1);
  const t = s - n;
  const at = CUBIC * n;
  return table[at + 1] + t * (2 * table[at + 2] + 3 * t * table[at + 3]);
}
