import { describe, expect, it } from "vitest";
import { DEMO_KINDS } from "#core/demo/demo-kinds.ts";
import { makeDemoSet } from "#core/demo/demo-sets.ts";
import { quietJob } from "#core/job/job-context.ts";
import { moveStructure } from "#core/structure/move.ts";
import { valueAt } from "#core/volume/trilinear.ts";

/** Mean density at the CA atoms of a model, over the root mean square of the map. */
function densityAt(set: Awaited<ReturnType<typeof makeDemoSet>>, n: number): number {
  const { structure, back } = set.models[n];
  const { xyz, atomName } = back ? moveStructure(structure, back) : structure;
  const at = [...atomName.keys()].filter((k) => atomName[k] === "CA");
  const sum = at.reduce((all, k) => all + valueAt(set.map, [xyz[3 * k], xyz[3 * k + 1], xyz[3 * k + 2]]), 0);
  const { values } = set.map;
  return sum / at.length / Math.sqrt(values.reduce((all, v) => all + v * v, 0) / values.length);
}

describe.each(DEMO_KINDS)("the made-up data of the demo %s", (kind) => {
  it("hold every model that is said to be in the map, at its place", async () => {
    const set = await makeDemoSet(kind, 1, quietJob);
    const here = set.models.flatMap(({ back }, n) => (back ? [densityAt(set, n)] : []));
    expect(here).toHaveLength({ one: 1, complex: 3, domains: 2 }[kind]);
    for (const density of here) expect(density).toBeGreaterThan(2);
    expect(new Set(set.models.map(({ structure }) => structure.name)).size).toBe(set.models.length);
  });

  it("are the same for the same seed", async () => {
    const [a, b] = await Promise.all([makeDemoSet(kind, 2, quietJob), makeDemoSet(kind, 2, quietJob)]);
    expect(a.map.values).toEqual(b.map.values);
    expect(a.models.map(({ structure }) => structure.xyz)).toEqual(
      b.models.map(({ structure }) => structure.xyz),
    );
  });
});
