import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { agree, clusterFound, type Found } from "#core/fit/cluster.ts";
import { pointGroup, rotationAbout } from "#core/fit/symmetry.ts";
import { anyRigid, nudge, turn } from "#core/math/rigid.testing.ts";
import { compose, type Rigid } from "#core/math/rigid.ts";

const tolerance = { shift: 3, angle: 6 };
const still: Rigid = { rotation: [0, 0, 0, 1], shift: [0, 0, 0] };
const atX = (x: number): Rigid => ({ rotation: [0, 0, 0, 1], shift: [x, 0, 0] });
const found = (score: number, pose: Rigid, hits = 1): Found => ({ score, pose, hits });

describe("agree", () => {
  it.each([
    [3, true],
    [3.0001, false],
  ])("centres %d Å apart under a tolerance of 3 Å: %s", (shift, expected) => {
    expect(agree(still, atX(shift), tolerance)).toBe(expected);
    expect(agree(still, nudge(still, [0, 0, -shift], [1, 0, 0], 0), tolerance)).toBe(expected);
  });

  it("measures shifts along the diagonal, not along the axes", () => {
    expect(agree(still, nudge(still, [2, 2, 1], [1, 0, 0], 0), tolerance)).toBe(true); // √9 = 3
    expect(agree(still, nudge(still, [2, 2, 2], [1, 0, 0], 0), tolerance)).toBe(false); // √12
  });

  it.each([
    [5.999, true],
    [6.001, false],
    [359.5, true],
    [180, false],
  ])("turned by %d° under a tolerance of 6°: %s", (degrees, expected) => {
    expect(agree(still, nudge(still, [0, 0, 0], [1, 2, 3], degrees), tolerance)).toBe(expected);
  });
});

describe("clusterFound", () => {
  it("groups lie around their best member, not along a chain", () => {
    // 5 Å is within 3 Å of 2.5 Å, but not of the leader at 0 Å.
    const all = [found(8, atX(5), 4), found(10, atX(0), 1), found(9, atX(2.5), 2)];
    const groups = clusterFound(all, tolerance);
    expect(groups.map((g) => [g.best.score, g.hits, g.members.map((m) => m.score)])).toEqual([
      [10, 3, [10, 9]],
      [8, 4, [8]],
    ]);
  });

  it("nothing found gives no groups", () => {
    expect(clusterFound([], tolerance)).toEqual([]);
  });

  it("of equal scores the first found leads", () => {
    const [first, second] = [found(1, atX(1)), found(1, atX(0))];
    expect(clusterFound([first, second], tolerance)[0].best).toBe(first);
  });

  const anyFound = fc
    .array(fc.tuple(anyRigid(6), fc.nat(5)), { maxLength: 25 })
    .map((entries) => entries.map(([pose, hits], n) => found(1 / (n + 1), pose, hits)));

  it("permuting what was found does not change the groups", () => {
    const wide = { shift: 5, angle: 60 };
    fc.assert(
      fc.property(
        anyFound.chain((all) =>
          fc.tuple(
            fc.constant(all),
            fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length }),
          ),
        ),
        ([all, shuffled]) => {
          expect(clusterFound(shuffled, wide)).toEqual(clusterFound(all, wide));
        },
      ),
    );
  });

  it("keeps every hit and every member once, agreeing with its leader; leaders do not agree", () => {
    const wide = { shift: 5, angle: 60 };
    fc.assert(
      fc.property(anyFound, (all) => {
        const groups = clusterFound(all, wide);
        const total = (list: readonly Found[]) => list.reduce((sum, f) => sum + f.hits, 0);
        expect(groups.reduce((sum, g) => sum + g.hits, 0)).toBe(total(all));
        expect(new Set(groups.flatMap((g) => g.members))).toEqual(new Set(all));
        for (const [n, { best, members, hits }] of groups.entries()) {
          expect(members[0]).toBe(best);
          expect(hits).toBe(total(members));
          for (const member of members) expect(agree(best.pose, member.pose, wide)).toBe(true);
          for (const later of groups.slice(n + 1))
            expect(agree(best.pose, later.best.pose, wide)).toBe(false);
        }
      }),
    );
  });
});

describe("clusterFound with symmetry", () => {
  const centre = [30, 40, 50] as const;
  const c4 = pointGroup("C4").map((rotation) => rotationAbout(rotation, centre));
  const site: Rigid = { rotation: turn([1, 2, 3], 50), shift: [45, 40, 50] };
  const copies = c4.map((operation, n) =>
    found(1 - n / 100, nudge(compose(operation, site), [0.3 * n, 0, 0], [0, 1, 0], n), 2),
  );

  it("merges copies that the map's symmetry carries onto each other", () => {
    expect(clusterFound(copies, tolerance)).toHaveLength(4);
    const merged = clusterFound(copies, tolerance, c4.slice(1));
    expect(merged).toHaveLength(1);
    expect(merged[0]).toMatchObject({ best: copies[0], hits: 8 });
  });

  it("leaves alone what no operation reaches", () => {
    const elsewhere = found(0.5, nudge(site, [0, 0, 10], [0, 0, 1], 0));
    const turned = found(0.4, nudge(site, [0, 0, 0], [1, 0, 0], 90));
    const groups = clusterFound([...copies, elsewhere, turned], tolerance, c4.slice(1));
    expect(groups.map((g) => g.members.length)).toEqual([4, 1, 1]);
  });
});
