import { describe, expect, it } from "vitest";
import { carbonylOxygen } from "#core/demo/backbone.ts";
import { createElement, ELEMENT_TORSIONS } from "#core/demo/element.ts";
import { layOut } from "#core/demo/folds.ts";
import { elementResidues, settle } from "#core/demo/trace-residue.ts";
import { createRandom } from "#core/math/random.ts";
import { distance } from "#core/math/vec3.ts";

describe("a helix", () => {
  it("has the pitch of an α helix and its hydrogen bonds", () => {
    const helix = createElement("helix", 12);
    // 3.6 residues per turn are 100° each; 5.4 Å pitch are 1.5 Å rise (Pauling, Corey and Branson, 1951).
    expect(Math.abs(((helix.twist + 360) % 360) - 100)).toBeLessThan(2);
    expect(Math.abs(helix.rise - 1.5)).toBeLessThan(0.06);
    const oxygen = carbonylOxygen(helix.residues[2], ELEMENT_TORSIONS.helix.psi);
    expect(distance(oxygen, helix.residues[6].n)).toBeGreaterThan(2.7);
    expect(distance(oxygen, helix.residues[6].n)).toBeLessThan(3.2);
  });

  it("lies on the y axis, running up, with its CA 2.3 Å from it", () => {
    for (const { ca } of createElement("helix", 12).residues)
      expect(Math.hypot(ca[0], ca[2])).toBeCloseTo(2.28, 1);
    const { residues } = createElement("helix", 12);
    expect(residues[11].ca[1]).toBeGreaterThan(residues[0].ca[1]);
    expect(residues[6].ca[1]).toBeCloseTo(0, 9);
  });
});

describe.each(["alpha-beta", "beta-sandwich"] as const)("the sheets of %s", (fold) => {
  it("are held by hydrogen bonds between each strand and the next one beside it", () => {
    const strands = layOut(fold, createRandom(3)).filter(({ element }) => element.kind === "strand");
    const residues = strands.map(({ element, place }) => elementResidues(element, place, -120).map(settle));
    let pairs = 0;
    strands.forEach((a, i) => {
      strands.forEach((b, j) => {
        const isBeside =
          a.place.shift[2] === b.place.shift[2] &&
          Math.abs(b.place.shift[0] - a.place.shift[0] - 4.85) < 1e-6;
        if (!isBeside) return;
        pairs++;
        const lengths = residues[i].flatMap((x) =>
          residues[j].flatMap((y) => [distance(x.n, y.o), distance(x.o, y.n)]),
        );
        expect(lengths.filter((d) => d < 3.3).length).toBeGreaterThanOrEqual(4);
        expect(Math.min(...lengths)).toBeGreaterThan(2.7);
      });
    });
    expect(pairs).toBe(fold === "alpha-beta" ? 5 : 12);
  });
});
