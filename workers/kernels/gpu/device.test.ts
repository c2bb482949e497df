import { describe, expect, it } from "vitest";
import { type GpuBuffer, type GpuDevice, guarded, readFloats } from "#workers/kernels/gpu/device.ts";

/** A device that keeps error scopes as WebGPU does, a stack, and answers them with the errors given. */
function fakeDevice(errors: { readonly "out-of-memory"?: string; readonly validation?: string } = {}) {
  const open: ("out-of-memory" | "validation")[] = [];
  const log: string[] = [];
  const buffer: GpuBuffer = {
    mapAsync: async () => void log.push("map"),
    getMappedRange: () => Float32Array.of(1, 2).buffer,
    destroy: () => void log.push("destroy"),
  };
  const device: GpuDevice = {
    queue: { submit: () => void log.push("submit") },
    createBuffer: ({ size, usage }) => {
      log.push(`buffer of ${size}, usage ${usage}`);
      return buffer;
    },
    createCommandEncoder: () => ({ copyBufferToBuffer() {}, finish: () => null }),
    pushErrorScope: (filter) => void open.push(filter),
    async popErrorScope() {
      const message = errors[open.pop() ?? "validation"];
      return message ? { message } : null;
    },
  };
  return { device, buffer, log, open };
}

describe("work on a device", () => {
  it("gives its answer and closes the scopes it opened", async () => {
    const { device, open } = fakeDevice();
    expect(await guarded(device, async () => 7)).toBe(7);
    expect(open).toEqual([]);
  });

  it("fails where the device would go on with zeros: no memory is `resource`", async () => {
    const { device } = fakeDevice({ "out-of-memory": "too big" });
    await expect(guarded(device, () => 7)).rejects.toMatchObject({
      code: "resource",
      detail: { seen: "too big" },
    });
  });

  it("fails with `internal` when a command is refused", async () => {
    const { device } = fakeDevice({ validation: "no such binding" });
    await expect(guarded(device, () => 7)).rejects.toMatchObject({
      code: "internal",
      detail: { seen: "no such binding" },
    });
  });

  it("reads floats through a buffer that it lets go", async () => {
    const { device, buffer, log } = fakeDevice();
    expect([...(await readFloats(device, buffer, 2))]).toEqual([1, 2]);
    expect(log).toEqual(["buffer of 8, usage 9", "submit", "map", "destroy"]); // MAP_READ 1 and COPY_DST 8
  });
});
