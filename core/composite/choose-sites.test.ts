import { describe, expect, it } from "vitest";
import { createBody } from "#core/composite/bodies.ts";
import { chooseSites, type FoundSite, type KindSites } from "#core/composite/choose-sites.ts";
import { wholePart } from "#core/composite/parts.ts";
import { planWork } from "#core/composite/plan.ts";
import { makeBlob } from "#core/fit/fit.testing.ts";
import { makeProbe } from "#core/fit/probe.ts";
import { IDENTITY } from "#core/math/rigid.ts";

const structure = makeBlob(1);
const plan = planWork([wholePart({ file: "a.pdb", structure })]);
const bodies = [createBody(makeProbe(structure, "all").value)];

/** A placement far from all others. */
function siteAt(place: number, score: number, hits = 1, density = 1): FoundSite {
  const shift = [100 * place, 0, 0] as const;
  return { pose: { rotation: IDENTITY.rotation, shift }, score, hits, refined: true, density };
}

function choose(sites: readonly FoundSite[], more: Partial<KindSites> = {}) {
  const found: KindSites = {
    ...{
      kind: 0,
      sites,
      among: sites,
      starts: 1000,
      images: 0,
      missing: 3,
      most: 10,
      known: 0,
      leastDensity: 0,
    },
    ...more,
  };
  const { chosen, rest } = chooseSites({ plan, bodies }, [found], 1, 0.15);
  return {
    scores: chosen.map(({ score }) => score),
    rest: rest.get(0),
    confidence: chosen[0]?.confidence,
    reason: chosen[0]?.reason,
  };
}

describe("the choice of a round", () => {
  it("takes what stands out of the rest, and says how far the rest comes", () => {
    const found = choose([siteAt(1, 0.6), siteAt(2, 0.58), siteAt(3, 0.3), siteAt(4, 0.29)]);
    expect(found).toMatchObject({ scores: [0.6, 0.58], rest: 0.3, confidence: "clear" });
    expect(choose([siteAt(1, 0.4), siteAt(2, 0.3), siteAt(3, 0.29)]).scores).toEqual([]);
  });

  it("takes nothing that one start alone has found, nor what has hardly any density", () => {
    expect(choose([siteAt(1, 0.6), siteAt(2, 0.3)]).scores).toEqual([]);
    expect(choose([siteAt(1, 0.6, 2), siteAt(2, 0.3)]).scores).toEqual([0.6]);
    const thin = choose([siteAt(1, 0.6, 2, 0.4), siteAt(2, 0.58, 2, 1), siteAt(3, 0.3)], {
      leastDensity: 0.5,
    });
    expect(thin.scores).toEqual([0.58]);
  });

  it("takes what one start has found where its images under the symmetry of the others stand out too", () => {
    const { scores, reason } = choose([siteAt(1, 0.6), siteAt(2, 0.3)], { images: 4 });
    expect(scores).toEqual([0.6]);
    expect(reason).toMatch(/1 of 1000 starts, and 4 of its images under the symmetry stand out too$/);
    expect(choose([siteAt(1, 0.4), siteAt(2, 0.3)], { images: 4 }).scores).toEqual([]);
  });

  it("judges the last free sites by all that was found: alone they have nothing to stand out from", () => {
    const free = [siteAt(1, 0.75), siteAt(2, 0.74)];
    expect(choose(free).scores).toEqual([]);
    const among = [siteAt(5, 0.76), ...free, siteAt(6, 0.4), siteAt(7, 0.38)];
    expect(choose(free, { among })).toMatchObject({ scores: [0.75, 0.74], rest: 0.4, confidence: "clear" });
    // A wrong one among the free sites stays out.
    expect(choose([...free, siteAt(8, 0.39)], { among: [...among, siteAt(8, 0.39)] }).scores).toEqual([
      0.75, 0.74,
    ]);
  });
});
