import { describe, expect, it } from "vitest";
import { assemblyOf } from "#core/composite/assembly.ts";
import { bodiesOf, compose } from "#core/composite/compose.ts";
import { chainParts, wholePart } from "#core/composite/parts.ts";
import { type Plan, planWork } from "#core/composite/plan.ts";
import { makeBlob, mapOf, rmsdBetween } from "#core/fit/fit.testing.ts";
import { createLocalEngine } from "#core/fit/local-engine.ts";
import { FIT_DEFAULTS } from "#core/fit/params.ts";
import { rotationAbout } from "#core/fit/symmetry.ts";
import { type JobContext, quietJob, throwIfCancelled } from "#core/job/job-context.ts";
import { createReferenceKernel } from "#core/kernel/reference-kernel.ts";
import { turn } from "#core/math/rigid.testing.ts";
import { type Rigid, compose as then } from "#core/math/rigid.ts";
import { compositeCsv, compositeDocument, verdictSentence } from "#core/report/composite-document.ts";
import { compositeHtml } from "#core/report/composite-report.ts";
import { referenceImageKernel } from "#core/simulate/vrm/reference-images.testing.ts";
import { joinStructures } from "#core/structure/join.ts";
import { moveStructure } from "#core/structure/move.ts";
import type { Structure } from "#core/structure/structure.ts";
import type { Volume } from "#core/volume/volume.ts";

const named = (seed: number, id: string, atoms = 60): Structure => {
  const blob = makeBlob(seed, atoms);
  return { ...blob, chainId: blob.chainId.map(() => id) };
};

/** A ring of three of one body about z, and another body above it. */
const first: Rigid = { rotation: turn([1, 2, 3], 50), shift: [18, 2, 0] };
const ring = [0, 120, 240].map((angle) => then(rotationAbout(turn([0, 0, 1], angle), [0, 0, 0]), first));
const above: Rigid = { rotation: turn([3, 1, 0], 100), shift: [0, 0, 26] };

function run(map: Volume, plan: Plan, starts: number, job: JobContext = quietJob) {
  const engine = createLocalEngine(createReferenceKernel());
  return compose({
    engine,
    images: referenceImageKernel,
    map,
    plan,
    bodies: bodiesOf(plan, "all"),
    resolution: { value: 5, reason: "given" },
    request: { ...FIT_DEFAULTS, starts },
    clock: () => 0,
    job,
  });
}

describe("a composite of a ring of three and one more", () => {
  const map = mapOf(
    [...ring.map((at) => moveStructure(named(1, "A"), at)), moveStructure(named(2, "B", 80), above)],
    1.5,
  );

  it("places all chains from one copy of each, finds the ring and leaves nothing", async () => {
    const plan = planWork([
      wholePart({ file: "a.pdb", structure: named(1, "A") }),
      wholePart({ file: "b.pdb", structure: named(2, "B", 80) }),
    ]);
    const found = await run(map, plan, 300);
    const placed = (file: string) => found.placed.filter(({ member }) => member.part.file === file);
    expect(placed("a.pdb").map(({ copy }) => copy)).toEqual([1, 2, 3]);
    for (const at of ring) {
      const nearest = Math.min(
        ...placed("a.pdb").map(({ motion }) => rmsdBetween(named(1, "A"), motion, at)),
      );
      expect(nearest).toBeLessThan(0.3);
    }
    expect(placed("b.pdb").map(({ motion }) => rmsdBetween(named(2, "B", 80), motion, above) < 0.3)).toEqual([
      true,
    ]);
    expect(found.symmetry?.name).toBe("C3");
    expect(found.placed.every(({ site, clash }) => site.confidence === "clear" && clash === 0)).toBe(true);
    expect(found.joint?.after.clashes).toEqual([0, 0, 0, 0]);
    for (const { before } of found.placed) expect(before?.shift).toBeLessThan(0.3);
    expect(found.explained).toBeGreaterThan(0.95);
    expect(found.missing).toEqual([]);
    expect(verdictSentence(found)).toMatch(
      /^Placed 4 of 4 chains \(all clear\), related by C3; they explain (9\d|100) %/,
    );
    const { structure, chains } = assemblyOf(found.placed, "assembly");
    expect([structure.atomCount, chains.toSorted()]).toEqual([260, ["A", "A2", "A3", "B"]]);
  });

  it("keeps the places that chains have to each other in the input, wherever that lies", async () => {
    const away: Rigid = { rotation: turn([1, 1, 0], 70), shift: [90, 10, -40] };
    const complex = joinStructures(
      ring.map((at, n) => moveStructure(named(1, "ABC".charAt(n)), then(away, at))),
      "ring",
      true,
    );
    const plan = planWork(chainParts({ file: "ring.cif", structure: complex }).value);
    const { placed } = await run(map, plan, 300);
    expect(placed.map(({ member, copy }) => [member.part.chain, copy])).toEqual([
      ["A", 1],
      ["B", 1],
      ["C", 1],
    ]);
    // All three move as one body: the ring of the input as a whole, turned by some third of a turn.
    const [a] = placed;
    for (const { motion } of placed) expect(rmsdBetween(complex, motion, a?.motion ?? away)).toBeLessThan(1);
  });

  it("leaves out what is not there and says so; what is there stays in its place", async () => {
    const plan = planWork([
      wholePart({ file: "a.pdb", structure: named(1, "A") }),
      wholePart({ file: "b.pdb", structure: named(2, "B", 80) }),
      wholePart({ file: "decoy.pdb", structure: named(7, "X", 70) }),
    ]);
    const found = await run(map, plan, 300);
    const decoy = found.placed.filter(({ member }) => member.part.file === "decoy.pdb");
    expect(decoy.filter(({ site }) => site.confidence === "clear")).toEqual([]);
    expect(found.placed.length - decoy.length).toBe(4);
  });

  it("cancelled in the second round keeps what the first has placed, and cancelled in the first nothing", async () => {
    const plan = planWork([
      wholePart({ file: "a.pdb", structure: named(1, "A") }),
      wholePart({ file: "decoy.pdb", structure: named(7, "X", 70) }),
    ]);
    let signal = { aborted: false };
    // The density of what the first round placed is taken away at the start of the second.
    const cancelledAt = (step: string): JobContext => ({
      get signal() {
        return signal;
      },
      checkpoint: async (progress) => {
        if (progress.step === step) signal = { aborted: true };
        throwIfCancelled(signal);
      },
    });
    const found = await run(map, plan, 300, cancelledAt("round 2: remaining density"));
    expect(found.placed.map(({ member }) => member.part.file)).toEqual(["a.pdb", "a.pdb", "a.pdb"]);
    expect(found.joint).toBeUndefined();
    expect(found.placed[0]?.scores.correlationAboutMean).toBeGreaterThan(0.5);
    expect(found.warnings.join()).toMatch(/Cancelled in round 2: what the rounds before it placed is kept\./);
    expect(found.missing.map(({ reason }) => reason)).toEqual(["the run was cancelled before it was found"]);

    signal = { aborted: false };
    const refined = await run(map, plan, 300, cancelledAt("joint refinement"));
    expect(refined.placed).toHaveLength(3);
    expect(refined.warnings.join()).toMatch(/Cancelled: the placed chains were not refined together\./);

    signal = { aborted: false };
    await expect(run(map, plan, 300, cancelledAt("round 1: search blob 1"))).rejects.toMatchObject({
      code: "cancelled",
    });
  });

  it("is written as JSON, CSV and HTML with every placement", async () => {
    const plan = planWork(
      [wholePart({ file: "a,1.pdb", structure: named(1, "A") })],
      new Map([["a,1.pdb", 2]]),
    );
    const found = await run(map, plan, 900);
    const { chains } = assemblyOf(found.placed, "assembly");
    const about = { mapFile: "m<1>.mrc", grid: map.grid, seconds: 1, assembly: null, chains, warnings: [] };
    const document = compositeDocument(found, about);
    expect(document.placements).toHaveLength(2); // of three sites, as stated
    expect(document.placements.map(({ verdict }) => verdict)).toEqual(["equivalent", "equivalent"]);
    expect(document.unexplained[0]?.mass).toBeGreaterThan(0.5);
    expect(compositeCsv(document).split("\n")[1]).toMatch(/^"a,1\.pdb",A,,1,A,equivalent,0\./);
    const page = compositeHtml(document, {
      program: "Mapwright 1",
      date: "today",
      command: "mapwright composite",
    });
    expect(page).toContain("Composite in m&#60;1&#62;.mrc");
    expect(page).not.toContain("<script");
  });
});
