import { AppError } from "#core/errors.ts";
import type { Vec3 } from "#core/math/vec3.ts";
import { type GpuBuffer, type GpuDevice, guarded, readFloats } from "#workers/kernels/gpu/device.ts";
import { copyCell, sumOverPoints } from "#workers/kernels/gpu/shaders.ts";

/** "webgpu" runs on navigator.gpu; "cpu" runs the same source as JavaScript, to check it against. */
export type GpuMode = "webgpu" | "cpu";

/** Numbers where the kernels run. Only what made it looks inside. */
export interface Block {
  readonly inside: unknown;
}

/** The arguments of `sumOverPoints`, in its order. */
export interface SumArguments {
  readonly volume: Block;
  readonly points: Block;
  /** For this call only: 12 numbers per pose. */
  readonly poses: Float32Array;
  readonly numbers: readonly number[];
}

/** The functions of shaders.ts, compiled. */
export interface Shaders {
  /** Puts x-fastest numbers where the kernels run. Throws `resource` when the card cannot hold them. */
  upload(values: Float32Array, size: Vec3): Promise<Block>;
  free(block: Block): void;
  /** Four floats per cell, cells x-fastest. Throws `resource` when the card's memory is used up. */
  sum(cells: Vec3, args: SumArguments): Promise<Float32Array>;
  dispose(): void;
}

/** A result left on the card (gpu.js `pipeline: true`). */
interface Resident {
  readonly buffer: GpuBuffer;
  delete(): void;
}

interface Kernel {
  (...args: readonly unknown[]): unknown;
  setOutput(size: Vec3): unknown;
  destroy(): void;
  readonly kernel: {
    readonly constructor: { readonly mode: string };
    readonly fallbackReason: string | null;
    readonly context: { readonly device: GpuDevice };
  };
}

/** The part of gpu.js 2.24.1 used here; its own declarations need the DOM. */
interface GpuJs {
  readonly GPU: new (settings: {
    readonly mode: GpuMode;
  }) => { createKernel(source: string, settings: object): Kernel; destroy(): Promise<void> };
  input(values: Float32Array, size: Vec3): unknown;
}

/** gpu.js ends loops of unknown length after 1000 trips, without a word, unless told otherwise. */
const LONGEST_LOOP = 1 << 20;
const POSE_NUMBERS = 12;
const SUM_NUMBERS = [...Array(3).fill("Integer"), ...Array(6).fill("Number")];
const ON_CARD = {
  output: [1, 1, 1],
  pipeline: true,
  immutable: true,
  dynamicOutput: true,
  dynamicArguments: true,
};

/** Loads gpu.js and compiles its kernels. Throws when the mode is not to be had. */
export async function loadShaders(mode: GpuMode): Promise<Shaders> {
  const gpuJs = (await import("gpu.js")) as unknown as GpuJs;
  return mode === "webgpu" ? shadersOnCard(gpuJs) : shadersInJavaScript(gpuJs);
}

/** Blocks stay on the card and are passed by handle, so that one compiled kernel serves every map. */
async function shadersOnCard({ GPU, input }: GpuJs): Promise<Shaders> {
  const gpu = new GPU({ mode: "webgpu" });
  const one = input(Float32Array.of(0), [1, 1, 1]);
  /** A copying kernel per block: gpu.js would keep the largest block alive as the input of a lasting one. */
  const compileCopy = async () => {
    const copy = gpu.createKernel(String(copyCell), { ...ON_CARD, argumentTypes: ["Input"] });
    const cell = (await copy(one)) as Resident;
    expectMode(copy, "webgpu");
    return { copy, cell };
  };
  const sum = gpu.createKernel(String(sumOverPoints), {
    ...ON_CARD,
    argumentTypes: ["WebGPUBuffer", "WebGPUBuffer", "Input", ...SUM_NUMBERS],
    loopMaxIterations: LONGEST_LOOP,
  });
  const first = await compileCopy();
  const result = (await sum(first.cell, first.cell, one, 0, 1, 0, 1, 1, 1, 1, 1, 1)) as Resident;
  expectMode(sum, "webgpu");
  for (const done of [result, first.cell]) done.delete();
  first.copy.destroy();
  const { device } = sum.kernel.context;
  return {
    async upload(values, size) {
      const { copy, cell } = await compileCopy();
      try {
        cell.delete();
        copy.setOutput(size);
        return { inside: await guarded(device, () => copy(input(values, size))) };
      } finally {
        copy.destroy();
      }
    },
    free: (block) => (block.inside as Resident).delete(),
    async sum(cells, { volume, points, poses, numbers }) {
      const matrices = input(poses, [POSE_NUMBERS, poses.length / POSE_NUMBERS, 1]);
      sum.setOutput(cells);
      const sums = (await guarded(device, () =>
        sum(volume.inside, points.inside, matrices, ...numbers),
      )) as Resident;
      try {
        return await readFloats(device, sums.buffer, 4 * cells[0] * cells[1] * cells[2]);
      } finally {
        sums.delete();
      }
    },
    dispose: () => void gpu.destroy(),
  };
}

/** Blocks are nested arrays: gpu.js 2.24.1 misplaces flat ones on its "cpu" mode when the output may change size. */
function shadersInJavaScript({ GPU }: GpuJs): Shaders {
  const gpu = new GPU({ mode: "cpu" });
  const sum = gpu.createKernel(String(sumOverPoints), {
    output: [1, 1, 1],
    dynamicOutput: true,
    dynamicArguments: true,
    argumentTypes: ["Array", "Array", "Array", ...SUM_NUMBERS],
    loopMaxIterations: LONGEST_LOOP,
  });
  return {
    upload: async (values, size) => ({ inside: nest(values, size) }),
    free() {},
    async sum(cells, { volume, points, poses, numbers }) {
      const matrices = nest(poses, [POSE_NUMBERS, poses.length / POSE_NUMBERS, 1]);
      sum.setOutput(cells);
      const nested = sum(volume.inside, points.inside, matrices, ...numbers) as Float32Array[][][];
      expectMode(sum, "cpu");
      const floats = new Float32Array(4 * cells[0] * cells[1] * cells[2]);
      nested.flat(2).forEach((cell, n) => {
        floats.set(cell, 4 * n);
      });
      return floats;
    },
    dispose: () => void gpu.destroy(),
  };
}

/** The same numbers as [z][y][x]. */
function nest(values: Float32Array, [nx, ny, nz]: Vec3): Float32Array[][] {
  const row = (n: number) => values.subarray(n * nx, (n + 1) * nx);
  return Array.from({ length: nz }, (_, k) => Array.from({ length: ny }, (_, j) => row(j + ny * k)));
}

/** gpu.js may run a kernel elsewhere than asked, and says so only here. */
function expectMode({ kernel }: Kernel, mode: GpuMode): void {
  if (kernel.constructor.mode === mode && !kernel.fallbackReason) return;
  throw new AppError("resource", "gpu.js does not run its kernels on the graphics card.", {
    expected: mode,
    seen: kernel.constructor.mode,
    reason: kernel.fallbackReason,
  });
}
