import type { CancelSignal } from "#core/job/job-context.ts";
import type {
  ClimbMethod,
  FitKernel,
  KernelName,
  PointSet,
  PointsHandle,
  VolumeHandle,
} from "#core/kernel/fit-kernel.ts";
import type { MapKernel } from "#core/kernel/map-kernel.ts";
import type { Volume } from "#core/volume/volume.ts";

/** Adam on raw quaternions and shifts, with the rates of the DiffFit paper's code. */
export interface AdamMethod {
  readonly kind: "adam";
  readonly iterations: number;
  /** Å per step. */
  readonly shiftRate: number;
  readonly quaternionRate: number;
}

export type AscentMethod = ClimbMethod | AdamMethod;

/**
 * Many poses at once on whatever there is: one thread, many threads or a GPU. Every pose is
 * worked out independently of the others, so the answer does not depend on how they are shared out.
 */
export interface PoseEngine {
  readonly kernel: KernelName;
  /** Instruction set or adapter, for the log and for saved results. */
  readonly device: string;
  readonly threads: number;
  readonly maps: MapKernel;
  /** Left out by engines that do not reach into their volumes. See `FitKernel`. */
  readonly atomSums?: NonNullable<FitKernel["atomSums"]> | undefined;
  addVolume(volume: Volume, outside: number): VolumeHandle;
  addPoints(points: PointSet): PointsHandle;
  release(handle: VolumeHandle | PointsHandle): void;
  /**
   * Moves every pose (count × POSE_SIZE, in place) up Σ w V. Returns Σ w V reached, one per pose.
   * Throws `cancelled` within 0.1 s of the signal. Of calls that wait, those with a smaller `turn` (0 when left out) go
   * first, so that work begun ahead does not hold up what is needed now.
   */
  ascend(
    volume: VolumeHandle,
    points: PointsHandle,
    poses: Float64Array,
    method: AscentMethod,
    signal: CancelSignal,
    turn?: number,
  ): Promise<Float64Array>;
  /** Sums (count × SUMS_SIZE) at the poses. */
  evaluate(volume: VolumeHandle, points: PointsHandle, poses: Float64Array): Promise<Float64Array>;
  dispose(): Promise<void>;
}
