import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { readStructure } from "#core/format/structure-file.ts";
import { loosestCut } from "#core/structure/domains/graph-cut.ts";
import { cutDomains, findDomains } from "#core/structure/domains/split-domains.ts";
import type { Structure } from "#core/structure/structure.ts";

const DATA = new URL("../../../../shared/data/", import.meta.url);
const hasData = existsSync(DATA);

async function load(file: string): Promise<Structure> {
  const bytes = readFileSync(new URL(file, DATA));
  const plain = file.endsWith(".gz") ? gunzipSync(bytes) : bytes;
  const [structure] = (await readStructure(file, new Uint8Array(plain))).value.structures;
  if (!structure) throw new Error(`${file} is empty`);
  return structure;
}

/** A graph of edges [a, b, weight]. */
function graphOf(count: number, edges: readonly (readonly [number, number, number])[]) {
  const of = (node: number) =>
    edges.flatMap(([a, b, w]) => (a === node ? [[b, w] as const] : b === node ? [[a, w] as const] : []));
  const nodes = Array.from({ length: count }, (_, n) => of(n));
  return {
    neighbours: nodes.map((list) => Int32Array.from(list, ([to]) => to)),
    weights: nodes.map((list) => Float64Array.from(list, ([, w]) => w)),
  };
}

describe("the loosest cut", () => {
  /** Two cliques of four whose members are mixed along the chain, held together by one edge of 0.5. */
  const even = [0, 2, 4, 6];
  const odd = [1, 3, 5, 7];
  const clique = (nodes: number[]) =>
    nodes.flatMap((a, n) => nodes.slice(n + 1).map((b) => [a, b, 1] as const));
  const graph = graphOf(8, [...clique(even), ...clique(odd), [0, 1, 0.5]]);
  const all = [...Array(8).keys()];

  it("goes through the weak edge, whatever the order along the chain", () => {
    const cut = loosestCut(graph, all, 2);
    expect(cut?.parts.map(String).toSorted()).toEqual([String(even), String(odd)]);
    expect(cut?.tightness).toBeCloseTo(0.5 / 4 ** (2 / 3), 9); // over the surface of four
  });

  it("is not looked for in what would leave too small parts", () => {
    expect(loosestCut(graph, even, 3)).toBeUndefined();
  });
});

if (!hasData) console.log("Skipped domains of known chains: ../shared/data is absent.");

/** Where each domain is, as the literature has it; the cut may differ by some residues of a linker. */
describe.skipIf(!hasData)("domains of chains whose domains are known", () => {
  const groel = "emd1080_groel_14mer_11p5A/monomer.pdb";

  it("GroEL: equatorial, intermediate and apical (Braig et al., Nature 371, 578, 1994)", async () => {
    const { domains } = cutDomains(await load(groel), findDomains(await load(groel)));
    expect(domains.map(({ residues }) => residues)).toEqual([
      "2-137, 409-526",
      "138-189, 376-408",
      "190-375",
    ]);
    expect(domains.reduce((sum, { structure }) => sum + structure.atomCount, 0)).toBe(3855);
  });

  it.each([
    ["chain_E", 4], // ERp57: a, b, b', a'
    ["chain_M", 2], // MHC I: α1α2, α3
    ["chain_C", 2], // calreticulin: globular and P domain
    ["chain_T", 2], // tapasin
    ["chain_B", 1], // β2-microglobulin
  ])("%s of the peptide-loading complex has %i", async (name, count) => {
    const structure = await load(`synthetic_plc_3p5A/${name}.cif.gz`);
    expect(new Set(findDomains(structure)).size).toBe(count);
  });

  it("an aligned error takes away the trust in contacts across a boundary, and so moves it there", async () => {
    // A chain without domains of its own, of which a prediction says that its halves move against each other.
    const whole = await load("domainfit_demo_4A/I7M317_D1.pdb");
    const plain = findDomains(whole);
    expect(new Set(plain).size).toBe(1);
    const n = plain.length;
    const half = (k: number) => (k < n / 2 ? 0 : 1);
    const pae = Float32Array.from({ length: n * n }, (_, k) =>
      half(Math.floor(k / n)) === half(k % n) ? 2 : 25,
    );
    const homes = [...findDomains(whole, { isPlddt: false, pae })];
    expect(homes).toEqual(homes.map((_, k) => half(k)));
  });
});
