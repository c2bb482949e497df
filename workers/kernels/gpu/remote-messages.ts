import type { PointSet } from "#core/kernel/fit-kernel.ts";
import type { Volume } from "#core/volume/volume.ts";
import type { GpuAdapter } from "#workers/kernels/gpu/gpu-host.ts";

/*
 * What passes between an engine and a page that lends it the graphics card. Ids are the engine's: of its kernels, of
 * what it has put into them, and of its questions. Messages arrive in the order they were sent.
 */

/** Engine → page. */
export type ToGpuPage =
  | { readonly kind: "create"; readonly id: number; readonly kernel: number }
  | { readonly kind: "dispose"; readonly kernel: number }
  | {
      readonly kind: "volume";
      readonly kernel: number;
      readonly held: number;
      readonly volume: Volume;
      readonly outside: number;
    }
  | { readonly kind: "points"; readonly kernel: number; readonly held: number; readonly points: PointSet }
  | { readonly kind: "release"; readonly kernel: number; readonly held: number }
  | {
      readonly kind: "evaluate";
      readonly id: number;
      readonly kernel: number;
      readonly volume: number;
      readonly points: number;
      /** count × POSE_SIZE */
      readonly poses: Float64Array;
    };

/** Page → engine: the adapter first, without being asked; then one answer per question. */
export type FromGpuPage =
  | { readonly kind: "adapter"; readonly adapter: GpuAdapter }
  | { readonly kind: "no adapter"; readonly reason: string }
  /** Sums (count × SUMS_SIZE) of an "evaluate"; none of a "create". */
  | { readonly kind: "done"; readonly id: number; readonly sums: Float64Array }
  | { readonly kind: "failed"; readonly id: number; readonly message: string; readonly why: string }
  /** The page is gone, and with it everything it held. Sent by whoever noticed. */
  | { readonly kind: "lost"; readonly why: string };
