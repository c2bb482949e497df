import { expect, it } from "vitest";
import { averageLeft } from "#core/composite/symmetry/average.ts";
import { quietJob } from "#core/job/job-context.ts";
import { turn } from "#core/math/rigid.testing.ts";
import type { Vec3 } from "#core/math/vec3.ts";
import { cancelledJob } from "#core/volume/volume.testing.ts";
import type { Volume } from "#core/volume/volume.ts";

const HALF = 10;
const SIDE = 2 * HALF + 1;
const grid = { size: [SIDE, SIDE, SIDE], origin: [-HALF, -HALF, -HALF], voxelSize: [1, 1, 1] } as const;
/** About z: four sites on a circle of 6 Å. */
const quarters = [90, 180, 270].map(
  (angle) => ({ rotation: turn([0, 0, 1], angle), shift: [0, 0, 0] }) as const,
);
const SITES: readonly Vec3[] = [
  [6, 0, 0],
  [0, 6, 0],
  [-6, 0, 0],
  [0, -6, 0],
];

/** Cubes of 3 voxels of density 1 about centres. */
function cubes(centres: readonly Vec3[]): Volume {
  const values = new Float32Array(SIDE ** 3);
  for (const centre of centres) {
    for (let n = 0; n < 27; n++) {
      const [i, j, k] = [n % 3, Math.floor(n / 3) % 3, Math.floor(n / 9)].map(
        (m, axis) => m - 1 + (centre[axis] ?? 0),
      );
      values[indexOf([i ?? 0, j ?? 0, k ?? 0])] = 1;
    }
  }
  return { grid, values };
}

function indexOf([x, y, z]: Vec3): number {
  return x + HALF + SIDE * (y + HALF + SIDE * (z + HALF));
}

it("a copy that is missing is as dense in the mean as in the map, however many were taken away", async () => {
  const whole = cubes(SITES);
  for (const missing of [1, 2, 3, 4]) {
    const left = cubes(SITES.slice(0, missing));
    const mean = await averageLeft(left, whole, quarters, quietJob);
    // Where copies were taken away the missing ones show what belongs there.
    for (const site of SITES) expect(mean.values[indexOf(site)]).toBeCloseTo(1, 5);
    expect(mean.values[indexOf([6, 6, 0])]).toBe(0);
  }
});

it("nothing is made of nothing, and what does not follow the symmetry is divided by its order", async () => {
  const whole = cubes(SITES);
  const none = await averageLeft(cubes([]), whole, quarters, quietJob);
  expect(none.values.every((value) => value === 0)).toBe(true);
  const odd = await averageLeft(cubes([[5, 5, 5]]), cubes([[5, 5, 5]]), quarters, quietJob);
  expect(odd.values[indexOf([5, 5, 5])]).toBeCloseTo(1 / 4, 5);
  // The image of a corner lies outside the box under an eighth of a turn: only what is known counts.
  const eighth = [{ rotation: turn([0, 0, 1], 45), shift: [0, 0, 0] }] as const;
  const corner = await averageLeft(cubes([[9, 9, 0]]), cubes([[9, 9, 0]]), eighth, quietJob);
  expect(corner.values[indexOf([9, 9, 0])]).toBeCloseTo(1, 5);
});

it("can be left in the middle", async () => {
  const whole = cubes(SITES);
  await expect(averageLeft(whole, whole, quarters, cancelledJob)).rejects.toMatchObject({
    code: "cancelled",
  });
});
