import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chooseFull } from "#core/identify/rank/choose-full.ts";
import { type PlacedChain, samePlaceTest } from "#core/identify/rank/overlap.ts";
import { rankCandidates } from "#core/identify/rank/rank-candidates.ts";
import { scoreNoise } from "#core/identify/rank/verdict.ts";
import { madeUpFit, madeUpFull, madeUpItem, wrongItems } from "#core/identify/screen/records.testing.ts";
import type { FullRecord, ItemRecord } from "#core/identify/screen/records.ts";
import type { Rigid } from "#core/math/rigid.ts";

const RESOLUTION = 4;
/** 22 kDa at 4 Å: n = 0.6648 · (4π ⁄ 3) · 22,000 · 1.21 ⁄ 64 = 1158 densities that count, so 1.96 · √(2 ⁄ 1155) in Fisher's z. */
const NOISE = 0.0816;

const rank = (items: readonly ItemRecord[], full: readonly FullRecord[], rejected: readonly string[] = []) =>
  rankCandidates({ items, full, resolution: RESOLUTION, rejected: new Set(rejected) });

/** Rank, name and verdict of the best. */
const heads = (items: readonly ItemRecord[], full: readonly FullRecord[], rejected: readonly string[] = []) =>
  rank(items, full, rejected)
    .candidates.slice(0, 3)
    .map(({ rank: place, record, verdict }) => `${place} ${record.name} ${verdict.kind}`);

const isSamePlace = (a: PlacedChain, b: PlacedChain) => samePlaceTest([a, b])(0, 1);

describe("a ranking", () => {
  const winner = madeUpItem(30, "right", 0.5);

  it("calls clear what stands out of the library and of its own other placements, and nothing else", () => {
    const ranking = rank([...wrongItems(), winner], [madeUpFull(30, 0.5, 0)]);
    const [first, ...rest] = ranking.candidates;
    expect([first?.record.name, first?.rank, first?.verdict.kind]).toEqual(["right", 1, "clear"]);
    expect(first?.q).toBeLessThan(1e-6);
    expect(first?.verdict.sentence).toMatch(
      /^Scores higher than wrong models of its size do \(z .*q .*\), and/,
    );
    for (const one of rest) expect([one.verdict.kind, one.q > 0.05]).toEqual(["none", true]);
    expect(first?.lead).toBeCloseTo((first?.z ?? 0) - (rest[0]?.z ?? 0), 9);
  });

  it("is ambiguous when only the score stands out, or only the placement, or the full search is not done", () => {
    expect(heads([...wrongItems(), winner], [madeUpFull(30, 0.5, 0, "none")])[0]).toBe("1 right ambiguous");
    expect(heads([...wrongItems(), winner], [])[0]).toBe("1 right ambiguous");
    const low = madeUpItem(30, "low", 0.1);
    const found = rank([...wrongItems(), low], [madeUpFull(30, 0.1, 0)]).candidates;
    expect(found.find(({ record }) => record.name === "low")?.verdict.kind).toBe("ambiguous");
  });

  it("calls a tie what fits the same density as well, by less than chance, and gives it one rank", () => {
    const items = [...wrongItems(), winner, madeUpItem(31, "paralogue", 0.47)];
    const full = [madeUpFull(30, 0.5, 0), madeUpFull(31, 0.47, 3)];
    expect(Math.atanh(0.5) - Math.atanh(0.47)).toBeLessThan(NOISE);
    expect(heads(items, full).slice(0, 2)).toEqual(["1 right tie", "1 paralogue tie"]);
    const { candidates } = rank(items, full);
    expect(candidates[0]?.verdict.tiedWith).toEqual(["paralogue"]);
    expect(candidates[2]?.rank).toBe(3);
    expect(candidates[0]?.lead).toBeCloseTo((candidates[0]?.z ?? 0) - (candidates[2]?.z ?? 0), 9);
  });

  it("prefers what fits the same density better by more than chance", () => {
    const items = [...wrongItems(), winner, madeUpItem(31, "relative", 0.42)];
    const full = [madeUpFull(30, 0.5, 0), madeUpFull(31, 0.42, 3)];
    expect(Math.atanh(0.5) - Math.atanh(0.42)).toBeGreaterThan(NOISE);
    expect(heads(items, full).slice(0, 2)).toEqual(["1 right clear", "2 relative ambiguous"]);
    expect(rank(items, full).candidates[1]?.verdict.sentence).toContain("right fits the same density better");
  });

  it("lets two models in different places both be clear", () => {
    const items = [...wrongItems(), winner, madeUpItem(31, "other", 0.49)];
    const full = [madeUpFull(30, 0.5, 0), madeUpFull(31, 0.49, 400)];
    expect(heads(items, full).slice(0, 2)).toEqual(["1 right clear", "2 other clear"]);
  });

  it("leaves out copies and says of what, unless they are kept", () => {
    const print = { sequence: "same", shape: [1, 2, 3] };
    const items = [
      ...wrongItems(),
      madeUpItem(30, "right", 0.5, { print }),
      madeUpItem(31, "again", 0.5, { print }),
    ];
    const ranking = rank(items, []);
    expect(ranking.candidates).toHaveLength(31);
    expect(ranking.skipped).toEqual([
      { file: "again.pdb", reason: "a copy of right: the same sequence and coordinates" },
    ]);
    const kept = rankCandidates({ items, full: [], resolution: RESOLUTION, keepCopies: true });
    expect(kept.candidates).toHaveLength(32);
  });

  it("lets a rejected candidate rival nobody", () => {
    const items = [...wrongItems(), winner, madeUpItem(31, "paralogue", 0.49)];
    const full = [madeUpFull(30, 0.5, 0), madeUpFull(31, 0.49, 3)];
    expect(heads(items, full, ["paralogue"]).slice(0, 2)).toEqual(["1 right clear", "2 paralogue none"]);
  });

  it("goes by each candidate's own placements where the library is too small for a background", () => {
    const items = [winner, madeUpItem(31, "wrong", 0.2)];
    const ranking = rank(items, [madeUpFull(30, 0.5, 0), madeUpFull(31, 0.2, 0, "none")]);
    expect(ranking.background).toBeNull();
    expect(ranking.candidates.map(({ verdict }) => verdict.kind)).toEqual(["clear", "none"]);
    expect(ranking.notes[0]).toMatch(/^2 candidates are too few/);
  });

  it("does not count the luck of a longer search as evidence, nor take away what screening had found", () => {
    const plain = rank([...wrongItems(), madeUpItem(30, "x", 0.13)], []).candidates;
    const long: FullRecord = { ...madeUpFull(30, 0.13, 0, "none"), fit: madeUpFit(0.13, "none", 16_000) };
    const searched = rank([...wrongItems(), madeUpItem(30, "x", 0.13)], [long]).candidates;
    const better: FullRecord = { ...long, fit: madeUpFit(0.131, "none", 16_000) };
    const found = rank([...wrongItems(), madeUpItem(30, "x", 0.13)], [better]).candidates;
    const p = (list: typeof plain) => list.find(({ record }) => record.name === "x")?.p ?? 1;
    expect(p(searched)).toBe(p(plain));
    expect(p(found)).toBe(p(plain));
  });

  it("does not depend on the order in which the records came", () => {
    const items = [...wrongItems(), winner, madeUpItem(31, "paralogue", 0.47)];
    const full = [madeUpFull(30, 0.5, 0), madeUpFull(31, 0.47, 3)];
    const expected = JSON.stringify(rank(items, full));
    fc.assert(
      fc.property(fc.shuffledSubarray(items, { minLength: items.length }), (shuffled) => {
        expect(JSON.stringify(rank(shuffled, full.toReversed()))).toBe(expected);
      }),
      { numRuns: 20 },
    );
  });
});

describe("the noise of a score", () => {
  it("follows from the number of independent densities", () => {
    expect(scoreNoise(22, 22, 4)).toBeCloseTo(NOISE, 3);
    expect(scoreNoise(22, 22, 8) / scoreNoise(22, 22, 4)).toBeCloseTo(8 ** 0.5, 1); // n ∝ d⁻³
  });
});

describe("placements in the same density", () => {
  it("are found at equivalent sites as well", () => {
    const half: Rigid = { rotation: [0, 0, 1, 0], shift: [0, 0, 0] };
    const here = { trace: madeUpFull(0, 0.5, 10).trace, sites: madeUpFull(0, 0.5, 10).sites };
    // Half a turn about z takes x to −x: the chain from 10 Å on comes to lie from −10 Å down.
    const across = { trace: here.trace.map((x) => -x), sites: here.sites };
    expect(isSamePlace(here, across)).toBe(false);
    expect(isSamePlace(here, { ...across, sites: [{ ...half, rotation: [0, 0, 0, 1] }, half] })).toBe(true);
    expect(isSamePlace(here, { trace: undefined, sites: [] })).toBe(false);
  });

  it("share half of the shorter chain", () => {
    const trace = (from: number, count: number) =>
      Array.from({ length: 3 * count }, (_, n) => (n % 3 === 0 ? from + n : 0));
    const place = (from: number, count: number) => ({ trace: trace(from, count), sites: [] });
    expect(isSamePlace(place(0, 100), place(3 * 96, 8))).toBe(true); // 4 of 8 points, and one 3 Å beyond
    expect(isSamePlace(place(0, 100), place(3 * 98, 8))).toBe(false);
  });
});

describe("the choice for the full search", () => {
  it("is the best of screening, and all that stand out", () => {
    const items = [
      ...wrongItems(),
      madeUpItem(30, "a", 0.5),
      madeUpItem(31, "b", 0.45),
      madeUpItem(32, "c", 0.4),
    ];
    expect(chooseFull(items, 0)).toEqual([30, 31, 32].map((item) => ({ item, part: 0 })));
    expect(chooseFull(items, 5)).toHaveLength(5);
    expect(chooseFull(items.toReversed(), 5)).toEqual(chooseFull(items, 5));
    expect(chooseFull(items.slice(28, 32), 1)).toEqual([{ item: 30, part: 0 }]);
  });
});
