/** What all jobs on volumes have in common: the memory that threads share; addresses in bytes. */
interface Shared {
  readonly memory: WebAssembly.Memory;
  readonly module: WebAssembly.Module;
  /** Samples along x, y, z. */
  readonly size: readonly [number, number, number];
  /** The volume. */
  readonly map: number;
  /** One per thread. */
  readonly scratch: readonly number[];
}

/** Where everything of a sum or gather of atom images lies. */
export interface ImageJob extends Shared {
  readonly of: "images";
  /** Floats per row. */
  readonly stride: number;
  /** Å per step along x, y, z. */
  readonly voxelSize: readonly [number, number, number];
  readonly atoms: number;
  readonly tables: number;
  readonly segments: number;
  /** Straight lines per cubic; 0 to take the cubics themselves. */
  readonly fine: number;
  readonly mix: number;
  readonly numbers: number;
  /** Weights of the mixed tables: of the image (for sums times the occupancy), and of its derivative against B. */
  readonly weights: number;
  readonly others: number;
  readonly out: number;
}

/** Where everything of a Fourier transform lies: a row of `map` has ⌊nx ⁄ 2⌋ + 1 pairs of floats. */
export interface FourierJob extends Shared {
  readonly of: "fourier";
  /** Lengths, passes and roots along x, y, z. */
  readonly axes: readonly [number, number, number];
  /** Elements of the longest line, and some to spare. */
  readonly longest: number;
}

export type VolumeJob = ImageJob | FourierJob;

/** Some atoms, and for sums the planes of the map that the thread may write to and what images count. */
export type ImageTask =
  | { readonly kind: "gather"; readonly first: number; readonly count: number }
  | {
      readonly kind: "sum";
      readonly first: number;
      readonly count: number;
      readonly planes: readonly [number, number];
      readonly sign: 1 | -1;
    };

/** Lines along x and y of some planes, or along z of some columns next to each other. */
export interface FourierTask {
  readonly kind: "planes" | "columns";
  readonly first: number;
  readonly count: number;
  readonly isInverse: boolean;
}

export type VolumeTask = ImageTask | FourierTask;

export type ToThread =
  | { readonly kind: "job"; readonly job: VolumeJob; readonly seat: number }
  | { readonly kind: "task"; readonly task: VolumeTask }
  /** The job is done: forget it and its memory. */
  | { readonly kind: "rest" };
export type FromThread = { readonly failed?: string };
