import { AppError, asAppError, unreachable } from "#core/errors.ts";
import {
  type FitKernel,
  POSE_SIZE,
  type PointsHandle,
  SUMS_SIZE,
  type VolumeHandle,
} from "#core/kernel/fit-kernel.ts";
import type { GpuLookup } from "#workers/kernels/gpu/gpu-host.ts";
import type { FromGpuPage, ToGpuPage } from "#workers/kernels/gpu/remote-messages.ts";

/** The page's end of a line to an engine. */
export interface EnginePort {
  send(message: FromGpuPage): void;
  onMessage(listener: (message: ToGpuPage) => void): void;
}

/** A kernel, and what the engine has put into it by the engine's ids. */
interface Lent {
  readonly kernel: FitKernel;
  readonly volumes: Map<number, VolumeHandle>;
  readonly points: Map<number, PointsHandle>;
}

/** Lends the graphics card that `find` finds to the engine at the other end of a line. */
export async function serveGpu(port: EnginePort, find: () => Promise<GpuLookup>): Promise<void> {
  const found = await find();
  if (found.host === null) {
    port.send({ kind: "no adapter", reason: found.reason });
    return;
  }
  const { host } = found;
  const kernels = new Map<number, Promise<Lent>>();
  port.onMessage((message) => {
    if (message.kind === "create") {
      const lent = host
        .createKernel()
        .then((kernel) => ({ kernel, volumes: new Map(), points: new Map() }) satisfies Lent);
      kernels.set(message.kernel, lent);
      reply(port, message.id, async () => {
        await lent;
        return new Float64Array(0);
      });
      return;
    }
    const lent =
      kernels.get(message.kernel) ?? Promise.reject(new AppError("internal", "There is no such kernel."));
    if (message.kind === "evaluate") reply(port, message.id, async () => evaluate(await lent, message));
    else lent.then((held) => change(held, message)).catch(() => {}); // what went wrong shows when it is used
    if (message.kind === "dispose") kernels.delete(message.kernel);
  });
  port.send({ kind: "adapter", adapter: host.describe() });
}

function reply(port: EnginePort, id: number, work: () => Promise<Float64Array>): void {
  work().then(
    (sums) => port.send({ kind: "done", id, sums }),
    (thrown) => {
      const { message, detail } = asAppError(thrown);
      const why = typeof detail["why"] === "string" ? detail["why"] : message;
      port.send({ kind: "failed", id, message, why });
    },
  );
}

function change(lent: Lent, message: Exclude<ToGpuPage, { kind: "create" | "evaluate" }>): void {
  const { kernel, volumes, points } = lent;
  switch (message.kind) {
    case "volume":
      volumes.set(message.held, kernel.addVolume(message.volume, message.outside));
      break;
    case "points":
      points.set(message.held, kernel.addPoints(message.points));
      break;
    case "release": {
      const handle = volumes.get(message.held) ?? points.get(message.held);
      if (handle) kernel.release(handle);
      volumes.delete(message.held);
      points.delete(message.held);
      break;
    }
    case "dispose":
      kernel.dispose();
      break;
    default:
      throw unreachable(message);
  }
}

async function evaluate(
  { kernel, volumes, points }: Lent,
  asked: Extract<ToGpuPage, { kind: "evaluate" }>,
): Promise<Float64Array> {
  const volume = volumes.get(asked.volume);
  const set = points.get(asked.points);
  if (!volume || !set) throw new AppError("internal", "A kernel was asked about something it does not hold.");
  const count = asked.poses.length / POSE_SIZE;
  const sums = new Float64Array(count * SUMS_SIZE);
  await kernel.evaluate(volume, set, asked.poses, count, sums);
  return sums;
}
