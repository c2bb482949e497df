/** Where everything of one job lies in the memory that its threads share; addresses in bytes. */
export interface ImageJob {
  readonly memory: WebAssembly.Memory;
  readonly module: WebAssembly.Module;
  /** Samples along x, y, z, floats per row, Å per step. */
  readonly size: readonly [number, number, number];
  readonly stride: number;
  readonly voxelSize: readonly [number, number, number];
  readonly map: number;
  readonly atoms: number;
  readonly tables: number;
  readonly segments: number;
  /** Straight lines per cubic. */
  readonly fine: number;
  readonly mix: number;
  readonly numbers: number;
  /** Weights of the mixed tables: times the occupancy, of the image itself, of its derivative against B. */
  readonly amplitudes: number;
  readonly weights: number;
  readonly others: number;
  readonly out: number;
  /** One per thread. */
  readonly scratch: readonly number[];
}

/** A share of a job: some atoms, and for sums the planes of the map that the thread may write to. */
export interface ImageTask {
  readonly kind: "sum" | "gather";
  readonly first: number;
  readonly count: number;
  readonly planes: readonly [number, number];
  /** Whose scratch to use. */
  readonly seat: number;
}

export type ToImageThread =
  | { readonly kind: "job"; readonly job: ImageJob }
  | { readonly kind: "task"; readonly task: ImageTask };
export type FromImageThread = { readonly failed?: string };
