import { ATOM_SIZE } from "#core/simulate/vrm/image-plan.ts";
import { rowBytes } from "#workers/images/image-places.ts";
import type { ImageJob, ImageTask } from "#workers/volumes/messages.ts";

/** Numbers a gather writes per atom: xyz, image, second image. */
export const GATHERED = 5;

interface Exports {
  setGrid(nx: number, ny: number, stride: number, vx: number, vy: number, vz: number): void;
  setTables(at: number, cubics: number, lines: number, perAtom: number): void;
  sum(...numbers: number[]): void;
  gather(...numbers: number[]): void;
}

/** Runs shares of one job on the calling thread, with the scratch of a seat. */
export function createImageWorker(job: ImageJob, seat: number): (task: ImageTask) => void {
  const abort = (): never => {
    throw new TypeError("The image kernel stopped.");
  };
  const instance = new WebAssembly.Instance(job.module, { env: { memory: job.memory, abort } });
  const { setGrid, setTables, sum, gather } = instance.exports as unknown as Exports;
  setGrid(job.size[0], job.size[1], job.stride, ...job.voxelSize);
  setTables(job.tables, job.segments, job.fine, job.mix);
  const room = job.scratch[seat];
  const scratch = room + rowBytes(job.size[0], job.size[1]);
  return (task) => {
    const { first, count } = task;
    const mixed = 4 * job.mix * first;
    const atoms = [
      job.atoms + 8 * ATOM_SIZE * first,
      count,
      job.numbers + mixed,
      job.weights + mixed,
    ] as const;
    if (task.kind === "sum") sum(job.map, ...task.planes, ...atoms, task.sign, room, scratch);
    else
      gather(
        job.map,
        job.size[2],
        ...atoms,
        job.others + mixed,
        room,
        scratch,
        job.out + 8 * GATHERED * first,
      );
  };
}
