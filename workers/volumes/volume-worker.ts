import { createImageWorker } from "#workers/images/image-worker.ts";
import { createFourierWorker } from "#workers/volumes/fourier-worker.ts";
import type { VolumeJob, VolumeTask } from "#workers/volumes/messages.ts";

/** Runs tasks of one job on the calling thread, with the scratch of a seat. Throws `TypeError` for another job's task. */
export function createVolumeWorker(job: VolumeJob, seat: number): (task: VolumeTask) => void {
  if (job.of === "images") {
    const work = createImageWorker(job, seat);
    return (task) => {
      if (task.kind !== "sum" && task.kind !== "gather")
        throw new TypeError(`A task of another job: ${task.kind}`);
      work(task);
    };
  }
  const work = createFourierWorker(job, seat);
  return (task) => {
    if (task.kind !== "planes" && task.kind !== "columns")
      throw new TypeError(`A task of another job: ${task.kind}`);
    work(task);
  };
}
