// The composite part of the report: are all chains of known complexes placed, and is a wrong one ever called clear?
import { bodiesOf, compose } from "#core/composite/compose.ts";
import type { PlacedChain } from "#core/composite/joint/refine-placed.ts";
import { domainParts, type Part, wholePart } from "#core/composite/parts.ts";
import { planWork } from "#core/composite/plan.ts";
import { domainDensities } from "#core/composite/poor-kinds.ts";
import { FIT_DEFAULTS } from "#core/fit/params.ts";
import { quietJob } from "#core/job/job-context.ts";
import { IDENTITY, invert, type Rigid, compose as then } from "#core/math/rigid.ts";
import { distance } from "#core/math/vec3.ts";
import type { Volume } from "#core/volume/volume.ts";
import { createCpuEngine } from "#workers/cpu-engine.ts";
import { engineFilesBeside } from "#workers/engine-files.ts";
import { createImageEngine } from "#workers/images/image-engine.ts";
import { libraryFiles, loadModel } from "./cases.ts";
import { COMPOSITE_CASES, type CompositeCase, compositeCase } from "./composite-cases.ts";
import { rmsdBetween } from "./fit-once.ts";

export interface CompositeReportOptions {
  readonly seeds: number;
  readonly threads: number;
  readonly only: string | undefined;
  /** Models of the library that are asked for besides and are not there. */
  readonly decoys: number;
}

/** Å: nearer centres are one place. */
const SAME_PLACE = 5;

/** Prints one row per complex and seed. */
export async function compositeTable({
  seeds,
  threads,
  only,
  decoys,
}: CompositeReportOptions): Promise<void> {
  console.log(`## Composites: chains scrambled, one command, ${decoys} models of the library besides\n`);
  console.log(
    "| case | seed | right | worst RMSD before → after all were refined together, Å | wrong: clear, other | symmetry | clashing atoms of a chain, before → after | explained % | weakest domain | CPU s ⁄ 2 |",
  );
  console.log("|---|---|---|---|---|---|---|---|---|---|");
  for (const name of COMPOSITE_CASES) {
    if (only !== undefined && !name.includes(only)) continue;
    for (let seed = 1; seed <= seeds; seed++)
      console.log(await row(await compositeCase(name, seed), seed, threads, decoys));
  }
  console.log();
}

async function row(item: CompositeCase, seed: number, threads: number, decoys: number): Promise<string> {
  const parts = [...item.parts, ...(await decoyParts(decoys, seed))];
  const cpu = process.cpuUsage();
  const files = engineFilesBeside(import.meta.url);
  const engine = createCpuEngine(threads, files);
  const images = createImageEngine(files, threads);
  try {
    const plan = planWork(parts);
    const found = await compose({
      engine,
      images,
      map: item.map,
      plan,
      bodies: bodiesOf(plan, "all"),
      resolution: { value: item.resolution, reason: "given" },
      request: { ...FIT_DEFAULTS, seed },
      clock: () => performance.now() / 1000,
      job: quietJob,
    });
    const used = process.cpuUsage(cpu);
    const seconds = (used.user + used.system) / 1e6;
    const { right, worst, wrong } = judge(item, found.placed);
    const before = judge(
      item,
      found.placed.map((one, n) => {
        const back = invert(found.joint?.corrections[n] ?? IDENTITY);
        return { ...one, motion: then(back, one.motion) };
      }),
    );
    const clear = wrong.filter(({ site }) => site.confidence !== "ambiguous").length;
    const helix = found.symmetry?.helix;
    const relation = helix
      ? `${helix.twist.toFixed(2)}°, ${helix.rise.toFixed(2)} Å`
      : (found.symmetry?.name ?? "none");
    return `| ${[
      item.name,
      seed,
      `${right}/${item.copies}`,
      `${before.worst.toFixed(2)} → ${worst.toFixed(2)}`,
      `${clear}, ${wrong.length - clear}`,
      `${relation}${item.symmetry === "helical" || relation === item.symmetry ? "" : ` (not ${item.symmetry})`}`,
      `${mostOf(found.joint?.before.clashes)} → ${mostOf(found.joint?.after.clashes)}`,
      (100 * found.explained).toFixed(0),
      weakestDomain(found.placed, item.map).toFixed(2),
      (seconds / 2).toFixed(1),
    ].join(" | ")} |`;
  } finally {
    await Promise.all([engine.dispose(), images.dispose()]);
  }
}

/** Least mean density at the atoms of a domain, as part of that at the densest domain of its chain; 1 without domains. */
function weakestDomain(placed: readonly PlacedChain[], map: Volume): number {
  const domainsOf = ({ file, structure }: Part) => domainParts({ file, structure }).value;
  const parts = placed.map((one) => {
    const densities = domainDensities(one, map, domainsOf).map(({ density }) => density);
    return Math.min(...densities) / Math.max(...densities);
  });
  return Math.min(1, ...parts);
}

function mostOf(counts: readonly number[] = []): number {
  return Math.max(0, ...counts);
}

/** Each right place counts once. */
function judge(
  item: CompositeCase,
  placed: readonly PlacedChain[],
): { right: number; worst: number; wrong: PlacedChain[] } {
  const taken: Rigid["shift"][] = [];
  const wrong: PlacedChain[] = [];
  let worst = 0;
  for (const one of placed) {
    const { part } = one.member;
    const isDecoy = !item.parts.some(({ file }) => file === part.file);
    const truths = isDecoy ? [] : (item.truths.get(part.chain) ?? []);
    const rmsds = truths.map((truth) => rmsdBetween(part.structure.xyz, one.motion, truth));
    const rmsd = Math.min(...rmsds, Number.POSITIVE_INFINITY);
    const place = one.site.pose.shift;
    if (rmsd > item.tolerance || taken.some((other) => distance(other, place) < SAME_PLACE)) {
      wrong.push(one);
      continue;
    }
    taken.push(place);
    worst = Math.max(worst, rmsd);
  }
  return { right: taken.length, worst, wrong };
}

async function decoyParts(count: number, seed: number) {
  const files = libraryFiles();
  return Promise.all(
    Array.from({ length: count }, async (_, n) => {
      const file = files[(17 * n + 31 * seed) % files.length] ?? "";
      return wholePart({ file, structure: await loadModel(file) });
    }),
  );
}
