import { existsSync } from "node:fs";
import { type AdapterInfo, describeAdapter } from "#workers/kernels/gpu/adapter-info.ts";
import type { GpuAdapter, GpuHost, GpuLookup } from "#workers/kernels/gpu/gpu-host.ts";
import {
  createGpuKernel,
  GPU_KERNEL_DEFAULTS,
  type GpuKernelParams,
} from "#workers/kernels/gpu/gpu-kernel.ts";

/** Which adapters count, and how the kernel splits its work. */
export interface NodeGpuParams {
  /** Software adapters too: for tests of the shaders, never for speed. */
  readonly allowFallback: boolean;
  readonly kernel: GpuKernelParams;
}

const NODE_GPU_DEFAULTS: NodeGpuParams = { allowFallback: false, kernel: GPU_KERNEL_DEFAULTS };

/** The part of WebGPU's GPU object used here. */
interface WebGpu {
  requestAdapter(options?: {
    readonly powerPreference: "high-performance";
  }): Promise<{ readonly info: AdapterInfo } | null>;
}

/** What Linux shows of a graphics card: Mesa's, NVIDIA's and (under Windows) Microsoft's device files. */
const LINUX_CARDS = ["/dev/dri", "/dev/nvidia0", "/dev/dxg"];

/** Settings by which a user points Vulkan at a driver, card or no card. */
const VULKAN_SETTINGS = ["VK_ICD_FILENAMES", "VK_DRIVER_FILES", "VK_ADD_DRIVER_FILES"];

let webGpu: WebGpu | undefined; // Dawn lives as long as this object, and devices must not outlive it

/**
 * The graphics adapter of a Node process, through the optional package `webgpu`. Software adapters are
 * refused unless allowed. Never throws: without an adapter it says why.
 */
export async function findNodeGpu(params: NodeGpuParams = NODE_GPU_DEFAULTS): Promise<GpuLookup> {
  const obstacle = obstacleHere();
  if (obstacle) return { host: null, reason: obstacle };
  try {
    const gpu = await loadWebGpu();
    const found = await gpu.requestAdapter({ powerPreference: "high-performance" });
    if (!found) return { host: null, reason: "no adapter on this machine" };
    const adapter = describeAdapter(found.info);
    if (adapter.isFallback && !params.allowFallback) {
      return { host: null, reason: `the only adapter is software (${adapter.name})` };
    }
    return { host: nodeHost(gpu, adapter, params.kernel) };
  } catch (thrown) {
    return { host: null, reason: `the package webgpu does not work here (${firstLine(thrown)})` };
  }
}

/** Why not even to load the package: it takes time, and it crashes in Electron and complains without Vulkan. */
function obstacleHere(): string | null {
  if ("electron" in process.versions) return "the desktop reaches the card through its window";
  const isAsked = VULKAN_SETTINGS.some((name) => process.env[name]);
  if (process.platform === "linux" && !isAsked && !LINUX_CARDS.some((path) => existsSync(path))) {
    return "no adapter on this machine";
  }
  return null;
}

async function loadWebGpu(): Promise<WebGpu> {
  if (!webGpu) {
    const { create } = (await import("webgpu")) as unknown as { create(options: string[]): WebGpu };
    webGpu = create([]);
  }
  return webGpu;
}

function nodeHost(gpu: WebGpu, adapter: GpuAdapter, params: GpuKernelParams): GpuHost {
  return {
    describe: () => adapter,
    createKernel: () => withNavigatorGpu(gpu, () => createGpuKernel(adapter.name, params)),
  };
}

/** gpu.js takes its device from navigator.gpu, which Node lacks; it is there only while a kernel is made. */
async function withNavigatorGpu<T>(gpu: WebGpu, make: () => Promise<T>): Promise<T> {
  const before = Object.getOwnPropertyDescriptor(globalThis, "navigator");
  const requestAdapter = () => gpu.requestAdapter({ powerPreference: "high-performance" });
  Object.defineProperty(globalThis, "navigator", { configurable: true, value: { gpu: { requestAdapter } } });
  try {
    return await make();
  } finally {
    if (before) Object.defineProperty(globalThis, "navigator", before);
    else Reflect.deleteProperty(globalThis, "navigator");
  }
}

function firstLine(thrown: unknown): string {
  return (thrown instanceof Error ? thrown.message : String(thrown)).split("\n", 1)[0];
}
