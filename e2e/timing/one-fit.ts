// Fits with 1,000 starts on the calling thread in a fresh process, the first and the third: what the benchmark sets
// beside the baseline.
import { loadMap, loadModel, realCases } from "./cases.ts";
import { fitOnce } from "./fit-once.ts";

const item = realCases().find((c) => c.name === process.argv[2]);
if (!item) throw new Error(`Unknown case ${process.argv[2]}`);
const map = loadMap(item.map);
const model = await loadModel(item.model, item.chain);
const costs: number[] = [];
const peaks: number[] = []; // MB
for (let run = 0; run < 3; run++) {
  const { cpuSeconds } = await fitOnce(map, model, item.resolution, 0, { starts: 1000 });
  costs.push(cpuSeconds);
  peaks.push(process.resourceUsage().maxRSS / 1024);
}
const [cold, , warm] = costs;
const [peakMegabytes] = peaks; // of one fit: each has an engine, and so a memory, of its own
console.log(JSON.stringify({ cold, warm, peakMegabytes }));
