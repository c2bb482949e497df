import type { JobContext } from "#core/job/job-context.ts";
import { type KernelMapSettings, kernelMap } from "#core/simulate/kernel-map.ts";
import type { RecipeName } from "#core/simulate/recipes/recipes.ts";
import type { ImageKernel } from "#core/simulate/vrm/image-kernel.ts";
import { bestOverallB } from "#core/simulate/vrm/overall-b.ts";
import type { Structure } from "#core/structure/structure.ts";
import { type KernelScores, kernelJudge } from "#core/validate/kernel-scores.ts";
import { molecularMask } from "#core/validate/molecular-mask.ts";
import type { Volume } from "#core/volume/volume.ts";

/** "vrm" with the B factors as they are, "vrm+b" with one overall B added that is fitted to the map, or a recipe. */
export type ComparedKernel = "vrm" | "vrm+b" | RecipeName;

/** What a kernel's map scores. */
export interface ComparedScores extends KernelScores {
  readonly kernel: ComparedKernel;
  /** Å², of "vrm+b". */
  readonly overallB?: number;
}

export interface KernelComparison {
  /** Voxels of the model's mask. */
  readonly voxels: number;
  /** Best correlation in the mask first. */
  readonly kernels: readonly ComparedScores[];
}

/**
 * The model maps of several kernels at a resolution (Å) against an experimental map. Throws `input` when the model lies
 * outside the map, as `kernelMap`, and `cancelled`.
 */
export async function compareKernels(
  structure: Structure,
  observed: Volume,
  resolution: number,
  names: readonly ComparedKernel[],
  settings: KernelMapSettings,
  engine: ImageKernel,
  job: JobContext,
): Promise<KernelComparison> {
  const mask = await molecularMask(observed.grid, structure, job);
  const judge = kernelJudge(observed, mask, resolution);
  const mapOf = async (kernel: "vrm" | RecipeName, overallB?: number) => {
    const own = overallB === undefined ? settings : { ...settings, overallB };
    return (await kernelMap(kernel, structure, resolution, observed.grid, own, engine, job)).volume;
  };
  const kernels: ComparedScores[] = [];
  for (const kernel of names) {
    if (kernel === "vrm+b") {
      const overallB = await bestOverallB(resolution, async (b) =>
        judge.maskCorrelation(await mapOf("vrm", b)),
      );
      kernels.push({ kernel, overallB, ...(await judge.judge(await mapOf("vrm", overallB), job)) });
    } else kernels.push({ kernel, ...(await judge.judge(await mapOf(kernel), job)) });
  }
  kernels.sort((a, b) => b.maskCorrelation - a.maskCorrelation);
  return { voxels: mask.inside.reduce((sum, one) => sum + one, 0), kernels };
}
