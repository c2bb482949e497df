import type { GpuAdapter } from "#workers/kernels/gpu/gpu-host.ts";

/** The part of WebGPU's GPUAdapterInfo that names an adapter. */
export interface AdapterInfo {
  readonly vendor?: string;
  readonly architecture?: string;
  readonly device?: string;
  readonly description?: string;
  readonly isFallbackAdapter?: boolean;
}

/** Software that plays a graphics card, by the names it gives itself: Google's, Mesa's, Microsoft's. */
const SOFTWARE = /swiftshader|llvmpipe|lavapipe|softpipe|basic render|\bwarp\b/i;

/** Names an adapter, and tells software by the flag it carries or by its name. */
export function describeAdapter(info: AdapterInfo): GpuAdapter {
  const { vendor = "", architecture = "", device = "", description = "" } = info;
  const names = [device || `${vendor} ${architecture}`.trim(), description].filter((name) => name !== "");
  const isFallback =
    info.isFallbackAdapter === true || SOFTWARE.test(`${vendor} ${architecture} ${names.join(" ")}`);
  return { name: names.join(", ") || "unnamed adapter", isFallback };
}
