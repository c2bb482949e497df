import type { FourierJob, FourierTask } from "#workers/volumes/messages.ts";

interface Exports {
  setScratch(scratch: number, longest: number, half: number): void;
  forwardRows(plane: number, rows: number, axis: number): void;
  inverseRows(plane: number, rows: number, axis: number, scale: number): void;
  columns(first: number, count: number, apart: number, axis: number, isInverse: boolean): void;
}

/** Bytes of scratch a thread needs: four lines of a block and one more, each of four real and four imaginary parts. */
export function fourierScratchBytes(longest: number): number {
  return 5 * 32 * longest;
}

/** Runs shares of one transform on the calling thread, with the scratch of a seat. */
export function createFourierWorker(job: FourierJob, seat: number): (task: FourierTask) => void {
  const abort = (): never => {
    throw new TypeError("The Fourier kernel stopped.");
  };
  const instance = new WebAssembly.Instance(job.module, { env: { memory: job.memory, abort } });
  const { setScratch, forwardRows, inverseRows, columns } = instance.exports as unknown as Exports;
  const [nx, ny, nz] = job.size;
  const half = Math.floor(nx / 2) + 1;
  const rowBytes = 8 * half;
  setScratch(job.scratch[seat], job.longest, half);
  const alongXy = (plane: number, isInverse: boolean) => {
    if (isInverse) {
      columns(plane, half, rowBytes, job.axes[1], true);
      inverseRows(plane, ny, job.axes[0], 1 / (nx * ny * nz));
    } else {
      forwardRows(plane, ny, job.axes[0]);
      columns(plane, half, rowBytes, job.axes[1], false);
    }
  };
  return ({ kind, first, count, isInverse }) => {
    if (kind === "columns") columns(job.map + 8 * first, count, rowBytes * ny, job.axes[2], isInverse);
    else for (let l = first; l < first + count; l++) alongXy(job.map + rowBytes * ny * l, isInverse);
  };
}
