import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { createLocalEngine } from "#core/fit/local-engine.ts";
import { FIT_DEFAULTS } from "#core/fit/params.ts";
import { poseOfMotion } from "#core/fit/pose.ts";
import { makeProbe } from "#core/fit/probe.ts";
import { createSearch, refineOptima } from "#core/fit/search.ts";
import { prepareTarget } from "#core/fit/target.ts";
import { readMrc } from "#core/format/mrc.ts";
import { volumeFromMrc } from "#core/format/mrc-volume.ts";
import { readStructure } from "#core/format/structure-file.ts";
import { quietJob } from "#core/job/job-context.ts";
import { createReferenceKernel } from "#core/kernel/reference-kernel.ts";
import { angleBetween, applyRigid, type Matrix3, quaternionOf, type Rigid } from "#core/math/rigid.ts";
import { distance, type Vec3 } from "#core/math/vec3.ts";
import { xyzToIjk } from "#core/volume/grid.ts";
import { valueAt } from "#core/volume/trilinear.ts";
import type { Volume } from "#core/volume/volume.ts";

/** Local fits computed by ChimeraX's compiled code (snapshot 6911d7bf, `fitmap`) on deposited maps and models. */
interface ReferenceCase {
  readonly case: string;
  readonly model: string;
  readonly map: string;
  readonly resolution: number;
  readonly local_fits: readonly {
    readonly start: Transform;
    readonly end: Transform;
    readonly average_map_value: number;
  }[];
}

interface Transform {
  readonly rotation: Matrix3;
  readonly translation: Vec3;
}

const shared = resolve(import.meta.dirname, "../../../shared");
const file = resolve(shared, "reference/chimerax.json");
const available = existsSync(file) && existsSync(resolve(shared, "data"));
if (!available) console.log("Skipped: ChimeraX's local fits (../shared is absent).");
const cases: ReferenceCase[] = available ? JSON.parse(readFileSync(file, "utf8")).cases : [];

/**
 * How far apart the ends may lie (RMSD, Å). On the 6.6 Å map ChimeraX stops where the exact mean density over the
 * atoms inside the box still rises, 0.085 Å from its maximum; and 18 atoms outside the box, which it leaves out, see
 * the ramp that ends a map here.
 */
const REACH: Readonly<Record<string, number>> = { emd5168_3mfp_factin_6p6A: 0.12 };
const USUAL_REACH = 0.05;

const motionOf = ({ rotation, translation }: Transform): Rigid => ({
  rotation: quaternionOf(rotation),
  shift: translation,
});

async function prepare(reference: ReferenceCase) {
  const bytes = (name: string) => readFileSync(resolve(shared, "data", reference.case, name));
  const map = volumeFromMrc(readMrc(bytes(reference.map)).value).value;
  const [structure] = (await readStructure(reference.model, bytes(reference.model))).value.structures;
  const { value: probe } = makeProbe(structure, "all");
  const engine = createLocalEngine(createReferenceKernel());
  const resolution = { value: reference.resolution, reason: "given" };
  const target = await prepareTarget(engine, map, probe.extent, resolution, FIT_DEFAULTS, () => 0, quietJob);
  const search = await createSearch(engine, probe, target, FIT_DEFAULTS);
  return { map, probe, search };
}

describe.skipIf(!available)("local fits end where ChimeraX's end", () => {
  it.each(cases)(
    "$case: close to 0.05 Å and 0.1°, denser, and at one place from every start",
    async (reference) => {
      const { map, probe, search } = await prepare(reference);
      const starts = reference.local_fits.map(({ start }) => ({
        pose: poseOfMotion(motionOf(start), probe.centre),
        ...{ hits: 1, score: 0, refined: false },
      }));
      const ends = await refineOptima(search, starts, quietJob);
      const rmsd = (a: Rigid, b: Rigid) => {
        const { xyz } = probe.atoms;
        let sum = 0;
        for (let n = 0; n < xyz.length; n += 3) {
          const atom: Vec3 = [xyz[n], xyz[n + 1], xyz[n + 2]];
          sum += distance(applyRigid(a, atom), applyRigid(b, atom)) ** 2;
        }
        return Math.sqrt((3 * sum) / xyz.length);
      };
      for (const [n, { end, average_map_value }] of reference.local_fits.entries()) {
        const seen = ends[n].pose;
        const expected = poseOfMotion(motionOf(end), probe.centre);
        expect(rmsd(seen, expected)).toBeLessThan(REACH[reference.case] ?? USUAL_REACH);
        expect(angleBetween(seen.rotation, expected.rotation)).toBeLessThan(0.1);
        expect(rmsd(seen, ends[0].pose)).toBeLessThan(0.01);
        expect(meanInside(probe.atoms.xyz, map, seen)).toBeGreaterThan(average_map_value);
        // The reference itself is read rightly: ChimeraX's mean at its own end.
        const own = meanInside(probe.atoms.xyz, map, expected);
        expect(Math.abs(own / average_map_value - 1)).toBeLessThan(1e-6);
      }
    },
  );
});

/** Mean density of the map over the atoms inside its box, as ChimeraX states it. */
function meanInside(xyz: Float64Array, map: Volume, pose: Rigid): number {
  const last = map.grid.size.map((n) => n - 1);
  let sum = 0;
  let count = 0;
  for (let n = 0; n < xyz.length; n += 3) {
    const at = applyRigid(pose, [xyz[n], xyz[n + 1], xyz[n + 2]]);
    if (!xyzToIjk(map.grid, at).every((index, k) => index >= 0 && index <= last[k])) continue;
    sum += valueAt(map, at);
    count++;
  }
  return sum / count;
}
