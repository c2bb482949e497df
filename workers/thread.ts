// One thread of the pool: a SIMD kernel on the shared memory, told what lies where.
import { parentPort, workerData } from "node:worker_threads";
import { asAppError } from "#core/errors.ts";
import { ascendWith } from "#core/fit/local-engine.ts";
import { POSE_SIZE, SUMS_SIZE } from "#core/kernel/fit-kernel.ts";
import { instantiate } from "#workers/kernels/wasm/exports.ts";
import { type Blocks, createEvaluator } from "#workers/kernels/wasm/wasm-kernel.ts";
import type { FromThread, PoseTask, ThreadSetup, ToThread } from "#workers/thread-messages.ts";

const setup = workerData as ThreadSetup;
const blocks: Blocks = {
  volumes: new Map(setup.volumes.map((block) => [block.id, block])),
  points: new Map(setup.points.map((block) => [block.id, block])),
};
const evaluator = createEvaluator(
  instantiate(setup.module, setup.memory),
  setup.memory,
  blocks,
  setup.scratch,
);

parentPort?.on("message", (message: ToThread) => {
  switch (message.kind) {
    case "volume":
      blocks.volumes.set(message.block.id, message.block);
      break;
    case "points":
      blocks.points.set(message.block.id, message.block);
      break;
    case "release":
      blocks.volumes.delete(message.id);
      blocks.points.delete(message.id);
      break;
    default:
      void answer(message.task);
  }
});

async function answer(task: PoseTask): Promise<void> {
  try {
    const numbers = await work(task);
    const { id, poses } = task;
    send({ kind: "done", id, poses, numbers }, [poses.buffer, numbers.buffer]);
  } catch (error) {
    send({ kind: "failed", id: task.id, message: asAppError(error).message }, []);
  }
}

async function work({ volume, points, poses, method }: PoseTask): Promise<Float64Array> {
  const handles = {
    volume: { id: volume },
    points: { id: points, count: blocks.points.get(points)?.count ?? 0 },
  };
  if (method) return ascendWith(evaluator, handles.volume, handles.points, poses, method);
  const count = poses.length / POSE_SIZE;
  const sums = new Float64Array(count * SUMS_SIZE);
  await evaluator.evaluate(handles.volume, handles.points, poses, count, sums);
  return sums;
}

function send(message: FromThread, moved: ArrayBufferLike[]): void {
  parentPort?.postMessage(message, moved as ArrayBuffer[]);
}
