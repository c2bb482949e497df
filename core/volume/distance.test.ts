import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { squaredDistances } from "#core/volume/distance.ts";
import { createGrid } from "#core/volume/grid.ts";

describe("distances to chosen voxels", () => {
  it("are those of the nearest one, whatever the voxels' shape", () => {
    fc.assert(
      fc.property(
        fc.tuple(
          fc.integer({ min: 1, max: 6 }),
          fc.integer({ min: 1, max: 6 }),
          fc.integer({ min: 1, max: 6 }),
        ),
        fc.array(fc.nat(215), { maxLength: 8 }),
        ([nx, ny, nz], chosen) => {
          const grid = createGrid([nx, ny, nz], [0, 0, 0], [1, 2, 0.5]);
          const inside = new Uint8Array(nx * ny * nz);
          for (const n of chosen) inside[n % inside.length] = 1;
          const place = (n: number) => [
            n % nx,
            2 * (Math.floor(n / nx) % ny),
            0.5 * Math.floor(n / (nx * ny)),
          ];
          const found = squaredDistances(grid, inside);
          for (const [n, square] of found.entries()) {
            const [x, y, z] = place(n);
            const all = [...inside.keys()]
              .filter((m) => inside[m] === 1)
              .map((m) => {
                const [a, b, c] = place(m);
                return (a - x) ** 2 + (b - y) ** 2 + (c - z) ** 2;
              });
            expect(square).toBeCloseTo(Math.min(Number.POSITIVE_INFINITY, ...all), 5);
          }
        },
      ),
    );
  });
});
