import { AppError } from "#core/errors.ts";

/** The part of WebGPU's GPUBuffer used here; the full declarations need the DOM. */
export interface GpuBuffer {
  mapAsync(mode: number): Promise<void>;
  getMappedRange(): ArrayBuffer;
  destroy(): void;
}

/** The part of WebGPU's GPUDevice used here. */
export interface GpuDevice {
  readonly queue: { submit(commands: readonly unknown[]): void };
  createBuffer(descriptor: { readonly size: number; readonly usage: number }): GpuBuffer;
  createCommandEncoder(): {
    copyBufferToBuffer(from: GpuBuffer, fromByte: number, to: GpuBuffer, toByte: number, bytes: number): void;
    finish(): unknown;
  };
  pushErrorScope(filter: "out-of-memory" | "validation"): void;
  popErrorScope(): Promise<{ readonly message: string } | null>;
}

const COPY_DESTINATION = 0x8; // GPUBufferUsage.COPY_DST, WebGPU specification
const MAP_READ = 0x1; // GPUBufferUsage.MAP_READ and GPUMapMode.READ

/**
 * Does `work`, which hands the device all its commands before it returns, and waits for its answer.
 * A device that runs out of memory goes on with zeros: throws `resource` instead, and `internal` when it
 * refuses a command.
 */
export async function guarded<T>(device: GpuDevice, work: () => T | Promise<T>): Promise<T> {
  device.pushErrorScope("validation");
  device.pushErrorScope("out-of-memory");
  const answer = work();
  const memory = device.popErrorScope();
  const validation = device.popErrorScope();
  const [value, full, refused] = await Promise.all([answer, memory, validation]);
  if (full) throw new AppError("resource", "The graphics card has no memory left.", { seen: full.message });
  if (refused) {
    throw new AppError("internal", "The graphics card refused a command.", { seen: refused.message });
  }
  return value;
}

/** The first floats of a buffer on the card. Throws `resource` when the card has no memory for the copy. */
export async function readFloats(device: GpuDevice, buffer: GpuBuffer, count: number): Promise<Float32Array> {
  const size = 4 * count;
  const copy = await guarded(device, () => {
    const staging = device.createBuffer({ size, usage: MAP_READ | COPY_DESTINATION });
    const encoder = device.createCommandEncoder();
    encoder.copyBufferToBuffer(buffer, 0, staging, 0, size);
    device.queue.submit([encoder.finish()]);
    return staging;
  });
  try {
    await copy.mapAsync(MAP_READ);
    return new Float32Array(copy.getMappedRange().slice(0));
  } finally {
    copy.destroy();
  }
}
