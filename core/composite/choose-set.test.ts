import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chooseSet, type Option, remembered } from "#core/composite/choose-set.ts";

const none = () => false;
const options = (...values: number[]): Option[] => values.map((value) => ({ kind: 0, value }));

describe("the best set of placements", () => {
  it("takes all that do not exclude each other, as many of a kind as there are copies", () => {
    expect(chooseSet(options(5, 3, 4), [2], none)).toEqual({ chosen: [0, 2], value: 9, isBest: true });
  });

  it("gives up the best option where two others are worth more, unlike a greedy choice", () => {
    // 0 (worth 5) stands in the way of 1 and 2 (3 each).
    const { chosen, value } = chooseSet(options(5, 3, 3), [3], (a, b) => a === 0 || b === 0);
    expect([chosen, value]).toEqual([[1, 2], 6]);
  });

  it("swaps two chains that both prefer the same site", () => {
    // Kind 0: site 1 for 8, site 2 for 7; kind 1: site 1 for 6, site 2 for 1. 7 + 6 beats 8 + 1.
    const two = [8, 7, 6, 1].map((value, n) => ({ kind: n < 2 ? 0 : 1, value }));
    expect(chooseSet(two, [1, 1], (a, b) => (a - b) % 2 === 0).chosen).toEqual([1, 2]);
  });

  it("does without what is left out, and without what is worth nothing", () => {
    expect(chooseSet(options(5, 3, -1), [3], none, new Set([0])).chosen).toEqual([1]);
  });

  it("is as good as the best of all subsets", () => {
    const problem = fc.record({
      options: fc.array(fc.record({ kind: fc.nat(2), value: fc.integer({ min: 1, max: 20 }) }), {
        maxLength: 9,
      }),
      most: fc.tuple(fc.nat(3), fc.nat(3), fc.nat(3)),
      seed: fc.nat(),
    });
    fc.assert(
      fc.property(problem, ({ options: all, most, seed }) => {
        const excludes = (a: number, b: number) =>
          ((Math.min(a, b) * 7 + Math.max(a, b) * 13 + seed) >> 1) % 3 === 0;
        const count = (set: number[], kind: number) => set.filter((n) => all[n]?.kind === kind).length;
        let best = 0;
        for (let bits = 0; bits < 1 << all.length; bits++) {
          const set = [...all.keys()].filter((n) => bits & (1 << n));
          const isFree = set.every((a, n) => set.slice(n + 1).every((b) => !excludes(a, b)));
          if (!isFree || most.some((limit, kind) => count(set, kind) > limit)) continue;
          best = Math.max(
            best,
            set.reduce((sum, n) => sum + (all[n]?.value ?? 0), 0),
          );
        }
        const found = chooseSet(all, most, remembered(all.length, excludes));
        expect(found.value).toBe(best);
        expect(found.isBest).toBe(true);
      }),
    );
  });

  it("weighs forty sites with five rivals each in a moment", () => {
    const many = Array.from({ length: 200 }, (_, n) => ({ kind: n % 4, value: 100 - (n % 5) - n / 1000 }));
    const { chosen, isBest } = chooseSet(
      many,
      [60, 60, 60, 60],
      (a, b) => Math.floor(a / 5) === Math.floor(b / 5),
    );
    expect([chosen.length, isBest]).toEqual([40, true]);
    expect(chosen.every((n) => n % 5 === 0)).toBe(true);
  });
});
