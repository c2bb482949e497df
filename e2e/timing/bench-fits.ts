// Whole fits: beside the plain JavaScript baseline, and beside DiffFit's optimiser.
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { cpus } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import type { FitRequest } from "#core/fit/params.ts";
import { dataPath, loadMap, loadModel, realCases } from "./cases.ts";
import { fitOnce, median } from "./fit-once.ts";

const RUNS = 5;
const BASELINE = path.resolve("../shared/reference/baseline-fit/baseline-fit.mjs");
const CORES = cpus().length;

/** What 1,000 starts cost here and there, and a fit as it is by default. */
export async function fitsBesideBaseline(): Promise<void> {
  if (!existsSync(BASELINE)) {
    console.log("The baseline program is not there; whole fits are shown alone.\n");
  }
  console.log(
    "## Whole fits: 1,000 starts, beside the plain JavaScript baseline (one thread), run in turn\n",
  );
  console.log(
    "| case | baseline CPU s | ours, fresh process CPU s | ratio | ours, third fit in it CPU s | ratio | default, all threads: seconds | CPU s | starts | peak memory, MB |\n|---|---|---|---|---|---|---|---|---|---|",
  );
  for (const item of realCases().filter((c) => /demo|plc|6374|30342|0093 chain A/.test(c.name))) {
    const map = loadMap(item.map);
    const model = await loadModel(item.model, item.chain);
    const own: Cost1000[] = [];
    const peer: number[] = [];
    const adaptive: { seconds: number; cpu: number; starts: number }[] = [];
    for (let run = 0; run < RUNS; run++) {
      if (existsSync(BASELINE) && item.chain === undefined)
        peer.push(await baselineCpu(item.map, item.model));
      own.push(await ownCpu(item.name));
      const outcome = await fitOnce(map, model, item.resolution, CORES);
      adaptive.push({ seconds: outcome.seconds, cpu: outcome.cpuSeconds, starts: outcome.result.starts });
    }
    const cold = median(own.map((o) => o.cold));
    const warm = median(own.map((o) => o.warm));
    const against = (cost: number) => (peer.length > 0 ? (median(peer) / cost).toFixed(1) : "–");
    const cells = [
      item.name,
      peer.length > 0 ? median(peer).toFixed(2) : "–",
      cold.toFixed(2),
      against(cold),
      warm.toFixed(2),
      against(warm),
      median(adaptive.map((a) => a.seconds)).toFixed(2),
      median(adaptive.map((a) => a.cpu)).toFixed(2),
      median(adaptive.map((a) => a.starts)).toFixed(0),
      median(own.map((o) => o.peakMegabytes)).toFixed(0),
    ];
    console.log(`| ${cells.join(" | ")} |`);
  }
  console.log();
}

/** CPU seconds of 1,000 starts on one thread: the first fit of a process and a later one. */
interface Cost1000 {
  readonly cold: number;
  readonly warm: number;
  /** Most memory the process held, files included, MB. */
  readonly peakMegabytes: number;
}

/** CPU seconds of the baseline for 1,000 starts, from its own report: files already read, as ours. */
async function baselineCpu(map: string, model: string): Promise<number> {
  const { stdout } = await promisify(execFile)(process.execPath, [BASELINE, dataPath(map), dataPath(model)]);
  return (JSON.parse(stdout) as { cpuSeconds: number }).cpuSeconds;
}

/** Our fit with 1,000 starts on one thread, in a fresh process like the baseline's. */
async function ownCpu(name: string): Promise<Cost1000> {
  const script = new URL("./one-fit.js", import.meta.url);
  const { stdout } = await promisify(execFile)(process.execPath, [script.pathname, name]);
  return JSON.parse(stdout) as Cost1000;
}

/** The search as it is by default beside DiffFit's objective and its optimiser. */
export async function optimisersSideBySide(): Promise<void> {
  console.log("## Optimisers: 1,000 starts, one thread: hits at the right answer and what they cost\n");
  console.log(
    "| case | fast: hits | CPU s | DiffFit's objective and Adam: hits | CPU s | hits per CPU second, ratio |\n|---|---|---|---|---|---|",
  );
  for (const item of realCases().filter((c) => /I7MLV6|6374|30342|plc chain [TM]/.test(c.name))) {
    const map = loadMap(item.map);
    const model = await loadModel(item.model, item.chain);
    const run = async (optimizer: FitRequest["optimizer"]) => {
      const { result, cpuSeconds } = await fitOnce(map, model, item.resolution, 0, {
        starts: 1000,
        optimizer,
      });
      return { hits: result.verdict.kind === "none" ? 0 : result.verdict.hits, cpuSeconds };
    };
    await run("fast");
    const fast = await run("fast");
    const difffit = await run("difffit");
    const ratio = fast.hits / fast.cpuSeconds / (difffit.hits / difffit.cpuSeconds);
    console.log(
      `| ${item.name} | ${fast.hits} | ${fast.cpuSeconds.toFixed(2)} | ${difffit.hits} | ${difffit.cpuSeconds.toFixed(2)} | ${Number.isFinite(ratio) ? ratio.toFixed(0) : "–"} |`,
    );
  }
  console.log();
}
