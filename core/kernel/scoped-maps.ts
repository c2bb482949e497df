import type { PointSet } from "#core/kernel/fit-kernel.ts";
import type { MapKernel } from "#core/kernel/map-kernel.ts";
import type { Volume } from "#core/volume/volume.ts";

/**
 * Does some work with a map kernel and gives back everything the kernel made for it, however the work ends. What the
 * work returns must not contain any of it.
 */
export async function withMaps<T>(kernel: MapKernel, work: (maps: MapKernel) => Promise<T>): Promise<T> {
  const made = new Set<Volume | PointSet>();
  const keep = <M extends Volume | PointSet>(fresh: M): M => {
    made.add(fresh);
    return fresh;
  };
  const scoped: MapKernel = {
    ...kernel,
    molmap: { ...kernel.molmap, simulate: (...args) => keep(kernel.molmap.simulate(...args)) },
    vrm: { ...kernel.vrm, simulate: (...args) => keep(kernel.vrm.simulate(...args)) },
    take: (...args) => keep(kernel.take(...args)),
    crop: (...args) => keep(kernel.crop(...args)),
    bin: (...args) => keep(kernel.bin(...args)),
    blur: async (...args) => keep(await kernel.blur(...args)),
    subtract(a, b) {
      made.delete(a);
      return keep(kernel.subtract(a, b));
    },
    pointsAbove: (...args) => keep(kernel.pointsAbove(...args)),
    release(done) {
      made.delete(done);
      kernel.release(done);
    },
  };
  try {
    return await work(scoped);
  } finally {
    for (const one of made) kernel.release(one);
  }
}
