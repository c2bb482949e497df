import type { FitKernel } from "#core/kernel/fit-kernel.ts";

/** A graphics adapter, as its host found it. */
export interface GpuAdapter {
  /** For the log and for saved results, such as "NVIDIA H200". */
  readonly name: string;
  /** A program on the processor that plays a graphics card: right, but slower than the cpu kernel. */
  readonly isFallback: boolean;
}

/** Where GPU kernels come from: a Node module, or on the desktop a hidden window. */
export interface GpuHost {
  describe(): GpuAdapter;
  /** Compiles the kernel. Throws `resource` when the adapter does not run it. */
  createKernel(): Promise<FitKernel>;
}

/** A host with an adapter, or a clause that says why there is none ("no adapter on this machine"). */
export type GpuLookup = { readonly host: GpuHost } | { readonly host: null; readonly reason: string };
