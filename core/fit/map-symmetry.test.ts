import { expect, it } from "vitest";
import { findSymmetry } from "#core/fit/map-symmetry.ts";
import { pointGroup, rotationAbout, symmetryCentre } from "#core/fit/symmetry.ts";
import { applyRigid } from "#core/math/rigid.ts";
import type { Vec3 } from "#core/math/vec3.ts";
import { createGrid, ijkToXyz } from "#core/volume/grid.ts";
import { createVolume, type Volume } from "#core/volume/volume.ts";

/** Two Gaussians, one beside the axis and one off the plane, and all their copies by a group. */
function symmetric(group: string): Volume {
  const grid = createGrid([40, 40, 40], [-7, 3, 11], [1.5, 1.5, 1.5]);
  const centre = symmetryCentre(grid);
  const bodies: { at: Vec3; width: number }[] = [
    { at: [centre[0] + 14, centre[1] + 3, centre[2] + 5], width: 4 },
    { at: [centre[0] + 9, centre[1] - 6, centre[2] + 11], width: 3 },
  ];
  const all = pointGroup(group).flatMap((rotation) =>
    bodies.map(({ at, width }) => ({ at: applyRigid(rotationAbout(rotation, centre), at), width })),
  );
  const values = Float32Array.from({ length: 40 ** 3 }, (_, n) => {
    const p = ijkToXyz(grid, [n % 40, Math.floor(n / 40) % 40, Math.floor(n / 1600)]);
    return all.reduce((sum, { at, width }) => {
      const square = (p[0] - at[0]) ** 2 + (p[1] - at[1]) ** 2 + (p[2] - at[2]) ** 2;
      return sum + Math.exp(-square / (2 * width * width));
    }, 0);
  });
  return createVolume(grid, values);
}

it.each(["C2", "C3", "C4", "D2", "D3", "T", "O"])(
  "finds %s and its subgroups, the whole group first",
  (group) => {
    const found = findSymmetry(symmetric(group), 0.3);
    expect(found[0]).toMatchObject({ group, copies: pointGroup(group).length });
    expect(found[0]?.correlation).toBeGreaterThan(0.99);
  },
);

it("finds none in a map without any", () => {
  expect(findSymmetry(symmetric("C1"), 0.3)).toEqual([]);
  expect(findSymmetry(symmetric("C2"), 100)).toEqual([]);
});
