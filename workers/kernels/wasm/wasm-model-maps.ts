import type { PointSet } from "#core/kernel/fit-kernel.ts";
import type { WeightMoments } from "#core/kernel/map-kernel.ts";
import { checkModelMapInput, type WeightedAtoms } from "#core/simulate/model-map-kernel.ts";
import { GAUSSIAN_CUTOFF, gaussianPeak, sigmaOfResolution } from "#core/simulate/molmap.ts";
import { ATOM_SIZE } from "#core/simulate/vrm/image-plan.ts";
import { planScoring, vrmKernel } from "#core/simulate/vrm/vrm-kernel.ts";
import type { Grid } from "#core/volume/grid.ts";
import type { Volume } from "#core/volume/volume.ts";
import { IMAGE_ROW, placesOn, rowBytes, scratchBytes } from "#workers/images/image-places.ts";
import { type Scratch, withScratch } from "#workers/kernels/wasm/scratch.ts";
import type { KernelStore } from "#workers/kernels/wasm/store.ts";
import { singleAtLeast } from "#workers/kernels/wasm/wasm-levels.ts";

const ATOMS_AT_ONCE = 128; // per call, so that the loop is soon compiled for speed

export function simulate(store: KernelStore, atoms: WeightedAtoms, resolution: number, grid: Grid): Volume {
  checkModelMapInput(atoms, resolution);
  const { xyz, weights } = atoms;
  const sigma = sigmaOfResolution(resolution);
  const reach = GAUSSIAN_CUTOFF * sigma;
  return withScratch(store, (scratch) => {
    const [positions, masses] = [scratch.of(xyz), scratch.of(weights)];
    const frame = frameOf(scratch, grid, [reach, 1 / (2 * sigma * sigma), gaussianPeak(sigma)]);
    const room = 4 + Math.floor((2 * reach) / Math.min(...grid.voxelSize)) + 2;
    const factors = scratch.bytes(3 * 4 * room);
    const { volume, pointer } = store.newVolume(grid);
    store.run.fill(pointer, volume.values.length, 0);
    for (let from = 0; from < weights.length; from += ATOMS_AT_ONCE) {
      const to = Math.min(weights.length, from + ATOMS_AT_ONCE);
      store.run.addAtoms(pointer, ...grid.size, positions, masses, from, to, frame, factors, room);
    }
    return volume;
  });
}

/** The model map of `vrmKernel`, in the kernel's memory. */
export function simulateImages(
  store: KernelStore,
  atoms: WeightedAtoms,
  resolution: number,
  grid: Grid,
): Volume {
  if (grid.size[0] < IMAGE_ROW) return vrmKernel.simulate(atoms, resolution, grid);
  const plan = planScoring(atoms, resolution);
  const { count, segments, fine, mix } = plan;
  const [nx, ny, nz] = grid.size;
  return withScratch(store, (scratch) => {
    const places = scratch.of(placesOn(plan, grid));
    const tables = scratch.of(plan.tables);
    const weights = scratch.of(plan.weight);
    const numbers = scratch.bytes(plan.table.byteLength);
    store.int32(numbers, plan.table.length).set(plan.table);
    const room = scratch.bytes(scratchBytes(grid.size, segments, fine));
    const { volume, pointer } = store.newVolume(grid);
    store.run.fill(pointer, volume.values.length, 0);
    store.run.setImageGrid(nx, ny, nx, ...grid.voxelSize);
    store.run.setImageTables(tables, segments, fine, mix);
    const cubics = room + rowBytes(nx, ny);
    for (let from = 0; from < count; from += ATOMS_AT_ONCE) {
      const share = Math.min(ATOMS_AT_ONCE, count - from);
      const mixed = 4 * mix * from;
      store.run.sumImages(
        pointer,
        0,
        nz - 1,
        places + 8 * ATOM_SIZE * from,
        share,
        numbers + mixed,
        weights + mixed,
        1,
        room,
        cubics,
      );
    }
    return volume;
  });
}

export function pointsAbove(store: KernelStore, { grid, values }: Volume, level: number): PointSet {
  const least = singleAtLeast(level);
  return withScratch(store, (scratch) => {
    const at = scratch.of(values);
    const count = store.run.countAbove(at, values.length, least);
    const xyz = store.allocate(8 * 4 * count);
    const weight = xyz + 8 * 3 * count;
    store.run.pointsAbove(at, ...grid.size, least, frameOf(scratch, grid), xyz, weight);
    return { xyz: store.float64(xyz, 3 * count), weight: store.float64(weight, count) };
  });
}

export function moments(store: KernelStore, { weight }: PointSet): WeightMoments {
  return withScratch(store, (scratch) => {
    const out = scratch.bytes(16);
    store.run.moments(scratch.of(weight), weight.length, out);
    const [sum, squares] = store.float64(out, 2);
    return { count: weight.length, sum, squares };
  });
}

export function densities(store: KernelStore, { grid, values }: Volume, xyz: Float64Array): Float64Array {
  const count = xyz.length / 3;
  return withScratch(store, (scratch) => {
    const out = scratch.bytes(8 * count);
    store.run.densities(
      scratch.of(values),
      ...grid.size,
      frameOf(scratch, grid),
      scratch.of(xyz),
      count,
      out,
    );
    return Float64Array.from(store.float64(out, count));
  });
}

/** Origin and step along x, y, z, and what else a loop needs, as float64. */
export function frameOf(scratch: Scratch, { origin, voxelSize }: Grid, more: readonly number[] = []): number {
  return scratch.of(Float64Array.of(...origin, ...voxelSize, ...more));
}
