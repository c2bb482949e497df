import { expect, it } from "vitest";
import type { Mesh } from "#core/surface/mesh.ts";
import { smoothed } from "#core/surface/smooth.ts";

/** A regular octahedron with corners at a distance r along the axes; every corner's neighbours have the mean 0. */
function octahedron(r: number): Mesh {
  const positions = Float32Array.of(r, 0, 0, -r, 0, 0, 0, r, 0, 0, -r, 0, 0, 0, r, 0, 0, -r);
  const normals = positions.map((x) => x / r);
  const indices = Uint32Array.of(0, 2, 4, 2, 1, 4, 1, 3, 4, 3, 0, 4, 2, 0, 5, 1, 2, 5, 3, 1, 5, 0, 3, 5);
  return { positions, normals, indices };
}

it("moves a corner a part of the way to the mean of its neighbours, round by round", () => {
  // The mean of the four neighbours of each corner is the middle: a round shrinks by 1 − 0.3, two by 0.7².
  const { positions, normals } = smoothed(octahedron(10));
  expect(positions[0]).toBeCloseTo(4.9, 5);
  expect(positions[17]).toBeCloseTo(-4.9, 5);
  expect([...normals.subarray(0, 3)]).toEqual([1, 0, 0]);
});

it("leaves a mesh as it is in no round", () => {
  const mesh = octahedron(3);
  expect(smoothed(mesh, { rounds: 0, factor: 0.3 }).positions).toEqual(mesh.positions);
});
