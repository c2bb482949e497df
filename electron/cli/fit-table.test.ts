import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { FitCluster } from "#core/fit/result.ts";
import { walk } from "#core/structure/walk.testing.ts";
import { temporaryFolder } from "#electron/cli/cli.testing.ts";
import type { FittedModel } from "#electron/cli/fit-run.ts";
import { modelText, secondsText } from "#electron/cli/fit-table.ts";
import { createSaver } from "#electron/cli/save.ts";
import { counted, duration, grouped, short, wrapped } from "#electron/cli/text.ts";

function cluster(rank: number, changes: Partial<FitCluster> = {}): FitCluster {
  const scores = {
    correlation: 0.9 / rank,
    correlationAboutMean: 0.7 / rank,
    overlap: 1,
    averageDensity: 0.0123 / rank,
    inside: 0.5,
  };
  // A quarter turn about z through the origin and 10 Å along z: the centre (3, 4, 0) goes to (−4, 3, 10).
  const motion = { rotation: [0, 0, Math.SQRT1_2, Math.SQRT1_2], shift: [0, 0, 10] } as const;
  const atomScores = { density: 1, overlap: 1, correlation: 1, correlationAboutMean: 1, inside: 1 };
  return { rank, hits: 1200, best: { motion, scores }, z: 5, equivalent: rank === 1, atomScores, ...changes };
}

function model(name: string, clusters: readonly FitCluster[]): FittedModel {
  return {
    file: "m.cif",
    structure: { ...walk(5, 1), name },
    centre: [3, 4, 0],
    result: {
      name,
      atoms: 1234,
      starts: 2000,
      verdict: {
        kind: "clear",
        label: "clear",
        sentence: "It leads.",
        sites: 1,
        gap: 0.35,
        z: 5,
        hits: 1200,
      },
      clusters,
      placements: [],
      warnings: [],
      seconds: { prepare: 0, search: 0, refine: 0 },
    },
  };
}

const STYLE = { most: 10, hasColour: false, columns: 100, score: "vrm" } as const;

describe("the table of a model", () => {
  it("reads as worked out by hand", () => {
    // √(7² + 1² + 10²) = 12.2 Å, 90°.
    const three = [cluster(1), cluster(2, { z: Number.NaN }), cluster(3, { z: -0.04, hits: 1 })];
    expect(modelText(model("x", three), { ...STYLE, most: 10, hasColour: false })).toBe(
      [
        "x: clear. It leads.",
        "",
        "rank   hits  VRM correlation  about mean  mean density  inside %    z  shift Å  turn °",
        "   1  1,200            0.900       0.700        0.0123      50.0  5.0     12.2    90.0",
        "   2  1,200            0.450       0.350        0.0062      50.0    –     12.2    90.0",
        "   3      1            0.300       0.233        0.0041      50.0  0.0     12.2    90.0",
        "1,234 atoms, 2,000 starts.",
      ].join("\n"),
    );
  });

  it("shows as many rows as asked and tells of the rest", () => {
    const text = modelText(model("x", [cluster(1), cluster(2), cluster(3)]), {
      ...STYLE,
      most: 1,
      hasColour: false,
    });
    expect(text).toContain("2,000 starts. 2 further placements with --top 3.");
    expect(text).not.toContain("\n   2  ");
  });

  it("colours the verdict only where there are colours", () => {
    expect(modelText(model("x", [cluster(1)]), { ...STYLE, most: 1, hasColour: true })).toContain(
      "\u001b[32mclear\u001b[39m",
    );
    expect(modelText(model("x", [cluster(1)]), { ...STYLE, most: 1, hasColour: false })).not.toContain(
      "\u001b",
    );
  });

  it("without a placement there is only the sentence", () => {
    expect(modelText(model("x", []), { ...STYLE, most: 5, hasColour: false })).toBe("x: clear. It leads.");
  });
});

describe("saved placements", () => {
  it("get names every file system takes, and never the same", async () => {
    const folder = temporaryFolder();
    const saver = await createSaver(folder, "map.mrc", "cif");
    for (const name of ["m chain A", "m chain a", "../evil", "…"]) {
      await saver.save(model(name, [cluster(1), cluster(2)]), 1);
    }
    expect(readdirSync(folder).sort()).toEqual([
      "evil_rank1.cif",
      "m_chain_A_rank1.cif",
      "m_chain_a_2_rank1.cif",
      "model_rank1.cif",
    ]);
  });
});

describe("words and numbers", () => {
  it("are short", () => {
    expect([grouped(999), grouped(1000), grouped(1234567)]).toEqual(["999", "1,000", "1,234,567"]);
    expect([short(0.88612), short(3), short(-12.3456)]).toEqual(["0.8861", "3", "-12.35"]);
    expect([counted(1, "model"), counted(2, "model")]).toEqual(["1 model", "2 models"]);
    expect([duration(0.4211), duration(12.34), duration(185)]).toEqual(["0.42 s", "12.3 s", "3 min 5 s"]);
    expect(wrapped("one two three", 7)).toBe("one two\nthree");
    expect(secondsText({ load: 0.1, prepare: 0.2, search: 0.3, refine: 0.05, total: 0.75 })).toBe(
      "0.75 s: load 0.10, prepare 0.20, search 0.30, refine 0.05 s",
    );
  });
});
