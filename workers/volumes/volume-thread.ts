// One thread that works on volumes: a SIMD kernel on the job's shared memory.
import { parentPort } from "node:worker_threads";
import type { FromThread, ToThread, VolumeTask } from "#workers/volumes/messages.ts";
import { createVolumeWorker } from "#workers/volumes/volume-worker.ts";

let work: ((task: VolumeTask) => void) | undefined;

parentPort?.on("message", (message: ToThread) => {
  try {
    if (message.kind === "job") work = createVolumeWorker(message.job, message.seat);
    else if (message.kind === "rest") work = undefined;
    else {
      work?.(message.task);
      send({});
    }
  } catch (thrown) {
    send({ failed: String(thrown) });
  }
});

function send(message: FromThread): void {
  parentPort?.postMessage(message);
}
