// One model map and its gradients in a fresh process: what memory they take at most, in MB beyond the atoms.
import { planImages } from "#core/simulate/vrm/image-plan.ts";
import { engineFilesBeside } from "#workers/engine-files.ts";
import { createImageEngine } from "#workers/images/image-engine.ts";
import { atomsOf, gridOf, settingsOf, USUAL } from "./model-map-cases.ts";

const atoms = atomsOf(USUAL);
const grid = gridOf(USUAL);
const engine = createImageEngine(engineFilesBeside(import.meta.url), USUAL.threads);
const peak = () => process.resourceUsage().maxRSS / 1024;
const before = peak();
const plan = planImages(atoms, settingsOf(USUAL));
const map = await engine.sum(plan, grid);
const ofMap = peak() - before;
await engine.gather(plan, map);
const ofBoth = peak() - before;
await engine.dispose();
console.log(JSON.stringify({ mapMegabytes: map.values.byteLength / 2 ** 20, ofMap, ofBoth }));
