import { Worker } from "node:worker_threads";
import { AppError, cancelled } from "#core/errors.ts";
import type { CancelSignal } from "#core/job/job-context.ts";
import {
  type FitKernel,
  POSE_SIZE,
  type PointsHandle,
  SUMS_SIZE,
  type VolumeHandle,
} from "#core/kernel/fit-kernel.ts";
import type { MapKernel } from "#core/kernel/map-kernel.ts";
import type { AscentMethod, PoseEngine } from "#core/kernel/pose-engine.ts";
import { KernelStore, type PointsBlock, type VolumeBlock } from "#workers/kernels/wasm/store.ts";
import { createAtomSums, SCRATCH_BYTES, WASM_DEVICE } from "#workers/kernels/wasm/wasm-kernel.ts";
import { createWasmMaps } from "#workers/kernels/wasm/wasm-maps.ts";
import type { FromThread, PoseTask, ThreadSetup, ToThread } from "#workers/thread-messages.ts";

const SHARES = 2; // tasks a thread gets of one call, when they are not too large: evens out slow ones
const MOST_SAMPLES = 100_000; // poses × points in one task, so that a cancel is answered in time
const TASKS_PER_THREAD = 2; // one at work, one waiting, so that no thread idles for a round trip

interface Job {
  readonly task: Omit<PoseTask, "id" | "poses">;
  readonly poses: Float64Array;
  readonly numbers: Float64Array;
  readonly perPose: number;
  readonly size: number;
  readonly signal: CancelSignal;
  /** The queue is kept in the order of turns. */
  readonly turn: number;
  readonly resolve: () => void;
  readonly reject: (error: AppError) => void;
  /** First pose not handed out yet. */
  next: number;
  /** Poses out with a thread. */
  out: number;
  failure?: AppError;
}

interface Thread {
  /** Left out after it died, until there is work for another one. */
  worker?: Worker | undefined;
  readonly scratch: number;
  /** Tasks at this thread, by id. */
  readonly tasks: Map<number, { readonly job: Job; readonly from: number; readonly count: number }>;
}

/**
 * The SIMD kernel on several worker threads over one shared memory. Poses are handed out in small shares and the
 * answers put back in their places, so results do not depend on the number of threads. A thread that
 * dies fails its job with a message and is replaced when there is work again.
 */
export class Pool implements PoseEngine {
  readonly kernel = "cpu";
  readonly device = WASM_DEVICE;
  readonly #module: WebAssembly.Module;
  readonly #script: URL;
  readonly #store: KernelStore;
  readonly #volumes = new Map<number, VolumeBlock>();
  readonly #points = new Map<number, PointsBlock>();
  readonly maps: MapKernel;
  readonly atomSums: NonNullable<FitKernel["atomSums"]>;
  readonly #threads: Thread[];
  readonly #queue: Job[] = [];
  #nextTask = 1;
  #closed = false;

  /** `module`: the compiled fit.wasm; `script`: the bundled thread.ts. */
  constructor(module: WebAssembly.Module, script: URL, threads: number) {
    this.#module = module;
    this.#store = new KernelStore(module);
    this.maps = createWasmMaps(this.#store);
    this.atomSums = createAtomSums(this.#store, { volumes: this.#volumes, points: this.#points });
    this.#script = script;
    this.#threads = Array.from({ length: threads }, () => {
      return { scratch: this.#store.allocate(SCRATCH_BYTES), tasks: new Map() };
    });
    for (const thread of this.#threads) this.#startWorker(thread);
  }

  get threads(): number {
    return this.#threads.length;
  }

  addVolume(...[volume, outside]: Parameters<PoseEngine["addVolume"]>): VolumeHandle {
    const block = this.#store.addVolume(volume, outside);
    this.#volumes.set(block.id, block);
    this.#tellAll({ kind: "volume", block });
    return { id: block.id };
  }

  addPoints(...[points]: Parameters<PoseEngine["addPoints"]>): PointsHandle {
    const block = this.#store.addPoints(points);
    this.#points.set(block.id, block);
    this.#tellAll({ kind: "points", block });
    return { id: block.id, count: block.count };
  }

  release(handle: VolumeHandle | PointsHandle): void {
    this.#volumes.delete(handle.id);
    this.#points.delete(handle.id);
    this.#store.releaseBlock(handle.id);
    this.#tellAll({ kind: "release", id: handle.id });
  }

  async ascend(
    volume: VolumeHandle,
    points: PointsHandle,
    poses: Float64Array,
    method: AscentMethod,
    signal: CancelSignal,
    turn = 0,
  ): Promise<Float64Array> {
    return this.#run({ volume: volume.id, points: points.id, method }, points.count, poses, 1, signal, turn);
  }

  async evaluate(volume: VolumeHandle, points: PointsHandle, poses: Float64Array): Promise<Float64Array> {
    const never = { aborted: false };
    return this.#run({ volume: volume.id, points: points.id }, points.count, poses, SUMS_SIZE, never, 0);
  }

  /** Ends all threads; calls that wait for an answer end as cancelled. */
  async dispose(): Promise<void> {
    this.#closed = true;
    for (const job of this.#queue.splice(0)) job.reject(cancelled());
    await Promise.all(this.#threads.map((thread) => thread.worker?.terminate()));
  }

  #run(
    task: Job["task"],
    pointCount: number,
    poses: Float64Array,
    perPose: number,
    signal: CancelSignal,
    turn: number,
  ): Promise<Float64Array> {
    const count = poses.length / POSE_SIZE;
    const numbers = new Float64Array(count * perPose);
    if (count === 0) return Promise.resolve(numbers);
    if (this.#closed) return Promise.reject(cancelled());
    const fair = Math.ceil(count / (SHARES * this.threads));
    const size = Math.max(1, Math.min(fair, Math.floor(MOST_SAMPLES / Math.max(pointCount, 1))));
    return new Promise((resolve, reject) => {
      const later = this.#queue.findIndex((waiting) => waiting.turn > turn);
      this.#queue.splice(later < 0 ? this.#queue.length : later, 0, {
        turn,
        task,
        poses,
        numbers,
        perPose,
        size,
        signal,
        resolve: () => resolve(numbers),
        reject,
        next: 0,
        out: 0,
      });
      this.#handOut();
    });
  }

  /** Gives every thread work while there is any. */
  #handOut(): void {
    for (let round = 0; round < TASKS_PER_THREAD; round++) {
      for (const thread of this.#threads) {
        if (thread.tasks.size <= round) this.#handTo(thread);
      }
    }
  }

  #handTo(thread: Thread): void {
    // A copy, because jobs that turn out to be done leave the queue on the way.
    const job = [...this.#queue].find((candidate) => this.#hasMore(candidate));
    if (!job) return;
    const worker = thread.worker ?? this.#startWorker(thread);
    const from = job.next;
    const count = Math.min(job.size, job.poses.length / POSE_SIZE - from);
    job.next += count;
    job.out += count;
    const id = this.#nextTask++;
    thread.tasks.set(id, { job, from, count });
    const poses = job.poses.slice(from * POSE_SIZE, (from + count) * POSE_SIZE);
    tell(worker, { kind: "task", task: { ...job.task, id, poses } }, [poses.buffer]);
  }

  /** Whether a job has poses to hand out; one that was cancelled or failed stops here. */
  #hasMore(job: Job): boolean {
    if (job.signal.aborted) job.failure ??= cancelled();
    if (job.failure) job.next = job.poses.length / POSE_SIZE;
    this.#settle(job);
    return job.next < job.poses.length / POSE_SIZE;
  }

  #settle(job: Job): void {
    if (job.out > 0 || job.next < job.poses.length / POSE_SIZE) return;
    const place = this.#queue.indexOf(job);
    if (place < 0) return;
    this.#queue.splice(place, 1);
    if (job.failure) job.reject(job.failure);
    else job.resolve();
  }

  #startWorker(thread: Thread): Worker {
    const setup: ThreadSetup = {
      module: this.#module,
      memory: this.#store.memory,
      scratch: thread.scratch,
      volumes: [...this.#volumes.values()],
      points: [...this.#points.values()],
    };
    const worker = new Worker(this.#script, { workerData: setup });
    worker.on("message", (message: FromThread) => this.#take(thread, message));
    worker.on("error", () => {}); // "exit" follows and tells the jobs
    worker.on("exit", () => {
      if (!this.#closed && thread.worker === worker) this.#lose(thread);
    });
    thread.worker = worker;
    return worker;
  }

  #take(thread: Thread, message: FromThread): void {
    const share = thread.tasks.get(message.id);
    if (!share) return;
    thread.tasks.delete(message.id);
    const { job, from, count } = share;
    job.out -= count;
    if (message.kind === "done") {
      job.poses.set(message.poses, from * POSE_SIZE);
      job.numbers.set(message.numbers, from * job.perPose);
    } else {
      job.failure ??= new AppError("internal", message.message);
    }
    this.#handOut();
    this.#hasMore(job);
  }

  /**
   * A thread ended by itself: its jobs fail with a sentence. Another takes its place with the next task and not
   * before, so that one that dies at birth is not started over and over.
   */
  #lose(thread: Thread): void {
    const lost = [...thread.tasks.values()];
    thread.tasks.clear();
    thread.worker = undefined;
    for (const { job, count } of lost) {
      job.out -= count;
      job.failure ??= new AppError(
        "resource",
        "A worker thread stopped, perhaps for lack of memory. The maps are still loaded: run the fit again.",
      );
      this.#hasMore(job);
    }
    this.#handOut();
  }

  #tellAll(message: ToThread): void {
    // A thread that is not there yet is born with what there is.
    for (const { worker } of this.#threads) if (worker) tell(worker, message, []);
  }
}

function tell(worker: Worker, message: ToThread, moved: ArrayBufferLike[]): void {
  worker.postMessage(message, moved as ArrayBuffer[]);
}
