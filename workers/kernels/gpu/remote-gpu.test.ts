import { MessageChannel } from "node:worker_threads";
import { afterEach, describe, expect, it } from "vitest";
import { AppError } from "#core/errors.ts";
import { type FitKernel, SUMS_SIZE } from "#core/kernel/fit-kernel.ts";
import { createReferenceKernel } from "#core/kernel/reference-kernel.ts";
import { unitGrid, volumeOf } from "#core/volume/volume.testing.ts";
import type { GpuLookup } from "#workers/kernels/gpu/gpu-host.ts";
import { findRemoteGpu, type GpuPagePort } from "#workers/kernels/gpu/remote-gpu.ts";
import type { FromGpuPage } from "#workers/kernels/gpu/remote-messages.ts";
import { serveGpu } from "#workers/kernels/gpu/serve-gpu.ts";

const channels: MessageChannel[] = [];
/** Longer than any test waits for a page that does answer, ms. */
const ENDLESS = 1e9;
afterEach(() => {
  for (const { port1 } of channels.splice(0)) port1.close();
});

function channel(): MessageChannel {
  const made = new MessageChannel();
  channels.push(made);
  return made;
}

function cardWith(kernel: FitKernel): GpuLookup {
  const describeCard = () => ({ name: "Test Card", isFallback: false });
  return { host: { describe: describeCard, createKernel: async () => kernel } };
}

/** An engine's view of a page that lends what `lookup` says. */
function remote(lookup: GpuLookup): Promise<GpuLookup> {
  const { port1, port2 } = channel();
  const line = {
    send: (message: FromGpuPage) => port2.postMessage(message),
    onMessage: (listener: Parameters<typeof port2.on>[1]) => void port2.on("message", listener),
  };
  void serveGpu(line, async () => lookup);
  return findRemoteGpu(port1 as GpuPagePort, ENDLESS);
}

/** A page of which the test is the other end. */
function silentPage(patience = ENDLESS): { page: MessageChannel["port2"]; found: Promise<GpuLookup> } {
  const { port1, port2 } = channel();
  return { page: port2, found: findRemoteGpu(port1 as GpuPagePort, patience) };
}

async function kernelOf(lookup: GpuLookup): Promise<FitKernel> {
  if (lookup.host === null) throw new Error(lookup.reason);
  return lookup.host.createKernel();
}

const ramp = volumeOf(unitGrid(4, 3, 3), (i) => i);
const point = { xyz: new Float64Array(3), weight: Float64Array.of(2) };
/** Where the ramp has 1.5 and, along x, a slope of 1. */
const pose = Float64Array.of(0, 0, 0, 1, 1.5, 1, 1);

describe("a kernel at the other end of a line", () => {
  it("gives the sums that the kernel there works out, and forgets what is released", async () => {
    const lookup = await remote(cardWith(createReferenceKernel()));
    expect(lookup.host?.describe()).toEqual({ name: "Test Card", isFallback: false });
    const kernel = await kernelOf(lookup);
    expect(kernel).toMatchObject({ name: "gpu", device: "Test Card" });
    const volume = kernel.addVolume(ramp, 0);
    const points = kernel.addPoints(point);
    const sums = new Float64Array(2 * SUMS_SIZE);
    await kernel.evaluate(volume, points, Float64Array.of(...pose, ...pose), 2, sums);
    // Σ w V = 2 × 1.5, Σ w ∇V = 2 along x, no torque at the centre, Σ V = 1.5, Σ V² = 2.25
    const one = [3, 2, 0, 0, 0, 0, 0, 1.5, 2.25];
    expect([...sums]).toEqual([...one, ...one]);
    expect([ramp.values.length, point.xyz.length, pose.length]).toEqual([36, 3, 7]); // nothing was taken away
    kernel.release(volume);
    await expect(kernel.evaluate(volume, points, pose, 1, sums)).rejects.toMatchObject({ code: "resource" });
    kernel.dispose();
  });

  it("tells why there is no adapter", async () => {
    expect(await remote({ host: null, reason: "no adapter on this machine" })).toEqual({
      host: null,
      reason: "no adapter on this machine",
    });
  });

  it("passes the reason on when the card fails there", async () => {
    const kernel = await kernelOf(
      await remote(
        cardWith({
          ...createReferenceKernel(),
          evaluate: () => Promise.reject(new AppError("resource", "It stopped.", { why: "device lost" })),
        }),
      ),
    );
    const failing = kernel.evaluate(
      kernel.addVolume(ramp, 0),
      kernel.addPoints(point),
      pose,
      1,
      new Float64Array(9),
    );
    await expect(failing).rejects.toMatchObject({
      code: "resource",
      message: "It stopped.",
      detail: { why: "device lost" },
    });
  });
});

describe("a page that is lost", () => {
  it("gives no adapter when it does not answer in time, is lost or closed before it does", async () => {
    expect(await silentPage(1).found).toEqual({
      host: null,
      reason: "the window that has the card does not answer",
    });
    const lost = silentPage();
    lost.page.postMessage({ kind: "lost", why: "its window stopped: oom" } satisfies FromGpuPage);
    expect(await lost.found).toEqual({ host: null, reason: "its window stopped: oom" });
    const closed = silentPage();
    closed.page.close();
    expect(await closed.found).toEqual({ host: null, reason: "its window is gone" });
  });

  it("fails what it was asked and everything after that", async () => {
    const { page, found } = silentPage();
    page.on("message", ({ kind, id }) => {
      if (kind === "create") page.postMessage({ kind: "done", id, sums: new Float64Array(0) });
      if (kind === "evaluate") page.postMessage({ kind: "lost", why: "its window stopped: crashed" });
    });
    page.postMessage({ kind: "adapter", adapter: { name: "Test Card", isFallback: false } });
    const kernel = await kernelOf(await found);
    const ask = () => kernel.evaluate({ id: 1 }, { id: 2, count: 1 }, pose, 1, new Float64Array(9));
    const failure = { code: "resource", detail: { why: "its window stopped: crashed" } };
    await expect(ask()).rejects.toMatchObject(failure);
    await expect(ask()).rejects.toMatchObject(failure);
    await expect(kernelOf(await found)).rejects.toMatchObject(failure);
  });

  it("is not believed when it answers with the wrong number of sums", async () => {
    const { page, found } = silentPage();
    page.on("message", ({ id }) => {
      if (id !== undefined) page.postMessage({ kind: "done", id, sums: new Float64Array(8) });
    });
    page.postMessage({ kind: "adapter", adapter: { name: "Test Card", isFallback: false } });
    const kernel = await kernelOf(await found);
    const asked = kernel.evaluate({ id: 1 }, { id: 2, count: 1 }, pose, 1, new Float64Array(9));
    await expect(asked).rejects.toThrow("the wrong number of sums");
  });
});
