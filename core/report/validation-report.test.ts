import { describe, expect, it } from "vitest";
import { chainPlotSvg } from "#core/report/chain-plot-svg.ts";
import { fscSvg } from "#core/report/fsc-svg.ts";
import { validationCsv } from "#core/report/validation-csv.ts";
import {
  type ResidueDocument,
  type ValidationDocument,
  validationJson,
} from "#core/report/validation-document.ts";
import { fscSentence, validationHtml } from "#core/report/validation-report.ts";

const HOSTILE = `<script>alert("x")</script>'"&`;

function residue(number: number, change: Partial<ResidueDocument> = {}): ResidueDocument {
  const scores = { atoms: 8, q: 0.5, density: 1.5, bFactor: 40, cc: 0.75, ccMain: 0.8, ccSide: Number.NaN };
  return {
    ...scores,
    chain: "A",
    number,
    insertionCode: "",
    name: "LEU",
    isWater: false,
    poor: false,
    ...change,
  };
}

const curve = {
  bins: [
    { resolution: 8, fsc: 0.9, terms: 500 },
    { resolution: 4, fsc: 0.3, terms: 900 },
  ],
  resolution05: 4.8,
  resolution0143: 4,
};

function documentOf(name: string, residues: readonly ResidueDocument[]): ValidationDocument {
  const { number, insertionCode, isWater, poor, chain, ...scores } = residue(1);
  return {
    version: 1,
    map: { file: name, size: [9, 9, 9], voxelSize: [1, 1, 1], origin: [0, 0, 0], mean: 0.5, sd: 0.25 },
    model: { file: name, name, outside: 0 },
    resolution: { value: 3.2, reason: name },
    settings: {
      ...{ sigma: 0.6, sparse: "skip", bFactor: "file", halfMaps: [name], localResolution: name },
      ...{ neighbourhood: 3.2, imageRadius: 2.9 },
    },
    verdict: { kind: "in part", sentence: name },
    expectedQ: { value: 0.54, low: 0.44, high: 0.64 },
    scores,
    correlations: { box: 0.1, mask: 0.2, volume: 0.3, peaks: 0.4, image: 0.5 },
    localCorrelations: null,
    fsc: { map: curve },
    chains: [{ chain, residues: residues.length, ...scores, poor: 1 }],
    residues,
    warnings: [name],
  };
}

const frame = {
  title: "t",
  program: "Mapwright 1",
  date: "today",
  commands: { where: "here", lines: ["x"] },
};

describe("the page of a validation", () => {
  it("shows verdict, tables and plots, and escapes whatever files say", () => {
    const document = documentOf(HOSTILE, [residue(1, { name: HOSTILE }), residue(2, { chain: "A", q: 0.1 })]);
    const page = validationHtml(document, frame);
    expect(page).not.toContain("<script");
    expect(page).toContain("CC_mask</td><td>0.200");
    expect(page).toContain("<svg");
    // (1.5 − 0.5) ⁄ 0.25 = 4 σ; what is not known is a dash.
    expect(page).toMatch(/<td>0\.800<\/td><td>–<\/td><td>4\.0<\/td><td>40<\/td>/);
    // Worst first.
    expect(page.indexOf("LEU 2")).toBeLessThan(page.lastIndexOf("alert"));
  });

  it("says where FSCs end, half maps included", () => {
    expect(fscSentence({ map: curve })).toBe(
      "FSC of model and map: 0.5 at 4.80 Å, above 0.143 down to 4.00 Å.",
    );
    const halves = { each: curve, resolution0143: 3.21, model: [curve, curve] as const, gap: 0.0124 };
    const sentence = fscSentence({ map: { ...curve, resolution05: null }, halves });
    expect(sentence).toContain("never above 0.5");
    expect(sentence).toContain("0.143 at 3.21 Å");
    expect(sentence).toContain("a mean gap of 0.012");
  });
});

describe("the plot of a chain", () => {
  const residues = [
    residue(8),
    residue(9, { q: Number.NaN }),
    residue(10, { q: 1 }),
    residue(20, { q: -0.3, poor: true }),
  ];

  it("breaks lines where nothing is known and where numbers jump, and draws what is below 0 at 0", () => {
    const { text } = chainPlotSvg("A", residues, null);
    const lines = [...text.matchAll(/<polyline class="q" points="([^"]+)"/g)].map(([, points]) => points);
    expect(lines).toHaveLength(3);
    const heights = lines.map((points) => Number(points.split(/[ ,]/)[1]));
    // Between 18 (1) and 156 (0): a Q-score of 0.5 lies half way.
    expect(heights).toEqual([87, 18, 156]);
    expect([...text.matchAll(/<polyline class="cc"/g)]).toHaveLength(2);
  });

  it("marks residues without support and shades what is expected", () => {
    const { text } = chainPlotSvg("A", residues, { value: 0.5, low: 0.4, high: 0.6 });
    expect([...text.matchAll(/class="poor"/g)]).toHaveLength(1);
    expect(text).toContain("<title>LEU 20: Q -0.30, CC 0.75</title>");
    expect(text).toMatch(/class="shade" x="34" y="73.2" width="878" height="27.6"/);
  });
});

it("the plot of FSCs marks the map's resolution on an axis of 1 ⁄ d", () => {
  const { text } = fscSvg([{ name: "model and map", style: "q", curve }], 5);
  // The axis runs from 40 to 546 for 0 to 1/4 Å: 1/8 lies half way, 1/5 at four fifths.
  expect(text).toContain('points="293,35.4 546,127.8');
  expect(text).toContain('class="mark" x1="444.8"');
});

describe("the tables of residues", () => {
  const document = documentOf("m", [residue(1, { name: 'A"B,C' }), residue(2, { poor: true, ccLocal: 0.5 })]);

  it("have a line per residue, empty where nothing was measured, quoted where needed", () => {
    const lines = validationCsv(document).split("\r\n");
    expect(lines).toHaveLength(4);
    expect(lines[0]).toMatch(/^chain,number,insertionCode,name,atoms,q,/);
    expect(lines[1]).toBe('A,1,,"A""B,C",8,0.5,0.75,0.8,,,,1.5,40,false');
    expect(lines[2]).toBe("A,2,,LEU,8,0.5,0.75,0.8,,0.5,,1.5,40,true");
  });

  it("are the same in JSON, where null stands for what was not measured", () => {
    const text = validationJson(document);
    const read = JSON.parse(text) as ValidationDocument;
    expect(read.residues[1]).toEqual({ ...document.residues[1], ccSide: null });
    expect(read.fsc).toEqual(document.fsc);
    expect(text.split("\n").filter((line) => line.includes('"insertionCode"'))).toHaveLength(2);
  });
});
