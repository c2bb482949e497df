import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { proposeStages } from "#core/refine/propose-stages.ts";

describe("what is refined", () => {
  it("is less the coarser the map is, and the reason names the limit or the resolution", () => {
    expect(proposeStages(2.5)).toMatchObject({ stages: { coordinates: true, bFactors: "atom" } });
    expect(proposeStages(3.3)).toMatchObject({ stages: { coordinates: true, bFactors: "residue" } });
    expect(proposeStages(8)).toMatchObject({ stages: { coordinates: false, bFactors: "chain" } });
    expect(proposeStages(2).reason).toContain("2.5 Å");
    expect(proposeStages(3.3).reason).toContain("3.3 Å");
    expect(proposeStages(8).reason).toContain("4.5 Å");
  });

  it("always moves chains, and never occupancies unasked", () => {
    fc.assert(
      fc.property(fc.double({ min: 0.8, max: 30, noNaN: true }), (resolution) => {
        const { stages } = proposeStages(resolution);
        expect(stages.rigid).toBe(true);
        expect(stages.occupancy).toBeNull();
      }),
    );
  });
});
