import { type AdapterInfo, describeAdapter } from "#workers/kernels/gpu/adapter-info.ts";
import type { GpuLookup } from "#workers/kernels/gpu/gpu-host.ts";
import { createGpuKernel } from "#workers/kernels/gpu/gpu-kernel.ts";

/** The part of WebGPU used here, as a page has it; the full declarations need the DOM. */
interface PageGpu {
  requestAdapter(options?: object): Promise<{ readonly info: AdapterInfo } | null>;
}

/** The page as far as it is used here. */
interface PageGlobal {
  readonly navigator?: { readonly gpu?: PageGpu };
}

/** The graphics adapter of the page this runs in. Software adapters are told as such, not refused. Never throws. */
export async function findPageGpu(): Promise<GpuLookup> {
  const gpu = (globalThis as PageGlobal).navigator?.gpu;
  if (!gpu) return { host: null, reason: "this system's pages have no WebGPU" };
  try {
    preferTheFastest(gpu);
    const found = await gpu.requestAdapter();
    if (!found) return { host: null, reason: "no adapter on this machine" };
    const adapter = describeAdapter(found.info);
    return { host: { describe: () => adapter, createKernel: () => createGpuKernel(adapter.name) } };
  } catch (thrown) {
    return { host: null, reason: `WebGPU does not work here (${String(thrown)})` };
  }
}

/** gpu.js asks for any adapter; on a laptop with two cards that would be the slow one. */
function preferTheFastest(gpu: PageGpu): void {
  const requestAdapter = gpu.requestAdapter.bind(gpu, { powerPreference: "high-performance" });
  Object.defineProperty(gpu, "requestAdapter", { configurable: true, value: () => requestAdapter() });
}
