import type { AscentMethod } from "#core/kernel/pose-engine.ts";
import type { PointsBlock, VolumeBlock } from "#workers/kernels/wasm/store.ts";

/** What a thread is born with: the compiled kernel, the memory all threads share, and its own scratch in it. */
export interface ThreadSetup {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly scratch: number;
  readonly volumes: readonly VolumeBlock[];
  readonly points: readonly PointsBlock[];
}

/** A share of poses to work on. The poses' buffer moves to the thread and comes back with the answer. */
export interface PoseTask {
  readonly id: number;
  readonly volume: number;
  readonly points: number;
  readonly poses: Float64Array;
  /** Left out: only the sums at the poses are wanted. */
  readonly method?: AscentMethod;
}

export type ToThread =
  | { readonly kind: "volume"; readonly block: VolumeBlock }
  | { readonly kind: "points"; readonly block: PointsBlock }
  | { readonly kind: "release"; readonly id: number }
  | { readonly kind: "task"; readonly task: PoseTask };

/** Values (one per pose) after an ascent, sums (SUMS_SIZE per pose) otherwise. */
export type FromThread =
  | {
      readonly kind: "done";
      readonly id: number;
      readonly poses: Float64Array;
      readonly numbers: Float64Array;
    }
  | { readonly kind: "failed"; readonly id: number; readonly message: string };
