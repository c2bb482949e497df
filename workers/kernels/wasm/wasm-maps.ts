import { type JobContext, throwIfCancelled } from "#core/job/job-context.ts";
import type { MapKernel } from "#core/kernel/map-kernel.ts";
import type { Vec3 } from "#core/math/vec3.ts";
import { molmapKernel } from "#core/simulate/molmap.ts";
import { vrmKernel } from "#core/simulate/vrm/vrm-kernel.ts";
import { blockGrid } from "#core/volume/block-means.ts";
import { croppedGrid, type IndexBox } from "#core/volume/crop.ts";
import { gaussianTaps } from "#core/volume/filter.ts";
import type { Volume } from "#core/volume/volume.ts";
import { Scratch, withScratch } from "#workers/kernels/wasm/scratch.ts";
import type { KernelStore } from "#workers/kernels/wasm/store.ts";
import { levelEnclosingMass, levelForFraction, regions } from "#workers/kernels/wasm/wasm-levels.ts";
import {
  densities,
  moments,
  pointsAbove,
  simulate,
  simulateImages,
} from "#workers/kernels/wasm/wasm-model-maps.ts";

const STEPS_AT_ONCE = 1e8; // multiply–add steps of a blur between two checkpoints: 10–50 ms

/** Loops over whole maps in the kernel's memory, four voxels at a time, in single precision. */
export function createWasmMaps(store: KernelStore): MapKernel {
  return {
    molmap: { ...molmapKernel, simulate: (...args) => simulate(store, ...args) },
    vrm: { ...vrmKernel, simulate: (...args) => simulateImages(store, ...args) },
    take: (volume) => take(store, volume),
    release: (made) => store.releaseArray("values" in made ? made.values : made.xyz),
    highest: ({ values }) =>
      withScratch(store, (scratch) => store.run.highest(scratch.of(values), values.length)),
    levelForFraction: (...args) => levelForFraction(store, ...args),
    regions: (...args) => regions(store, ...args),
    crop: (volume, box) => crop(store, volume, box),
    bin: (volume, factors) => bin(store, volume, factors),
    blur: (volume, sigma, cutoff, job) => blur(store, volume, gaussianTaps(volume.grid, sigma, cutoff), job),
    subtract: (a, b) => subtract(store, a, b),
    mean: ({ values }) =>
      withScratch(store, (scratch) => store.run.total(scratch.of(values), values.length)) / values.length,
    levelEnclosingMass: (...args) => levelEnclosingMass(store, ...args),
    pointsAbove: (...args) => pointsAbove(store, ...args),
    moments: (points) => moments(store, points),
    densities: (...args) => densities(store, ...args),
  };
}

function take(store: KernelStore, volume: Volume): Volume {
  if (store.pointerOf(volume.values) !== undefined) return volume;
  const own = store.newVolume(volume.grid);
  own.volume.values.set(volume.values);
  return own.volume;
}

function crop(store: KernelStore, { grid, values }: Volume, box: IndexBox): Volume {
  const [i, j, k] = box.first;
  const [nx, ny] = grid.size;
  const cropped = croppedGrid(grid, box);
  const [mx, my, mz] = cropped.size;
  return withScratch(store, (scratch) => {
    const from = scratch.of(values) + 4 * (i + nx * (j + ny * k));
    const { volume, pointer } = store.newVolume(cropped);
    store.run.copyBlock(from, nx, ny, pointer, mx, my, mx, my, mz);
    return volume;
  });
}

function bin(store: KernelStore, { grid, values }: Volume, factors: Vec3): Volume {
  const [nx, ny, nz] = grid.size;
  const binned = blockGrid(grid, factors);
  return withScratch(store, (scratch) => {
    const from = scratch.of(values);
    const row = scratch.bytes(4 * nx);
    const { volume, pointer } = store.newVolume(binned);
    // One plane per call, so that the loop is soon compiled for speed.
    for (let k = 0; k < binned.size[2]; k++) {
      store.run.binPlanes(from, nx, ny, nz, ...factors, pointer, k, k + 1, row);
    }
    return volume;
  });
}

function subtract(store: KernelStore, a: Volume, b: Volume): Volume {
  const own = take(store, a);
  return withScratch(store, (scratch) => {
    const [left, right] = [scratch.of(own.values), scratch.of(b.values)];
    store.run.subtract(left, right, left, a.values.length);
    return { grid: a.grid, values: own.values };
  });
}

async function blur(
  store: KernelStore,
  { grid, values }: Volume,
  taps: readonly [Float64Array, Float64Array, Float64Array],
  job: JobContext,
): Promise<Volume> {
  const [nx, ny, nz] = grid.size;
  const stride = 4 * Math.ceil(nx / 4);
  const [tx, ty, tz] = taps.map((weights) => weights.length);
  const reach = (tz - 1) / 2;
  const scratch = new Scratch(store);
  const { volume, pointer } = store.newVolume(grid);
  let isDone = false;
  try {
    const source = scratch.of(values);
    const [wx, wy, wz] = taps.map((weights) => scratch.of(Float32Array.from(weights)));
    const padded = scratch.bytes(4 * (stride + tx - 1));
    store.float32(padded, stride + tx - 1).fill(0);
    const terms = scratch.bytes(8 * Math.max(tx, ty, tz));
    const plane = scratch.bytes(4 * stride * ny);
    const ring = scratch.bytes(4 * stride * ny * tz);
    const batch = Math.max(1, Math.floor(STEPS_AT_ONCE / ((tx + ty + tz) * nx * ny)));
    for (let k = 0; k < nz + reach; k++) {
      if (k < nz) {
        const slot = ring + 4 * stride * ny * (k % tz);
        store.run.blurPlane(
          source + 4 * nx * ny * k,
          nx,
          ny,
          stride,
          wx,
          tx,
          wy,
          ty,
          padded,
          terms,
          plane,
          slot,
        );
      }
      if (k >= reach) store.run.blurAcross(ring, nx, ny, nz, stride, k - reach, wz, tz, terms, pointer);
      const done = Math.max(0, k - reach + 1);
      if (k % batch === batch - 1 || done === nz) await job.checkpoint({ step: "blur", done, total: nz });
    }
    throwIfCancelled(job.signal);
    isDone = true;
    return volume;
  } finally {
    scratch.free();
    if (!isDone) store.releaseArray(volume.values);
  }
}
