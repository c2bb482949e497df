import { ATOM_SIZE } from "#core/simulate/vrm/image-plan.ts";
import type { ImageJob, ImageTask } from "#workers/images/messages.ts";

/** Numbers a gather writes per atom: xyz, image, second image. */
export const GATHERED = 5;

interface Exports {
  setGrid(nx: number, ny: number, stride: number, vx: number, vy: number, vz: number): void;
  sum(...addresses: number[]): void;
  gather(...addresses: number[]): void;
}

/** Runs shares of one job on the calling thread. */
export function createImageWorker(job: ImageJob): (task: ImageTask) => void {
  const abort = (): never => {
    throw new TypeError("The image kernel stopped.");
  };
  const instance = new WebAssembly.Instance(job.module, { env: { memory: job.memory, abort } });
  const { setGrid, sum, gather } = instance.exports as unknown as Exports;
  setGrid(job.size[0], job.size[1], job.stride, ...job.voxelSize);
  return ({ kind, first, count, planes, seat }) => {
    const atoms = job.atoms + 8 * ATOM_SIZE * first;
    const mixed = 4 * job.mix * first;
    const images = [job.tables, job.segments, job.fine, job.mix, job.numbers + mixed] as const;
    const scratch = job.scratch[seat];
    if (kind === "sum") {
      sum(job.map, ...planes, atoms, count, ...images, job.amplitudes + mixed, scratch);
    } else {
      const out = job.out + 8 * GATHERED * first;
      gather(
        job.map,
        job.size[2],
        atoms,
        count,
        ...images,
        job.weights + mixed,
        job.others + mixed,
        scratch,
        out,
      );
    }
  };
}
