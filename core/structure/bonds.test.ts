import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findBonds } from "#core/structure/bonds.ts";
import { createCellList, forEachNear } from "#core/structure/cell-list.ts";

const [C, N, O, S, ZN] = [6, 7, 8, 16, 30];

describe("findBonds", () => {
  it("bonds the backbone of an amino acid and the disulphide, not what only touches", () => {
    // N – CA 1.46, CA – C 1.52, C = O 1.23, N … C 2.5 Å; then two sulphurs 2.05 Å apart, far from the rest.
    const xyz = [0, 0, 0, 1.46, 0, 0, 2, 1.42, 0, 1.3, 2.43, 0, 20, 0, 0, 22.05, 0, 0];
    expect([...findBonds(xyz, [N, C, C, O, S, S])]).toEqual([0, 1, 1, 2, 2, 3, 4, 5]);
  });

  it("gives metals no bonds, unknown elements those of carbon, and one atom at two places none", () => {
    expect([...findBonds([0, 0, 0, 2.1, 0, 0], [ZN, N])]).toEqual([]);
    expect([...findBonds([0, 0, 0, 1.5, 0, 0], [0, C])]).toEqual([0, 1]);
    expect([...findBonds([0, 0, 0, 0.3, 0, 0], [C, C])]).toEqual([]);
    expect([...findBonds([], [])]).toEqual([]);
  });

  it("agrees with a comparison of all pairs", () => {
    const atom = fc.tuple(
      fc.double({ min: -6, max: 6, noNaN: true }),
      fc.double({ min: -6, max: 6, noNaN: true }),
    );
    fc.assert(
      fc.property(fc.array(atom, { maxLength: 60 }), (places) => {
        const xyz = places.flatMap(([x, y]) => [x, y, x * 0.3 - y]);
        const expected: number[] = [];
        places.forEach((_, a) => {
          for (let b = a + 1; b < places.length; b++) {
            const d = Math.hypot(...[0, 1, 2].map((axis) => xyz[3 * a + axis] - xyz[3 * b + axis]));
            if (d > 0.4 && d <= 2 * 0.76 + 0.45) expected.push(a, b);
          }
        });
        expect([
          ...findBonds(
            xyz,
            places.map(() => C),
          ),
        ]).toEqual(expected);
      }),
    );
  });
});

describe("createCellList", () => {
  it("takes little memory for points that are far apart", () => {
    const cells = createCellList([0, 0, 0, 1e6, 1e6, 1e6], 2);
    expect(cells.first.length).toBeLessThan(5e6);
    const near: number[] = [];
    forEachNear(cells, 1e6, 1e6, 1e6, (n) => near.push(n));
    expect(near).toContain(1);
  });

  it("finds nothing near places far outside", () => {
    const cells = createCellList([0, 0, 0], 2);
    for (const at of [-50, 50]) forEachNear(cells, at, 0, 0, () => expect.unreachable());
  });
});
