import { expect, it } from "vitest";
import { createRandom } from "#core/math/random.ts";
import { createCellList } from "#core/structure/cell-list.ts";
import { countNear } from "#core/structure/near.ts";

it("counts points nearer than the reach, not those at it or beyond", () => {
  const cells = createCellList([0, 0, 0, 10, 0, 0], 2);
  // 1.9 Å from the first, 2 Å from it, 1 Å from the second, far from both on either side.
  const asked = [1.9, 0, 0, 0, 2, 0, 10, 0, 1, -50, 0, 0, 50, 50, 50];
  expect(countNear(asked, cells, 2)).toBe(2);
});

it("counts what comparing every pair counts", () => {
  const random = createRandom(4, 0);
  const cloud = (n: number) => Float64Array.from({ length: 3 * n }, () => 20 * random());
  const [own, others] = [cloud(300), cloud(200)];
  const isNear = (n: number) =>
    Array.from({ length: 200 }, (_, m) =>
      Math.hypot(
        own[3 * n] - others[3 * m],
        own[3 * n + 1] - others[3 * m + 1],
        own[3 * n + 2] - others[3 * m + 2],
      ),
    ).some((apart) => apart < 2);
  const expected = Array.from({ length: 300 }, (_, n) => n).filter(isNear).length;
  expect(expected).toBeGreaterThan(20);
  expect(countNear(own, createCellList(others, 2), 2)).toBe(expected);
});
