import { afterAll, describe, expect, it } from "vitest";
import { fitModels, makeProbes } from "#core/fit/fit-models.ts";
import { FIT_DEFAULTS } from "#core/fit/params.ts";
import type { FitResult } from "#core/fit/result.ts";
import { chooseResolution, prepareTarget } from "#core/fit/target.ts";
import { quietJob } from "#core/job/job-context.ts";
import { angleBetween, applyRigid, compose, type Rigid } from "#core/math/rigid.ts";
import type { Structure } from "#core/structure/structure.ts";
import { builtEngineFiles } from "#workers/built.testing.ts";
import { createCpuEngine } from "#workers/cpu-engine.ts";
import { type Case, hasData, loadMap, loadModel, realCases } from "./timing/cases.ts";
import { rmsdToTruth, scramble } from "./timing/fit-once.ts";

const SEED = 1;
const THREADS = 2;

const available = hasData();
if (!available) console.log("Skipped: fits into real maps (../shared/data is absent).");
const cases = available ? realCases() : [];
const isGroel = ({ name }: Case) => name.startsWith("emd1080");

const engine = createCpuEngine(THREADS, builtEngineFiles());
afterAll(() => engine.dispose());

/** The default fit of a structure into a case's map. */
async function fit({ map: file, resolution: stated }: Case, structure: Structure): Promise<FitResult> {
  const map = loadMap(file);
  const request = { ...FIT_DEFAULTS, seed: SEED };
  const { value: probes } = makeProbes([structure], request.atoms);
  const resolution = chooseResolution(map, stated, undefined);
  const extent = probes[0]?.extent ?? 0;
  const clock = () => 0;
  const target = await prepareTarget(engine, map, extent, resolution, request, clock, quietJob);
  try {
    for await (const result of fitModels(engine, target, probes, request, clock, quietJob)) return result;
  } finally {
    for (const handle of [target.handle, ...target.coarse]) engine.release(handle);
  }
  throw new Error("The fit gave no result");
}

describe.skipIf(!available)("default fits into real maps, from a random rotation and shift", () => {
  it.each(cases.filter((item) => !isGroel(item)))(
    "$name: rank 1 is right within 0.5 Å and clear; $sites equal sites are in the table",
    async (item) => {
      const model = await loadModel(item.model, item.chain);
      const { structure, motion } = scramble(model, SEED);
      const { verdict, clusters } = await fit(item, structure);
      const [first] = clusters;
      if (!first) throw new Error("Nothing was found");
      expect(rmsdToTruth(model, motion, first.best.motion, item.truths)).toBeLessThanOrEqual(0.5);
      expect(verdict.kind).toBe(item.sites > 1 ? "equivalent" : "clear");
      expect(verdict.sites).toBe(item.sites);
      const sites = clusters.filter(({ equivalent }) => equivalent);
      for (const truth of item.truths) {
        const nearest = sites.map(({ best }) => rmsdToTruth(model, motion, best.motion, [truth]));
        expect(Math.min(...nearest)).toBeLessThanOrEqual(0.5);
      }
    },
  );

  it.each(cases.filter(isGroel))(
    "$name: rank 1 is within 3 Å and 6° of one of the 14 sites",
    async (item) => {
      const model = await loadModel(item.model, item.chain);
      const { structure, motion } = scramble(model, SEED);
      const [first] = (await fit(item, structure)).clusters;
      if (!first) throw new Error("Nothing was found");
      const { value: probes } = makeProbes([model], "all");
      const centre = probes[0]?.centre ?? [0, 0, 0];
      const placed = compose(first.best.motion, motion);
      const near = item.truths.map((truth) => {
        const apart = Math.hypot(...difference(placed, truth, centre));
        return apart <= 3 && angleBetween(placed.rotation, truth.rotation) <= 6;
      });
      expect(near.filter(Boolean)).toHaveLength(1);
    },
  );

  it.each(cases.filter(({ name }) => name === "demo I7M317_D1"))(
    "the decoy domain in the map of $name is not found",
    async (item) => {
      const decoy = await loadModel("domainfit_demo_4A/I7LV70_D1.pdb");
      const { structure } = scramble(decoy, SEED);
      const { verdict } = await fit(item, structure);
      expect(verdict).toMatchObject({ kind: "none", label: "none" });
    },
  );
});

/** Where two motions put a point, one minus the other. */
function difference(a: Rigid, b: Rigid, point: readonly [number, number, number]): number[] {
  const [p, q] = [applyRigid(a, point), applyRigid(b, point)];
  return p.map((x, k) => x - (q[k] ?? 0));
}
