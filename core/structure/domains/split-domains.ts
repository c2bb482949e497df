import { contactGraph, type Trust } from "#core/structure/domains/contact-graph.ts";
import { loosestCut } from "#core/structure/domains/graph-cut.ts";
import { touchTest } from "#core/structure/most-touched.ts";
import { type Residue, residuesOf } from "#core/structure/residues.ts";
import type { Structure } from "#core/structure/structure.ts";
import { subset } from "#core/structure/subset.ts";

/**
 * Cuts looser than this part domains. Measured on chains whose domains are known: between domains 0.09 to 0.78 (ERp57,
 * MHC I, calreticulin, tapasin, GroEL, actin), within them 0.97 and more.
 */
const LOOSE = 0.9;
/** Residues a domain has at least: two repeats of a solenoid, which would else fall into pieces too small to be found. */
const LEAST = 60;
/** Runs of fewer residues go to the domain around them. */
const SHORTEST_RUN = 8;
/** Residues of a predicted model below this pLDDT are no part of a rigid domain (AlphaFold calls them “very low”). */
export const DISORDERED = 50;
/** Expected position error, Å, at which a contact counts half. */
const UNSURE = 5;

/** What is known of a predicted model besides its coordinates. */
export interface Confidence {
  /** Predicted aligned error between the residues of the polymer, Å, row by row (n × n). */
  readonly pae?: Float32Array;
  /** Whether the B factors of the model are pLDDT (0…100). */
  readonly isPlddt: boolean;
}

/** A rigid part of a chain. */
export interface Domain {
  readonly structure: Structure;
  /** Its residues by number, such as "2-137, 409-526". */
  readonly residues: string;
}

/** The domains of a structure, and what belongs to none. */
export interface Domains {
  readonly domains: readonly Domain[];
  /** Residues left out because their predicted place means nothing, "" when none. */
  readonly disordered: string;
}

/**
 * Takes a chain apart where few contacts hold its parts together, weak ones (high aligned error) counting less, until no part
 * can be cut loosely: for each residue of the polymer the number of its domain from 0 on, −1 for disordered ones. A domain may
 * come back to the chain more than once; a chain that holds together is one domain.
 */
export function findDomains(structure: Structure, confidence: Confidence = { isPlddt: false }): Int32Array {
  const polymer = polymerOf(structure);
  const nodes = [...polymer.keys()].filter(
    (n) => !confidence.isPlddt || structure.bFactor[polymer[n].start] >= DISORDERED,
  );
  if (nodes.length === 0) return new Int32Array(polymer.length).fill(-1);
  const graph = contactGraph(structure, polymer, trustOf(confidence, polymer.length));
  const parts: (readonly number[])[] = [];
  const waiting: (readonly number[])[] = [nodes];
  for (let part = waiting.pop(); part; part = waiting.pop()) {
    const cut = loosestCut(graph, part, LEAST);
    if (cut && cut.tightness < LOOSE) waiting.push(...cut.parts);
    else parts.push(part);
  }
  parts.sort((a, b) => a[0] - b[0]);
  return homesOf(parts, polymer.length);
}

/** The domains as structures, by the numbers of `findDomains`; ligands and water go along with the domain they touch most. */
export function cutDomains(structure: Structure, homes: ArrayLike<number>): Domains {
  const polymer = polymerOf(structure);
  const numbers = [...new Set(Array.from(homes))].filter((home) => home >= 0);
  const groups = numbers.map((number) => polymer.filter((_, n) => homes[n] === number));
  return {
    domains: groups.length > 0 ? withCompany(structure, groups) : [],
    disordered: rangesOf(
      structure,
      polymer.filter((_, n) => homes[n] < 0),
    ),
  };
}

/** The residues that domains are made of, in file order. */
export function polymerOf(structure: Structure): Residue[] {
  return residuesOf(structure).filter(({ kind }) => kind === "protein" || kind === "nucleic");
}

function trustOf({ pae }: Confidence, count: number): Trust {
  if (!pae || pae.length !== count * count) return () => 1;
  return (a, b) => {
    const error = (pae[a * count + b] + pae[b * count + a]) / 2;
    return 1 / (1 + (error / UNSURE) ** 2);
  };
}

/** The part of every residue, −1 for none; short runs inside another part join it. */
function homesOf(parts: readonly (readonly number[])[], count: number): Int32Array {
  const home = new Int32Array(count).fill(-1);
  parts.forEach((part, n) => {
    for (const residue of part) home[residue] = n;
  });
  for (let start = 0; start < count; ) {
    let end = start + 1;
    while (end < count && home[end] === home[start]) end++;
    const around = start > 0 && end < count && home[start - 1] === home[end] ? home[end] : -1;
    if (around >= 0 && home[start] >= 0 && end - start < SHORTEST_RUN) home.fill(around, start, end);
    start = end;
  }
  return home;
}

/** The domains of groups of residues, each with the ligands and water that touch it most. */
function withCompany(structure: Structure, groups: readonly (readonly Residue[])[]): Domain[] {
  const homeOf = touchTest(groups.map((group) => atomsOf(structure, group)));
  const company = groups.map((): Residue[] => []);
  for (const residue of residuesOf(structure)) {
    if (residue.kind === "protein" || residue.kind === "nucleic") continue;
    company[homeOf(structure.xyz.subarray(3 * residue.start, 3 * residue.end))].push(residue);
  }
  return groups.map((group, n) => ({
    structure: atomsOf(structure, [...group, ...company[n]]),
    residues: rangesOf(structure, group),
  }));
}

function atomsOf(structure: Structure, residues: readonly Residue[]): Structure {
  return subset(
    structure,
    residues.flatMap(({ start, end }) => Array.from({ length: end - start }, (_, n) => start + n)),
  );
}

/** Residue numbers in runs; a run ends where a number is skipped or the chain changes. */
function rangesOf({ residueNumber, chainId }: Structure, residues: readonly Residue[]): string {
  const runs: { from: number; to: number; chain: string }[] = [];
  for (const { start } of residues) {
    const number = residueNumber[start];
    const last = runs.at(-1);
    if (last && last.chain === chainId[start] && (number === last.to + 1 || number === last.to)) {
      last.to = number;
    } else runs.push({ from: number, to: number, chain: chainId[start] });
  }
  return runs.map(({ from, to }) => (from === to ? `${from}` : `${from}-${to}`)).join(", ");
}
