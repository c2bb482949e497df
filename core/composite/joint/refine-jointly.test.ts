import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type JointContext, refineJointly } from "#core/composite/joint/refine-jointly.ts";
import { makeBlob, mapOf, rmsdBetween } from "#core/fit/fit.testing.ts";
import { quietJob } from "#core/job/job-context.ts";
import { anyPoint, nudge, turn } from "#core/math/rigid.testing.ts";
import { angleBetween, applyRigid, compose, IDENTITY, type Rigid } from "#core/math/rigid.ts";
import { distance, type Vec3 } from "#core/math/vec3.ts";
import { referenceImageKernel } from "#core/simulate/vrm/reference-images.testing.ts";
import { moveStructure } from "#core/structure/move.ts";
import { makeStructure } from "#core/structure/structure.testing.ts";
import type { Structure } from "#core/structure/structure.ts";
import { gaussianBlur } from "#core/volume/filter.ts";
import { cancelledJob } from "#core/volume/volume.testing.ts";
import type { Volume } from "#core/volume/volume.ts";

/** A cube of 5 × 5 × 5 atoms 3 Å apart, its lowest corner at a place. */
function box([x, y, z]: Vec3): Structure {
  const atoms = Array.from({ length: 125 }, (_, n) => ({
    ...{ x: x + 3 * (n % 5), y: y + 3 * (Math.floor(n / 5) % 5), z: z + 3 * Math.floor(n / 25) },
    ...{ atomName: "CA", residueNumber: n + 1 },
  }));
  return makeStructure(atoms, "box");
}

function context(map: Volume, more: Partial<JointContext> = {}): JointContext {
  const limit = { shift: 3, angle: 6 };
  return { map, resolution: 5, limit, images: referenceImageKernel, job: quietJob, ...more };
}

function placed(structures: readonly Structure[], motions: readonly Rigid[]) {
  return structures.map((structure, n) => ({ structure, motion: motions[n] }));
}

function shifted(...shift: Vec3): Rigid {
  return { rotation: IDENTITY.rotation, shift };
}

describe("two boxes that lie side by side, 3 Å between their faces", () => {
  const boxes = [box([0, 0, 0]), box([15, 0, 0])];
  const map = mapOf(boxes, 1.5);

  it("placed 2.2 Å into each other are pushed apart to where they belong", async () => {
    const bodies = placed(boxes, [shifted(1.1, 0, 0), shifted(-1.1, 0, 0)]);
    const { corrections, before, after } = await refineJointly(bodies, context(map));
    // A face of 25 atoms 0.8 Å from the other's.
    expect(before.clashes).toEqual([25, 25]);
    expect(after.clashes).toEqual([0, 0]);
    expect(after.correlation).toBeGreaterThan(before.correlation);
    bodies.forEach(({ structure, motion }, n) => {
      // A tenth of a voxel.
      expect(rmsdBetween(structure, compose(corrections[n], motion), IDENTITY)).toBeLessThan(0.15);
    });
  });

  it("are kept apart even where the map has them in one another", async () => {
    const near = mapOf([box([0.8, 0, 0]), box([14.2, 0, 0])], 1.5); // faces 1.4 Å apart
    const bodies = placed(boxes, [shifted(0.8, 0, 0), shifted(-0.8, 0, 0)]);
    const { after, before } = await refineJointly(bodies, context(near));
    expect(before.clashes).toEqual([25, 25]);
    expect(after.clashes).toEqual([0, 0]);
    expect(after.correlation).toBeGreaterThan(0.8 * before.correlation);
  });

  it("go no farther than they may, wherever the map draws them", async () => {
    const limit = { shift: 0.5, angle: 1 };
    const motions = [shifted(1.5, 1, 0), nudge(shifted(-1.2, 0, 1), [0, 0, 0], [0, 0, 1], 3)];
    const { corrections } = await refineJointly(placed(boxes, motions), context(map, { limit }));
    boxes.forEach((_, n) => {
      const centre = applyRigid(motions[n], [6 + 15 * n, 6, 6]);
      const way = distance(applyRigid(corrections[n], centre), centre);
      expect(way).toBeGreaterThan(0.1);
      expect(way).toBeLessThan(0.5 + 1e-9);
      expect(angleBetween(corrections[n].rotation, IDENTITY.rotation)).toBeLessThan(1 + 1e-9);
    });
  });

  it("can be left in the middle", async () => {
    const bodies = placed(boxes, [IDENTITY, IDENTITY]);
    await expect(refineJointly(bodies, context(map, { job: cancelledJob }))).rejects.toMatchObject({
      code: "cancelled",
    });
  });

  it("tell how far they are, never going back", async () => {
    const told: number[] = [];
    const job = {
      ...quietJob,
      checkpoint: async ({ step, done, total }: { step: string; done: number; total: number }) => {
        if (step === "joint refinement") told.push(done / total);
      },
    };
    await refineJointly(placed(boxes, [shifted(1.1, 0, 0), shifted(-1.1, 0, 0)]), context(map, { job }));
    expect(told.length).toBeGreaterThan(2);
    expect(told).toEqual(told.toSorted((a, b) => a - b));
    expect(told.at(-1)).toBeLessThanOrEqual(1);
  });
});

it.each([0, 0.8, 1.2])(
  "boxes side by side stay, though the map is blurred by %s Å more than its resolution says",
  async (sigma) => {
    const boxes = [box([0, 0, 0]), box([15, 0, 0])];
    const map = await gaussianBlur(mapOf(boxes, 1.5), sigma, quietJob);
    const { corrections } = await refineJointly(placed(boxes, [IDENTITY, IDENTITY]), context(map));
    // With images as blurred as a molmap they were drawn 0.03 to 0.06 Å towards each other.
    for (const [n, one] of boxes.entries())
      expect(rmsdBetween(one, corrections[n], IDENTITY)).toBeLessThan(0.02);
  },
);

it("boxes anywhere in each other are worth no less, clash no more, and go no farther than they may", async () => {
  const boxes = [box([0, 0, 0]), box([15, 0, 0])];
  const map = mapOf(boxes, 2);
  await fc.assert(
    fc.asyncProperty(anyPoint(6), anyPoint(6), async (one, two) => {
      const motions = [shifted(...one), shifted(...two)];
      const { corrections, before, after } = await refineJointly(placed(boxes, motions), context(map));
      const sum = (counts: readonly number[]) => counts.reduce((a, b) => a + b, 0);
      expect(after.worth).toBeGreaterThanOrEqual(before.worth);
      expect(sum(after.clashes)).toBeLessThanOrEqual(sum(before.clashes));
      boxes.forEach((_, n) => {
        const centre = applyRigid(motions[n], [6 + 15 * n, 6, 6]);
        expect(distance(applyRigid(corrections[n], centre), centre)).toBeLessThan(3 + 1e-9);
        expect(angleBetween(corrections[n].rotation, IDENTITY.rotation)).toBeLessThan(6 + 1e-9);
      });
    }),
    { numRuns: 8 },
  );
});

describe("chains placed a little off", () => {
  const blobs = [makeBlob(1), makeBlob(2, 80), makeBlob(3)];
  const homes: Rigid[] = [
    { rotation: turn([1, 2, 3], 50), shift: [0, 0, 0] },
    { rotation: turn([0, 1, 0], 80), shift: [22, 4, 0] },
    { rotation: turn([1, 0, 1], 30), shift: [4, 20, 6] },
  ];
  const map = mapOf(
    blobs.map((blob, n) => moveStructure(blob, homes[n])),
    1.5,
  );

  it("are worth no less than they were; none clashes more, none goes too far, all come nearer to home", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyPoint(1), { minLength: 6, maxLength: 6 }),
        fc.double({ min: 0.5, max: 4, noNaN: true }),
        async (ways, degrees) => {
          const motions = homes.map((home, n) =>
            nudge(home, ways[n], [ways[n + 3][0] + 2, ways[n + 3][1], ways[n + 3][2]], degrees),
          );
          const { corrections, before, after } = await refineJointly(placed(blobs, motions), context(map));
          const sum = (counts: readonly number[]) => counts.reduce((a, b) => a + b, 0);
          expect(sum(after.clashes)).toBeLessThanOrEqual(sum(before.clashes));
          expect(after.worth).toBeGreaterThanOrEqual(before.worth);
          expect(before.worth).toBeLessThanOrEqual(before.correlation);
          blobs.forEach((blob, n) => {
            const was = rmsdBetween(blob, motions[n], homes[n]);
            const is = rmsdBetween(blob, compose(corrections[n], motions[n]), homes[n]);
            expect(is).toBeLessThan(Math.max(0.15, was));
            expect(angleBetween(corrections[n].rotation, IDENTITY.rotation)).toBeLessThan(6 + 1e-9);
          });
        },
      ),
      { numRuns: 6 },
    );
  });
});
