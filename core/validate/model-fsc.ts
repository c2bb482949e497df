import type { JobContext } from "#core/job/job-context.ts";
import type { ImageKernel } from "#core/simulate/vrm/image-kernel.ts";
import type { ScatteringAtoms } from "#core/simulate/vrm/image-plan.ts";
import { type Focus, focused, focusedModel, focusOn } from "#core/validate/focus.ts";
import { type FscCurve, fscCurve } from "#core/validate/fsc-curve.ts";
import { judgingMap } from "#core/validate/model-maps.ts";
import { cropToBox } from "#core/volume/crop.ts";
import type { FourierKernel } from "#core/volume/fourier-kernel.ts";
import { shellCorrelationUnder } from "#core/volume/fsc.ts";
import type { Mask } from "#core/volume/mask.ts";
import type { Volume } from "#core/volume/volume.ts";

/** How a model agrees with a map and, where they are given, its half maps at every resolution; all under one soft mask. */
export interface ModelFsc {
  readonly map: FscCurve;
  readonly halves?: HalfFsc;
}

/** FSCs of half maps. */
export interface HalfFsc {
  /** Of the two with each other. */
  readonly each: FscCurve;
  /** Å: where it falls below 0.143 after correction for what the mask makes by itself (RELION's way). */
  readonly resolution0143: number;
  /** Of the model with each. */
  readonly model: readonly [FscCurve, FscCurve];
  /**
   * Mean over the bins down to the map's resolution of FSC(model, first) − FSC(model, second). About 0 for a model
   * refined against the full map; above where it was fitted to the noise of the first.
   */
  readonly gap: number;
}

/** FSCs end at the Nyquist frequency of the coarsest axis, in steps of the grid, or at half the resolution. */
const FINEST_STEPS = 2;
const FINEST_PART = 0.5;
/** Standard deviation of the mask's edge, in units of the resolution. */
const EDGE = 1 / 3;

/**
 * The FSC of a map, and of half maps on its grid, with the model map, within `image` blurred by a third of the
 * resolution (Å). Throws `input` when the mask is empty, and as `modelMap`.
 */
export async function modelFsc(
  maps: { readonly map: Volume; readonly halves?: readonly [Volume, Volume] | undefined },
  atoms: Omit<ScatteringAtoms, "resolution">,
  { resolution, image }: { readonly resolution: number; readonly image: Mask },
  kernel: ImageKernel,
  job: JobContext,
): Promise<ModelFsc> {
  const { grid } = maps.map;
  const finest = Math.max(FINEST_STEPS * Math.max(...grid.voxelSize), FINEST_PART * resolution);
  const focus = await focusOn(image, EDGE * resolution, job);
  const { volume } = await judgingMap({ ...atoms, resolution: finest }, focus.grid, kernel, job);
  const model = focusedModel(volume, focus);
  const map = await fscCurve(focused(maps.map, focus), model, finest, job, kernel.fourier);
  if (!maps.halves) return { map };
  return {
    map,
    halves: await halfFsc(
      maps.halves,
      model,
      focus,
      { resolution, finest },
      { job, fourier: kernel.fourier },
    ),
  };
}

async function halfFsc(
  halves: readonly [Volume, Volume],
  model: Volume,
  focus: Focus,
  { resolution, finest }: { readonly resolution: number; readonly finest: number },
  { job, fourier }: { readonly job: JobContext; readonly fourier: FourierKernel },
): Promise<HalfFsc> {
  const [first, second] = [focused(halves[0], focus), focused(halves[1], focus)];
  const one = await fscCurve(first, model, finest, job, fourier);
  const two = await fscCurve(second, model, finest, job, fourier);
  const differences = one.bins.flatMap((bin, n) =>
    bin.resolution >= resolution ? [bin.fsc - two.bins[n].fsc] : [],
  );
  const unmasked = [cropToBox(halves[0], focus.box), cropToBox(halves[1], focus.box)] as const;
  const corrected = await shellCorrelationUnder(focus.softMask, unmasked, job, fourier);
  const gap = differences.reduce((sum, d) => sum + d, 0) / Math.max(1, differences.length);
  return {
    each: await fscCurve(first, second, finest, job, fourier),
    resolution0143: corrected.resolution143,
    model: [one, two],
    gap,
  };
}
