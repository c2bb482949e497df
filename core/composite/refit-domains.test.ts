import { describe, expect, it } from "vitest";
import { assemblyOf } from "#core/composite/assembly.ts";
import { bodiesOf } from "#core/composite/compose.ts";
import { domainParts, type Part, wholePart } from "#core/composite/parts.ts";
import { planWork } from "#core/composite/plan.ts";
import { composeFlexibly } from "#core/composite/refit-domains.ts";
import { makeBlob, mapOf, rmsdBetween } from "#core/fit/fit.testing.ts";
import { createLocalEngine } from "#core/fit/local-engine.ts";
import { FIT_DEFAULTS } from "#core/fit/params.ts";
import { quietJob } from "#core/job/job-context.ts";
import { createReferenceKernel } from "#core/kernel/reference-kernel.ts";
import { turn } from "#core/math/rigid.testing.ts";
import { compose, IDENTITY, type Rigid } from "#core/math/rigid.ts";
import { referenceImageKernel } from "#core/simulate/vrm/reference-images.testing.ts";
import { joinStructures } from "#core/structure/join.ts";
import { moveStructure } from "#core/structure/move.ts";
import type { Structure } from "#core/structure/structure.ts";
import type { Volume } from "#core/volume/volume.ts";

const apart: Rigid = { rotation: IDENTITY.rotation, shift: [34, 0, 0] };
/** Two bodies of 100 residues as one chain, 34 Å between their middles: nothing holds them together. */
const chain = ((): Structure => {
  const joined = joinStructures([makeBlob(1, 100), moveStructure(makeBlob(2, 100), apart)], "hinge", true);
  return {
    ...joined,
    chainId: joined.chainId.map(() => "H"),
    residueNumber: joined.residueNumber.map((_, n) => n + 1),
  };
})();
const domains = domainParts({ file: "hinge.pdb", structure: chain }).value;
const domainsOf = (part: Part) => domainParts({ file: part.file, structure: part.structure }).value;

/** Where the map has the two bodies: as in the chain, or the second swung to the side and turned. */
const home: Rigid = { rotation: turn([1, 2, 3], 50), shift: [5, 8, 0] };
const swung: Rigid = { rotation: turn([2, 0, 1], 130), shift: [10, 36, 4] };

function run(map: Volume) {
  const plan = planWork([wholePart({ file: "hinge.pdb", structure: chain })], new Map([["hinge.pdb", 1]]));
  const context = {
    engine: createLocalEngine(createReferenceKernel()),
    images: referenceImageKernel,
    map,
    plan,
    bodies: bodiesOf(plan, "all"),
    resolution: { value: 5, reason: "given" },
    request: { ...FIT_DEFAULTS, starts: 400 },
    clock: () => 0,
    job: quietJob,
  };
  return composeFlexibly(context, domainsOf, new Map([["hinge.pdb", 1]]));
}

describe("a chain of two domains", () => {
  it("whose second lies elsewhere in the map is split, and both are found and joined again as one chain", async () => {
    const [first, second] = [makeBlob(1, 100), makeBlob(2, 100)];
    const map = mapOf([moveStructure(first, home), moveStructure(second, swung)], 1.5);
    const { composite, poor, isRefitted } = await run(map);
    expect(domains.map(({ residues }) => residues)).toEqual(["1-100", "101-200"]);
    expect(poor.map(({ kind, reason }) => [kind, reason.length > 10])).toEqual([[0, true]]);
    expect(isRefitted).toBe(true);
    const place = (residues: string) =>
      composite.placed.find(({ member }) => member.part.residues === residues);
    expect(rmsdBetween(first, place("1-100")?.motion ?? IDENTITY, home)).toBeLessThan(0.3);
    const moved = compose(place("101-200")?.motion ?? IDENTITY, apart);
    expect(rmsdBetween(second, moved, swung)).toBeLessThan(0.3);
    const { structure, chains } = assemblyOf(composite.placed, "assembly");
    expect([structure.atomCount, chains]).toEqual([200, ["H", "H"]]);
  });

  it("that lies in the map as it is stays whole", async () => {
    const map = mapOf([moveStructure(chain, home)], 1.5);
    const { composite, poor, isRefitted } = await run(map);
    expect([poor, isRefitted]).toEqual([[], false]);
    expect(
      composite.placed.map(({ member, motion }) => [
        member.part.chain,
        rmsdBetween(chain, motion, home) < 0.3,
      ]),
    ).toEqual([["H", true]]);
  });
});
