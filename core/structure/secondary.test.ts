import { describe, expect, it } from "vitest";
import { findSecondary } from "#core/structure/secondary.ts";
import { helixTrace, strandTrace } from "#core/structure/trace.testing.ts";
import type { TraceSegment } from "#core/structure/trace.ts";

const segment = (points: readonly (readonly number[])[]): TraceSegment => ({
  kind: "protein",
  residues: points.map((_, n) => n),
  xyz: Float64Array.from(points.flat()),
});
const words = (segments: readonly TraceSegment[]) =>
  findSecondary(segments).map((own) => own.map((kind) => (kind === "coil" ? "-" : kind[0])).join(""));

describe("findSecondary", () => {
  it("finds a helix of ideal geometry whole, wherever it points", () => {
    expect(words([segment(helixTrace(12))])).toEqual(["hhhhhhhhhhhh"]);
    const turned = helixTrace(12).map(([x, y, z]) => [z + 5, x - 3, y]);
    expect(words([segment(turned)])).toEqual(["hhhhhhhhhhhh"]);
  });

  it("takes a helix of the other hand and a wider one for none", () => {
    // d3 and d4 are those of a helix in the mirror too, so only a twist of the wrong sign and a longer rise tell.
    expect(words([segment(helixTrace(12).map(([x, y, z]) => [1.6 * x, 1.6 * y, -z]))])).toEqual([
      "------------",
    ]);
  });

  it("finds strands only beside one another", () => {
    const strand = strandTrace(7);
    const moved = (y: number) => strand.map(([x, , z]) => [x, y, z]);
    expect(words([segment(strand)])).toEqual(["-------"]);
    expect(words([segment(strand), segment(moved(4.8))])).toEqual(["ssssss-", "ssssss-"]);
    expect(words([segment(strand), segment(moved(9))])).toEqual(["-------", "-------"]);
  });

  it("calls a straight line, a nucleic chain and what is too short coil", () => {
    expect(words([segment(Array.from({ length: 6 }, (_, n) => [3.8 * n, 0, 0]))])).toEqual(["------"]);
    expect(words([{ ...segment(helixTrace(12)), kind: "nucleic" }])).toEqual(["------------"]);
    expect(words([segment(helixTrace(4)), segment([]), segment([[0, 0, 0]])])).toEqual(["----", "", "-"]);
  });
});
