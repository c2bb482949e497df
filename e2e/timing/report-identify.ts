import type { RankedCandidate } from "#core/identify/rank/rank-candidates.ts";
import { small } from "#core/identify/rank/verdict.ts";
import { type Case, libraryFiles, loadMap, realCases } from "./cases.ts";
import { type Identified, identifyOnce, libraryItems } from "./identify-once.ts";

const PARALOGUES = ["I7M317_D1", "I7MLV6_D3"];
const MOST_SECONDS = 20;
const CORES = 2;

/**
 * Models of the library that are of the fold of something in a map, though not the molecule itself: they may stand out. A
 * potassium channel's pore in two channels, chaperonin, immunoglobulin domains (β2-microglobulin and tapasin have some).
 */
const SAME_FOLD: Readonly<Record<string, readonly string[]>> = {
  emd1080: ["1iok"],
  emd5778: ["1k4c"],
  emd0093: ["1k4c"],
  plc: ["1igt", "1igy"],
};

/** Identification: the demo against the whole library, then every map, where all but named relatives are wrong. */
export async function identifyTables(
  threads: number,
  every: number,
  only: string | undefined,
): Promise<void> {
  await demoTable(threads);
  await calibrationTable(threads, every, only);
}

async function demoTable(threads: number): Promise<void> {
  const item = realCases().find(({ name }) => name.startsWith("demo"));
  if (!item) return;
  const files = libraryFiles();
  const found = await identifyOnce({ ...caseOf(item), library: libraryItems(files), threads });
  const { candidates, skipped } = found.ranking;
  console.log(
    `## Identification: domainfit_demo_4A against ${files.length} domains, seed 1, default settings\n`,
  );
  console.log(
    "| rank | candidate | residues | score | z | p | q | gap | verdict |\n|---|---|---|---|---|---|---|---|---|",
  );
  for (const one of candidates.slice(0, 6)) console.log(row(one));
  const [a, b, ...others] = candidates;
  const names = [a, b].map((one) => one?.record.name ?? "").sort();
  const areFirst = names.join() === PARALOGUES.join() && a?.rank === 1 && b?.rank === 1;
  const areTied = a?.verdict.kind === "tie" && b?.verdict.kind === "tie";
  const worst = Math.max(a?.q ?? 1, b?.q ?? 1);
  const best = Math.min(...others.map(({ q }) => q));
  const halved = found.cpu / CORES;
  console.log(
    `\n${candidates.length} candidates, ${skipped.length} skipped; ${found.screenCpu.toFixed(1)} CPU s to screen, ${found.cpu.toFixed(1)} in all, ${found.seconds.toFixed(1)} s on ${threads} threads, ${found.megabytes.toFixed(0)} MB\n`,
  );
  console.log("| what it must reach | reached | |\n|---|---|---|");
  console.log(
    `| the two paralogues first and tied | ${names.join(", ")}, rank ${a?.rank} and ${b?.rank}, ${a?.verdict.kind} | ${mark(areFirst && areTied)} |`,
  );
  console.log(`| their q < 0.01 | ${small(worst)} | ${mark(worst < 0.01)} |`);
  console.log(`| every other q > 0.05 | least ${small(best)} | ${mark(best > 0.05)} |`);
  console.log(
    `| ≤ ${MOST_SECONDS} s on ${CORES} cores (CPU s ⁄ ${CORES}) | ${halved.toFixed(1)} s | ${mark(halved <= MOST_SECONDS)} |\n`,
  );
}

async function calibrationTable(threads: number, every: number, only: string | undefined): Promise<void> {
  const files = libraryFiles().filter((_, n) => n % every === 0);
  console.log(`## Identification: ${files.length} domains in every map; how often p and q mislead\n`);
  console.log(
    "| map | Å | candidates | wrong called clear or tie | least q of a wrong one | same fold: z, q, verdict | width | CPU s |\n|---|---|---|---|---|---|---|---|",
  );
  const maps = new Map(realCases().map((item) => [item.map, item]));
  const wrongP: number[] = [];
  for (const item of maps.values()) {
    if (only !== undefined && !item.name.includes(only)) continue;
    const found = await identifyOnce({ ...caseOf(item), library: libraryItems(files), threads });
    const related = relativesIn(item.name);
    const isRelated = ({ record }: RankedCandidate) => related.some((name) => record.name.startsWith(name));
    const wrong = found.ranking.candidates.filter((one) => !isRelated(one));
    wrongP.push(...wrong.map(({ p }) => p));
    console.log(calibrationRow(item, found, wrong, found.ranking.candidates.filter(isRelated)));
  }
  const below = (p: number) =>
    `${((100 * wrongP.filter((one) => one < p).length) / wrongP.length).toFixed(2)} %`;
  console.log(
    `\nOf ${wrongP.length} wrong models p < 0.2, 0.05, 0.01, 0.001: ${[0.2, 0.05, 0.01, 0.001].map(below).join(", ")}\n`,
  );
}

function calibrationRow(
  item: Case,
  { ranking, cpu }: Identified,
  wrong: readonly RankedCandidate[],
  related: readonly RankedCandidate[],
): string {
  const misled = wrong.filter(({ verdict }) => verdict.kind === "clear" || verdict.kind === "tie");
  const least = wrong.reduce((a, b) => (b.q < a.q ? b : a));
  return `| ${[
    item.name.split(" ")[0],
    item.resolution,
    ranking.candidates.length,
    misled.length === 0 ? 0 : misled.map(({ record }) => record.name).join(", "),
    `${small(least.q)} (${least.record.name})`,
    related
      .map(({ record, z, q, verdict }) => `${record.name}: ${z.toFixed(1)}, ${small(q)}, ${verdict.kind}`)
      .join("; ") || "–",
    ranking.background?.width.toFixed(3) ?? "–",
    cpu.toFixed(1),
  ].join(" | ")} |`;
}

function relativesIn(name: string): readonly string[] {
  if (name.startsWith("demo")) return PARALOGUES;
  return Object.entries(SAME_FOLD).find(([start]) => name.startsWith(start))?.[1] ?? [];
}

function caseOf({ map, resolution }: Case) {
  return { map: loadMap(map), resolution };
}

function row({ rank, record, fit, z, p, q, verdict }: RankedCandidate): string {
  return `| ${[rank, record.name, record.residues, fit.score.toFixed(3), z.toFixed(1), small(p), small(q), fit.gap.toFixed(2), verdict.kind].join(" | ")} |`;
}

function mark(isReached: boolean): string {
  return isReached ? "✓" : "✗";
}
