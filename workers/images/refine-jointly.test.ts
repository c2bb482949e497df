import { expect, it } from "vitest";
import { refineJointly } from "#core/composite/joint/refine-jointly.ts";
import { mapOf } from "#core/fit/fit.testing.ts";
import { quietJob } from "#core/job/job-context.ts";
import { IDENTITY } from "#core/math/rigid.ts";
import { makeStructure } from "#core/structure/structure.testing.ts";
import type { Structure } from "#core/structure/structure.ts";
import { builtEngineFiles } from "#workers/built.testing.ts";
import { createImageEngine } from "#workers/images/image-engine.ts";

/** A slab of 18 × 18 × 9 atoms 3 Å apart, its lowest corner at z: two of them are work enough for threads. */
function slab(z: number): Structure {
  const atoms = Array.from({ length: 18 * 18 * 9 }, (_, n) => ({
    ...{ x: 3 * (n % 18), y: 3 * (Math.floor(n / 18) % 18), z: z + 3 * Math.floor(n / 324) },
    ...{ atomName: "CA", residueNumber: n + 1 },
  }));
  return makeStructure(atoms, "slab");
}

it("a joint refinement comes to the same for any number of threads", async () => {
  const slabs = [slab(0), slab(27)];
  const map = mapOf(slabs, 0.9);
  const run = async (threads: number) => {
    const images = createImageEngine(builtEngineFiles(), threads);
    const bodies = slabs.map((structure, n) => ({
      structure,
      motion: { rotation: IDENTITY.rotation, shift: [0.4, 0, n === 0 ? 0.8 : -0.8] as const },
    }));
    const limit = { shift: 3, angle: 6 };
    const context = { map, resolution: 5, limit, images, job: quietJob };
    return refineJointly(bodies, context).finally(() => images.dispose());
  };
  const [one, two] = [await run(1), await run(2)];
  expect(one.before.clashes).toEqual([324, 324]);
  expect(one.after.clashes).toEqual([0, 0]);
  expect(two).toEqual(one);
});
