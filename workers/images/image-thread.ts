// One thread of the image engine: the SIMD kernel on the job's shared memory.
import { parentPort } from "node:worker_threads";
import { createImageWorker } from "#workers/images/image-worker.ts";
import type { FromImageThread, ImageTask, ToImageThread } from "#workers/images/messages.ts";

let work: ((task: ImageTask) => void) | undefined;

parentPort?.on("message", (message: ToImageThread) => {
  try {
    if (message.kind === "job") work = createImageWorker(message.job);
    else {
      work?.(message.task);
      send({});
    }
  } catch (thrown) {
    send({ failed: String(thrown) });
  }
});

function send(message: FromImageThread): void {
  parentPort?.postMessage(message);
}
