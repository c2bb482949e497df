import { afterEach, describe, expect, it, vi } from "vitest";
import { describeAdapter } from "#workers/kernels/gpu/adapter-info.ts";
import { findNodeGpu } from "#workers/kernels/gpu/node-adapter.ts";
import { findSwiftShader } from "#workers/kernels/gpu/swiftshader.testing.ts";

describe("the name of an adapter", () => {
  it("is its device and driver, or else its maker and architecture", () => {
    const card = {
      vendor: "nvidia",
      architecture: "hopper",
      device: "NVIDIA H200",
      description: "driver 580.1",
    };
    expect(describeAdapter(card)).toEqual({ name: "NVIDIA H200, driver 580.1", isFallback: false });
    expect(
      describeAdapter({ vendor: "apple", architecture: "metal-3", device: "", description: "" }),
    ).toEqual({
      name: "apple metal-3",
      isFallback: false,
    });
    expect(describeAdapter({})).toEqual({ name: "unnamed adapter", isFallback: false });
  });

  it.each([
    { device: "swiftshader-device-subzero-" },
    { architecture: "swiftshader", device: "0x0000C0DE" },
    { description: "llvmpipe (LLVM 15.0.6, 256 bits)" },
    { device: "lavapipe" },
    { device: "Microsoft Basic Render Driver" },
    { device: "A card with an honest flag", isFallbackAdapter: true },
  ])("tells software by its flag or name: %o", (info) => {
    expect(describeAdapter(info).isFallback).toBe(true);
  });
});

describe("the adapter of a Node process", () => {
  afterEach(() => vi.unstubAllEnvs());

  it("is refused when it is software, and gives its name", async (context) => {
    const allowed = await findSwiftShader();
    if (!allowed) return context.skip();
    expect(allowed.describe().isFallback).toBe(true);
    const found = await findNodeGpu();
    expect(found).toMatchObject({
      host: null,
      reason: expect.stringMatching(/^the only adapter is software \(/),
    });
  });

  it("leaves no navigator behind", async (context) => {
    const before = Object.getOwnPropertyDescriptor(globalThis, "navigator");
    const kernel = await (await findSwiftShader())?.createKernel();
    if (!kernel) return context.skip();
    expect(Object.getOwnPropertyDescriptor(globalThis, "navigator")).toEqual(before);
    kernel.dispose();
  });

  it("is not looked for in Electron, where the package crashes", async () => {
    const versions = process.versions;
    Object.defineProperty(process, "versions", {
      configurable: true,
      value: { ...versions, electron: "45.4.1" },
    });
    try {
      expect(await findNodeGpu()).toEqual({
        host: null,
        reason: "the desktop reaches the card through its window",
      });
    } finally {
      Object.defineProperty(process, "versions", { configurable: true, value: versions });
    }
  });
});
