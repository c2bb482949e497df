import type { Volume } from "#core/volume/volume.ts";

/** Weighted points moved as one rigid body; their order is kept. */
export interface PointSet {
  /** Positions relative to the centre of the body, Å, xyz triplets (n × 3). */
  readonly xyz: Float64Array;
  /** One weight per point. */
  readonly weight: Float64Array;
}

/** Numbers per pose in a pose array: unit quaternion x, y, z, w, then the centre's position x, y, z in Å. */
export const POSE_SIZE = 7;

/**
 * Numbers per pose in an array of sums over the points, with V the trilinear density at a point,
 * w its weight and r its position relative to the centre (Å, rotated):
 * [0] Σ w V; [1–3] Σ w ∇V (per Å); [4–6] Σ w r × ∇V (per radian about x, y, z through the centre);
 * [7] Σ V; [8] Σ V².
 */
export const SUMS_SIZE = 9;

/**
 * Numbers per pose in an array of sums over the atoms of a body, with V the trilinear density at an atom (0 beyond the
 * outermost samples) and m that of the model's own map: [0] Σ V; [1] atoms with V ≥ level; [2] atoms with
 * V > level, and over these [3] Σ V, [4] Σ m, [5] Σ V², [6] Σ m², [7] Σ V m.
 */
export const ATOM_SUMS_SIZE = 8;

/** Where and how atoms are summed up. */
export interface AtomSumsParams {
  readonly volume: VolumeHandle;
  readonly points: PointsHandle;
  /** Map units. */
  readonly level: number;
  /** Density of the model's own map at each point. */
  readonly modelDensity: Float64Array;
}

/** Quasi-Newton ascent inside a trust region; lengths in Å, rotations measured as arc at `radius`. */
export interface ClimbMethod {
  readonly kind: "climb";
  /** Evaluations per pose at most, after the first. */
  readonly iterations: number;
  /** Radius of the first trust region, Å. */
  readonly firstStep: number;
  readonly largestStep: number;
  /** A pose whose next step would be shorter has converged. */
  readonly smallestStep: number;
  /** Radius of gyration of the body, Å: turns radians into Å. */
  readonly radius: number;
  /** Kept as it is: where the centre lies, or how the body is turned. */
  readonly hold?: "shift" | "rotation";
}

/** A volume a kernel has taken in; valid until released. Ids of volumes and point sets never coincide. */
export interface VolumeHandle {
  readonly id: number;
}

/** A point set a kernel has taken in. */
export interface PointsHandle {
  readonly id: number;
  readonly count: number;
}

/**
 * The hot loop of fitting: value and exact gradient of a density sum over rigidly moved points.
 * Outside the outermost samples a volume counts as `outside`, reached by a linear ramp over one voxel.
 */
export interface FitKernel {
  /** "reference", "cpu" or "gpu". */
  readonly name: KernelName;
  /** What runs it: an instruction set or the name of a GPU adapter. */
  readonly device: string;
  addVolume(volume: Volume, outside: number): VolumeHandle;
  addPoints(points: PointSet): PointsHandle;
  /** Forgets a volume or a point set; its memory is used again. */
  release(handle: VolumeHandle | PointsHandle): void;
  /** Fills `sums` (count × SUMS_SIZE) for `count` poses (count × POSE_SIZE). May answer later (GPU). */
  evaluate(
    volume: VolumeHandle,
    points: PointsHandle,
    poses: Float64Array,
    count: number,
    sums: Float64Array,
  ): void | Promise<void>;
  /**
   * Climbs every pose in place and returns Σ w V reached, as core/fit/climb.ts defines it with nothing held; left out
   * by kernels that are driven from outside.
   */
  climb?(volume: VolumeHandle, points: PointsHandle, poses: Float64Array, method: ClimbMethod): Float64Array;
  /** Sums over atoms (count × ATOM_SUMS_SIZE) as core/fit/score.ts defines them, over a volume's own samples. */
  atomSums?(params: AtomSumsParams, poses: Float64Array): Float64Array;
  dispose(): void;
}

/** The part of a kernel that ascent methods use. */
export type Evaluator = Pick<FitKernel, "evaluate" | "climb">;

export type KernelName = "reference" | "cpu" | "gpu";
