// One thread of the particle engine: tasks on single images of the stacks it reads itself, and on whole maps.
import { parentPort } from "node:worker_threads";
import { asAppError } from "#core/errors.ts";
import { buildModel } from "#core/gmm/build-model.ts";
import { quietJob } from "#core/job/job-context.ts";
import { finishVolume } from "#core/particles/finish-volume.ts";
import type {
  FromParticleThread,
  ParticleAnswer,
  ParticleJob,
  ParticleTask,
  ToParticleThread,
} from "#workers/particles/messages.ts";
import { createParticleWorker, type ParticleWorker } from "#workers/particles/particle-worker.ts";

let job: ParticleJob | undefined;
let worker: ParticleWorker | undefined;

parentPort?.on("message", async (message: ToParticleThread) => {
  if (message.kind === "job") {
    worker?.close();
    worker = undefined;
    job = message.job;
    return;
  }
  try {
    send({ id: message.id, answer: await answerTo(message.task) });
  } catch (thrown) {
    const { code, message: text } = asAppError(thrown);
    send({ id: message.id, failed: { code, message: text } });
  }
});

async function answerTo(task: ParticleTask): Promise<ParticleAnswer> {
  if (task.kind === "finish") return finishVolume(task.volume, task.pixelSize, task.rounds);
  if (task.kind === "model") return buildModel(task.map, task.params, quietJob);
  if (!job) throw new TypeError("A job comes before its tasks.");
  // A job that cannot begin fails with its first task, which somebody waits for.
  worker ??= createParticleWorker(job);
  return worker.work(task);
}

function send(message: FromParticleThread): void {
  parentPort?.postMessage(message);
}
