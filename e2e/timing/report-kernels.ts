import { quietJob } from "#core/job/job-context.ts";
import { MAIN_RECIPES } from "#core/simulate/recipes/recipes.ts";
import { MODEL_MAP_DEFAULTS } from "#core/simulate/vrm/model-map.ts";
import { moveStructure } from "#core/structure/move.ts";
import { type ComparedKernel, compareKernels } from "#core/validate/compare-kernels.ts";
import { engineFilesBeside } from "#workers/engine-files.ts";
import { createImageEngine } from "#workers/images/image-engine.ts";
import { type Case, loadMap, loadModel } from "./cases.ts";
import { median } from "./fit-once.ts";

const KERNELS: readonly ComparedKernel[] = ["vrm+b", "vrm", ...MAIN_RECIPES];

/**
 * In-mask correlation about the mean of the model maps of every kernel on the real cases, each model where it belongs
 * and at the resolution as published; kernel vrm with the B factors of the file, and with one overall B fitted.
 */
export async function kernelsTable(cases: readonly Case[], threads: number): Promise<void> {
  console.log("## Model maps: correlation about the mean in the model's mask, B factors of the file\n");
  console.log(`| case | Å | median B, Å² | overall B, Å² | ${KERNELS.join(" | ")} | best mean FSC |`);
  console.log(`|${"---|".repeat(KERNELS.length + 5)}`);
  const firsts = new Map<string, number>();
  const engine = createImageEngine(engineFilesBeside(import.meta.url), threads);
  // One model per map: chains of one map tell the same.
  for (const item of new Map(cases.toReversed().map((one) => [one.map, one])).values()) {
    const own = await loadModel(item.model, item.chain);
    const [home] = item.truths;
    const structure = home ? moveStructure(own, home) : own;
    const settings = { bFactor: "file", scattering: "electron", images: MODEL_MAP_DEFAULTS } as const;
    const { kernels } = await compareKernels(
      structure,
      loadMap(item.map),
      item.resolution,
      KERNELS,
      settings,
      engine,
      quietJob,
    );
    const found = new Map(kernels.map((scores) => [scores.kernel, scores]));
    const [best] = kernels;
    if (best) firsts.set(best.kernel, (firsts.get(best.kernel) ?? 0) + 1);
    const cells = KERNELS.map((kernel) => {
      const text = found.get(kernel)?.maskCorrelation.toFixed(3) ?? "–";
      return kernel === best?.kernel ? `**${text}**` : text;
    });
    const sharpest = kernels.reduce((a, b) => (b.meanFsc > a.meanFsc ? b : a));
    console.log(
      `| ${[
        item.name,
        item.resolution,
        median([...structure.bFactor]).toFixed(0),
        found.get("vrm+b")?.overallB?.toFixed(0),
        ...cells,
        `${sharpest.kernel} ${sharpest.meanFsc.toFixed(3)}`,
      ].join(" | ")} |`,
    );
  }
  await engine.dispose();
  const counts = Array.from(firsts, ([kernel, count]) => `${kernel} ${count}`).join(", ");
  console.log(`\nFirst in the mask: ${counts}.`);
  console.log(
    "vrm+b adds one overall B fitted to the map: what optics, motion and sharpening do to a whole map is in no model's",
  );
  console.log("B factors. Where it is far from 0, the B factors of the file alone describe another map.\n");
}
