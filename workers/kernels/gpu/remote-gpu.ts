import { AppError } from "#core/errors.ts";
import { type FitKernel, POSE_SIZE, SUMS_SIZE } from "#core/kernel/fit-kernel.ts";
import type { GpuAdapter, GpuHost, GpuLookup } from "#workers/kernels/gpu/gpu-host.ts";
import type { FromGpuPage, ToGpuPage } from "#workers/kernels/gpu/remote-messages.ts";

/** The engine's end of a line to a page with a graphics card; worker_threads' MessagePort is one. */
export interface GpuPagePort {
  postMessage(message: ToGpuPage, transfer: readonly ArrayBuffer[]): void;
  on(event: "message", listener: (message: FromGpuPage) => void): unknown;
  on(event: "close", listener: () => void): unknown;
}

/** A page needs a second or two to start and to ask for an adapter; a driver that hangs never answers, ms. */
const PATIENCE = 30_000;

type Answer = Extract<FromGpuPage, { kind: "done" | "failed" }>;

/** Questions that wait for an answer, and why there will be none when the page is gone. */
interface Line {
  send(message: ToGpuPage, transfer?: readonly ArrayBuffer[]): void;
  ask(question: (id: number) => ToGpuPage, transfer?: readonly ArrayBuffer[]): Promise<Float64Array>;
}

/** The graphics card at the other end of a line. Never throws: without an adapter it says why. */
export function findRemoteGpu(port: GpuPagePort, patience: number = PATIENCE): Promise<GpuLookup> {
  return new Promise((resolve) => {
    const none = (reason: string) => resolve({ host: null, reason });
    const alarm = setTimeout(() => none("the window that has the card does not answer"), patience);
    const line = openLine(port, (message) => {
      clearTimeout(alarm);
      if (message.kind === "adapter") resolve({ host: hostOn(line, message.adapter) });
      else none(message.kind === "no adapter" ? message.reason : message.why);
    });
  });
}

function hostOn(line: Line, adapter: GpuAdapter): GpuHost {
  let kernels = 0;
  return {
    describe: () => adapter,
    async createKernel() {
      const kernel = ++kernels;
      await line.ask((id) => ({ kind: "create", id, kernel }));
      return kernelOn(line, kernel, adapter.name);
    },
  };
}

/** Densities and positions are copied into buffers that move: what the engine holds stays the engine's. */
function kernelOn(line: Line, kernel: number, device: string): FitKernel {
  let held = 0;
  return {
    name: "gpu",
    device,
    addVolume({ grid, values }, outside) {
      const own = new Float32Array(values);
      const message = {
        kind: "volume",
        kernel,
        held: ++held,
        volume: { grid, values: own },
        outside,
      } as const;
      line.send(message, [own.buffer]);
      return { id: held };
    },
    addPoints({ xyz, weight }) {
      const own = { xyz: new Float64Array(xyz), weight: new Float64Array(weight) };
      const message = { kind: "points", kernel, held: ++held, points: own } as const;
      line.send(message, [own.xyz.buffer, own.weight.buffer]);
      return { id: held, count: weight.length };
    },
    release: ({ id }) => line.send({ kind: "release", kernel, held: id }),
    async evaluate(volume, points, poses, count, sums) {
      const own = poses.slice(0, count * POSE_SIZE);
      const question = (id: number): ToGpuPage => ({
        kind: "evaluate",
        id,
        kernel,
        volume: volume.id,
        points: points.id,
        poses: own,
      });
      const answer = await line.ask(question, [own.buffer]);
      if (answer.length !== count * SUMS_SIZE) throw gone("it answered with the wrong number of sums");
      sums.set(answer);
    },
    dispose: () => line.send({ kind: "dispose", kernel }),
  };
}

/** `first` hears the adapter, or that the page was lost before it could tell of one. */
function openLine(port: GpuPagePort, first: (message: Exclude<FromGpuPage, Answer>) => void): Line {
  const waiting = new Map<number, { resolve(sums: Float64Array): void; reject(error: AppError): void }>();
  let nextId = 1;
  let lost: AppError | undefined;
  const lose = (why: string) => {
    lost ??= gone(why);
    for (const { reject } of waiting.values()) reject(lost);
    waiting.clear();
    first({ kind: "lost", why });
  };
  port.on("message", (message) => {
    if (message.kind === "lost") lose(message.why);
    else if (message.kind === "done" || message.kind === "failed") settle(waiting, message);
    else first(message);
  });
  port.on("close", () => lose("its window is gone"));
  const send: Line["send"] = (message, transfer = []) => {
    if (!lost) port.postMessage(message, transfer);
  };
  return {
    send,
    ask: (question, transfer) =>
      new Promise((resolve, reject) => {
        if (lost) return reject(lost);
        const id = nextId++;
        waiting.set(id, { resolve, reject });
        send(question(id), transfer);
      }),
  };
}

function settle(
  waiting: Map<number, { resolve(sums: Float64Array): void; reject(error: AppError): void }>,
  answer: Answer,
): void {
  const asked = waiting.get(answer.id);
  waiting.delete(answer.id);
  if (answer.kind === "done") asked?.resolve(answer.sums);
  else asked?.reject(new AppError("resource", answer.message, { why: answer.why }));
}

function gone(why: string): AppError {
  return new AppError("resource", `The graphics card cannot be reached any more (${why}).`, { why });
}
