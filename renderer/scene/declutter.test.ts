import fc from "fast-check";
import { expect, it } from "vitest";
import { type Placed, uncovered } from "#renderer/scene/declutter.ts";

const label = (text: string, x: number, weight: number): Placed => ({
  text,
  weight,
  x,
  y: 0,
  half: { x: 10, y: 6 },
});

it("keeps the weightier of two that cover each other, and both when they are a label's width apart", () => {
  const texts = (labels: Placed[]) => uncovered(labels).map(({ text }) => text);
  expect(texts([label("a", 0, 1), label("b", 19, 2)])).toEqual(["b"]);
  expect(texts([label("a", 0, 1), label("b", 20, 2)])).toEqual(["b", "a"]);
});

it("never keeps two that cover each other, and always the weightiest", () => {
  const any = fc.record({
    text: fc.string(),
    weight: fc.integer({ min: 0, max: 9 }),
    x: fc.integer({ min: 0, max: 100 }),
    y: fc.integer({ min: 0, max: 100 }),
    half: fc.record({ x: fc.integer({ min: 1, max: 20 }), y: fc.integer({ min: 1, max: 20 }) }),
  });
  fc.assert(
    fc.property(fc.array(any, { minLength: 1 }), (labels) => {
      const kept = uncovered(labels);
      expect(kept[0]?.weight).toBe(Math.max(...labels.map(({ weight }) => weight)));
      for (const [n, a] of kept.entries()) {
        for (const b of kept.slice(n + 1)) {
          const apart =
            Math.abs(a.x - b.x) >= a.half.x + b.half.x || Math.abs(a.y - b.y) >= a.half.y + b.half.y;
          expect(apart).toBe(true);
        }
      }
    }),
  );
});
