import { describe, expect, it } from "vitest";
import { FIT_DEFAULTS } from "#core/fit/params.ts";
import { distributionSvg } from "#core/report/distribution-svg.ts";
import type { ClusterDocument, FitDocument } from "#core/report/fit-document.ts";
import { html } from "#core/report/html.ts";
import { viridisHex } from "#core/report/palettes.ts";
import { type ReportParams, reportHtml } from "#core/report/report.ts";

const HOSTILE = `<script>alert("x")</script>'"&`;

function row(rank: number, score: number, change: Partial<ClusterDocument> = {}): ClusterDocument {
  return {
    ...{ rank, hits: 5, rotation: [1, 0, 0, 0, 1, 0, 0, 0, 1], translation: [0, 0, 0] },
    ...{
      correlation: score,
      correlationAboutMean: score - 0.1,
      overlap: 1,
      averageDensity: 1.234,
      inside: 0.9,
    },
    ...{ z: null, equivalent: rank === 1, shift: 12.5, turn: 90, difffit: null, saved: null },
    ...change,
  };
}

function documentOf(name: string, clusters: readonly ClusterDocument[]): FitDocument {
  return {
    version: 1,
    map: {
      file: name,
      ...{ size: [10, 20, 30], voxelSize: [1.5, 1.5, 1.5], origin: [0, 0, 0] },
      level: { value: 0.5, reason: name },
      resolution: { value: 3.4, reason: "given" },
      minIsland: { value: 10, reason: "dust" },
    },
    score: { value: "vrm", reason: "default" },
    kernel: { name: "cpu", device: name, reason: name },
    threads: 2,
    seed: 7,
    request: { ...FIT_DEFAULTS, symmetry: name },
    seconds: { load: 0, prepare: 0.1, search: 0.2, refine: 0.3, total: 0.6 },
    cancelled: false,
    models: [
      {
        ...{ file: name, name, atoms: 1234, starts: 3000 },
        verdict: { kind: "clear", label: "clear", sentence: name, sites: 1, gap: 0.4, z: 12, hits: 9 },
        seconds: { prepare: 0, search: 0.2, refine: 0.1 },
        clusters,
        warnings: [name],
      },
    ],
    failed: [{ file: name, message: name }],
    warnings: [name],
  };
}

function report(
  name: string,
  change: Partial<ReportParams> = {},
  clusters = [row(1, 0.8), row(2, 0.4)],
): string {
  return reportHtml({
    title: name,
    program: "Mapwright 1",
    date: "1 May",
    runs: [{ document: documentOf(name, clusters), scores: new Map([[name, [0.7, 0.3, 0.29]]]) }],
    pictures: [{ caption: name, url: "data:image/png;base64,AAAA" }],
    commands: { where: name, lines: [`open ${name}`] },
    ...change,
  });
}

describe("a report", () => {
  it("escapes every text that comes from files or the user", () => {
    const noted = row(1, 0.8, { note: HOSTILE, state: "placed" });
    const page = report(HOSTILE, {}, [noted]);
    expect(page).not.toMatch(/<script/i);
    expect(page).not.toContain('alert("x")');
    // Title, heading, 5 of the summary and section, verdict, caption twice, settings, warnings, commands …
    expect(page.split("&#60;script&#62;").length - 1).toBeGreaterThanOrEqual(15);
    expect(page).toContain("&#39;&#34;&#38;");
  });

  it("names nothing outside itself and forbids it", () => {
    const page = report("chain A");
    expect(page).toContain(`content="default-src 'none'; style-src 'unsafe-inline'; img-src data:"`);
    const addresses = [...page.matchAll(/(?:src|href|url)\s*[=(]\s*"?([^")\s>]+)/gi)].map(
      ([, found]) => found,
    );
    expect(addresses.length).toBeGreaterThan(0);
    expect(addresses.every((address) => address.startsWith("data:"))).toBe(true);
  });

  it("tells the numbers of the table with their units, the settings with their reasons, and the commands", () => {
    const page = report("chain A");
    expect(page).toContain("<td>0.300</td>"); // rank 2 about the mean
    for (const head of ["Inside, %", "Shift, Å", "Turn, °"]) expect(page).toContain(`<th>${head}</th>`);
    expect(page).toContain("10 × 20 × 30 voxels of 1.5 × 1.5 × 1.5 Å");
    expect(page).toContain('<td class="text">Seed</td><td class="text">7</td>');
    expect(page).toContain("<pre>open chain A</pre>");
    expect(page).toContain("a gap of 0.40");
  });

  it("shows states, notes and clashes only where there are any", () => {
    expect(report("a")).not.toContain("Clash, atoms");
    const page = report("a", {}, [row(1, 0.8, { state: "placed", note: "look here", clash: 12 })]);
    for (const part of ['class="placed"', "Clash, atoms", "<td>12</td>", "look here"])
      expect(page).toContain(part);
  });

  it("can be written when nothing was found", () => {
    expect(report("a", {}, [])).toContain("<h2>Settings</h2>");
    expect(report("a", { runs: [] })).toContain("Nothing was fitted.");
  });
});

it("templates escape what is put in, join lists and leave nothing for what is not there", () => {
  expect(html`<b>${"<"}${1}${[html`<i>`, "&"]}${null}${false}${undefined}</b>`.text).toBe(
    "<b>&#60;1<i>&#38;</b>",
  );
});

it("the plot marks rank 1 where its score lies between the ends of the axis", () => {
  // The axis runs from 0.2 to 0.8 over 452 of 520 units, from 34: 0.8 lies at 486, 0.8 − 0.15 at 373.
  const { text } = distributionSvg([0.8, 0.21, 0.22]);
  expect(text).toContain('class="best" x1="486" x2="486"');
  expect(text).toContain('class="shade" x="373"');
  expect(text.match(/class="bar"/g)).toHaveLength(3);
});

it("colours go from the dark to the bright end of the scale", () => {
  expect([viridisHex(-1), viridisHex(0), viridisHex(1), viridisHex(9)]).toEqual([
    "#440154",
    "#440154",
    "#fde725",
    "#fde725",
  ]);
  // Half way between two anchors: (0x26 + 0x1f) / 2, (0x82 + 0x9e) / 2, (0x8e + 0x89) / 2.
  expect(viridisHex(4.5 / 9)).toBe("#23908c");
});
