import { describe, expect, it } from "vitest";
import { type Contender, type Meeting, proposalFrom } from "#renderer/commands/judge/proposal.ts";
import type { FitRow } from "#renderer/stores/fit-rows.ts";
import type { ModelId } from "#workers/protocol.ts";

/** A contender with rows of these scores; those within 0.02 of the first count as equivalent. */
function contender(name: string, ...scores: number[]): Contender {
  const rows = scores.map((score, n) => ({
    ...{
      model: name as ModelId,
      name,
      rank: n + 1,
      placement: n,
      equivalent: score >= (scores[0] ?? 0) - 0.02,
    },
    scores: { correlationAboutMean: score },
  })) as unknown as FitRow[];
  return { table: { model: name as ModelId, name }, rows, without: "" };
}

/** Too many atoms between these pairs of places in the list. */
const between =
  (...pairs: [number, number][]): Meeting =>
  (a, b) => {
    const isTooMany = pairs.some(([x, y]) => (x === a && y === b) || (x === b && y === a));
    return { atoms: isTooMany ? 812 : 3, isTooMany };
  };

const ranks = (proposal: ReturnType<typeof proposalFrom>) => proposal.choices.map(({ rank }) => rank);

describe("a proposal", () => {
  it("takes rank 1 of everything that does not clash", () => {
    const proposal = proposalFrom([contender("A", 0.8, 0.5), contender("B", 0.6)], [], 0.03, between());
    expect(proposal.choices.map(({ reason }) => reason)).toEqual(["rank 1", "rank 1"]);
    expect(proposal).toMatchObject({ allowed: 0.03, isBest: true });
  });

  it("moves a chain to its next site and says why", () => {
    // Rows 0, 1 are A's two equal sites, 2, 3 those of B; the first ones meet.
    const proposal = proposalFrom(
      [contender("A", 0.8, 0.79), contender("B", 0.6, 0.59)],
      [],
      0.03,
      between([0, 2]),
    );
    expect(ranks(proposal)).toEqual([1, 2]);
    expect(proposal.choices[1]?.reason).toBe("rank 2, because rank 1 clashes with A (812 atoms)");
  });

  it("keeps off what is placed, which comes after all rows in the list", () => {
    const proposal = proposalFrom([contender("A", 0.8, 0.5)], ["the placed C"], 0.03, between([0, 2]));
    expect(proposal.choices[0]?.reason).toBe("rank 2, because rank 1 clashes with the placed C (812 atoms)");
  });

  it("leaves out what is free nowhere or was not found, with the reason", () => {
    const lost: Contender = { ...contender("C"), without: "left out: it was not found in the map" };
    const proposal = proposalFrom(
      [contender("A", 0.8), contender("B", 0.3), lost],
      [],
      0.03,
      between([0, 1]),
    );
    expect(ranks(proposal)).toEqual([1, null, null]);
    expect(proposal.choices[1]?.reason).toMatch(/^left out: rank 1 clashes with A \(812 atoms\)/);
    expect(proposal.choices[2]?.reason).toBe("left out: it was not found in the map");
  });
});
