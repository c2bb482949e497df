import { inflateSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { rankCandidates } from "#core/identify/rank/rank-candidates.ts";
import { madeUpFull, madeUpItem, wrongItems } from "#core/identify/screen/records.testing.ts";
import { chainPath } from "#core/report/identify/chain-path.ts";
import { identifyCsv } from "#core/report/identify/identify-csv.ts";
import { type IdentifySetup, identifyDocument } from "#core/report/identify/identify-document.ts";
import { identifyReportHtml } from "#core/report/identify/identify-report.ts";
import { placeIn, projectionOf } from "#core/report/identify/projection.ts";
import { greyPng, pngUrl } from "#core/report/png.ts";
import { createGrid } from "#core/volume/grid.ts";
import { createVolume } from "#core/volume/volume.ts";

const GRID = createGrid([4, 3, 2], [10, 20, 30], [2, 2, 2]);
const SETUP: IdentifySetup = {
  map: { file: "map.mrc", ...GRID },
  region: {
    words: "the whole map",
    level: { value: 0.5, reason: "given" },
    dense: 100,
    filled: 200,
    grid: GRID,
  },
  resolution: { value: 4, reason: "given" },
  sizes: { least: 4.4, most: 46, reason: "by volume" },
  library: { from: "library", words: "folder of 32 files", shard: null },
  request: {
    seed: 1,
    starts: { value: 1000, reason: "given" },
    full: 20,
    leastPlddt: 70,
    split: "none",
    keepCopies: false,
  },
  threads: 2,
};

const right = madeUpFull(30, 0.5, 0);
const ranking = rankCandidates({
  items: [
    ...wrongItems(),
    madeUpItem(30, "<right> & good", 0.5),
    { ...madeUpItem(31, "x", 0), candidates: [], skipped: [{ name: "", reason: "broken <file>" }] },
  ],
  full: [{ ...right, fit: { ...right.fit, ownStanding: { p: 1e-9, q: 2e-7, placements: 200 } } }],
  resolution: 4,
});
const run = { seconds: 12, isPartial: false, notes: ["One note."] };
const document = identifyDocument(SETUP, ranking, run, new Map([["<right> & good", "keep"]]));

describe("the document of an identification", () => {
  it("says of every candidate what was promised: rank, file, score, z, p, q, verdict, rotation, translation", () => {
    const [first] = document.candidates;
    expect(first).toMatchObject({
      rank: 1,
      file: "<right> & good.pdb",
      score: 0.5,
      verdict: "clear",
      rotation: [1, 0, 0, 0, 1, 0, 0, 0, 1],
      translation: [0, 0, 0],
      mark: "keep",
      fullSearch: true,
      domainFit: { p: 1e-9, q: 2e-7, placements: 200 },
    });
    expect(first?.q ?? 1).toBeLessThan(0.01);
    expect(document.skipped).toEqual([{ file: "x.pdb", reason: "broken <file>" }]);
    expect(JSON.parse(JSON.stringify(document))).toEqual(document); // no NaN, no undefined
  });

  it("is a table of comma-separated values, with names quoted where they need it", () => {
    const lines = identifyCsv({
      candidates: document.candidates.map((one) => ({
        ...one,
        name: one.rank === 1 ? 'a "b", c' : one.name,
      })),
    }).split("\r\n");
    expect(lines[0]?.startsWith("rank,candidate,file,verdict,mark,score,z,p,q,")).toBe(true);
    expect(lines[1]?.startsWith('1,"a ""b"", c",<right> & good.pdb,clear,keep,0.5000,')).toBe(true);
    expect(lines[0]).toContain(",domainfit_p,domainfit_q,");
    expect(lines[1]).toContain(",1.00e-9,2.00e-7,");
    expect(document.candidates[1]?.domainFit).toBeNull();
    expect(lines).toHaveLength(31 + 2);
  });
});

describe("the report of an identification", () => {
  const volume = createVolume(GRID, new Float32Array(24).fill(1));
  const page = identifyReportHtml(
    {
      document,
      projection: projectionOf(volume, 0.5),
      traces: new Map([["<right> & good", [12, 22, 30, 14, 22, 30]]]),
    },
    {
      title: "What is in map.mrc?",
      program: "Mapwright 1.2.3",
      date: "2026-01-01 12:00",
      commands: { where: "here", lines: ["mapwright identify map.mrc library"] },
    },
  );

  it("names what is identified, what was skipped, why each value, and how to repeat it", () => {
    expect(page).toContain("identified.</b> Scores higher than wrong models of its size do");
    expect(page).toContain("broken &#60;file&#62;");
    expect(page).toContain("by volume");
    expect(page).toContain("mapwright identify map.mrc library");
    expect(page).toContain("One note.");
    expect(page.match(/<svg class="thumb"/g)).toHaveLength(1);
  });

  it("escapes every name, and needs nothing from outside", () => {
    expect(page).not.toContain("<right>");
    expect(page).not.toMatch(/(src|href)="(?!data:|#)/);
    expect(page).toContain("default-src 'none'");
  });
});

describe("the picture of a region", () => {
  it("looks along the shortest axis, up is up, and dense is dark", () => {
    const values = new Float32Array(24);
    values[1] = 3; // i = 1, j = 0, k = 0
    const projection = projectionOf(createVolume(GRID, values), 0.5);
    expect([projection.width, projection.height]).toEqual([8, 6]);
    // The middle of voxel (1, 0) lies 1.5 voxels from the left and half a voxel from the bottom.
    expect(placeIn(projection, [12, 20, 99])).toEqual([3, 5]);
    const dark = Uint8Array.from({ length: 12 }, (_, n) => (n === 9 ? 70 : 255)); // last row, second pixel
    expect(projection.url).toBe(pngUrl(greyPng(4, 3, dark)));
  });

  it("draws a chain in pieces where neighbours lie apart", () => {
    const flat = { url: "", width: 100, height: 100, axes: [0, 1] as const, from: [0, 0] as const };
    expect(chainPath(flat, [0, 0, 0, 3, 4, 0, 50, 50, 9])).toBe("M0.0 100.0L3.0 96.0M50.0 50.0");
  });

  it("is a PNG that zlib and any reader of base64 can read", () => {
    const pixels = Uint8Array.from({ length: 300 * 250 }, (_, n) => n % 251); // more than one stored block
    const png = greyPng(300, 250, pixels);
    expect(Buffer.from(pngUrl(png).slice(22), "base64").equals(Buffer.from(png))).toBe(true);
    const view = new DataView(png.buffer);
    const size = view.getUint32(33);
    const rows = inflateSync(png.subarray(41, 41 + size));
    expect(rows.length).toBe(250 * 301);
    expect([...rows.subarray(301, 305)]).toEqual([0, ...pixels.subarray(300, 303)]);
    // The CRC of an empty IEND chunk is the one every PNG ends with.
    expect([...png.subarray(-8)]).toEqual([0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82]);
  });
});
