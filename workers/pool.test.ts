import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Worker } from "node:worker_threads";
import { afterEach, describe, expect, it } from "vitest";
import { createLocalEngine } from "#core/fit/local-engine.ts";
import { packPoses } from "#core/fit/pose.ts";
import { POSE_SIZE, type PointSet } from "#core/kernel/fit-kernel.ts";
import type { AscentMethod, PoseEngine } from "#core/kernel/pose-engine.ts";
import { createRandom, randomRotation } from "#core/math/random.ts";
import { createGrid } from "#core/volume/grid.ts";
import { volumeOf } from "#core/volume/volume.testing.ts";
import { builtEngineFiles, builtModule } from "#workers/built.testing.ts";
import { createWasmKernel } from "#workers/kernels/wasm/wasm-kernel.ts";
import { Pool } from "#workers/pool.ts";

const files = builtEngineFiles();
const module = builtModule(files);
const open: Pool[] = [];

/** Threads alive, of all pools of this process. */
const alive = new Set<Worker>();
let started = 0;
process.on("worker", (worker) => {
  started++;
  alive.add(worker);
  worker.on("exit", () => alive.delete(worker));
});

function createPool(threads: number, script = files.thread): Pool {
  const pool = new Pool(module, script, threads);
  open.push(pool);
  return pool;
}

afterEach(async () => {
  await Promise.all(open.splice(0).map((pool) => pool.dispose()));
});

const random = createRandom(4);
const rough = volumeOf(createGrid([24, 20, 22], [-12, -10, -11], [1, 1, 1]), () => random());
const smooth = volumeOf(createGrid([24, 20, 22], [-12, -10, -11], [1, 1, 1]), (i, j, k) =>
  Math.exp(-((i - 12) ** 2 + 2 * (j - 10) ** 2 + 3 * (k - 11) ** 2) / 50),
);

function randomPoints(count: number): PointSet {
  return {
    xyz: Float64Array.from({ length: 3 * count }, () => 8 * random() - 4),
    weight: Float64Array.from({ length: count }, () => 1 + random()),
  };
}

function randomPoses(count: number): Float64Array {
  return packPoses(
    Array.from({ length: count }, () => ({
      rotation: randomRotation(random),
      shift: [10 * random() - 5, 10 * random() - 5, 10 * random() - 5] as const,
    })),
  );
}

const points = randomPoints(37);
const climb: AscentMethod = {
  kind: "climb",
  iterations: 15,
  firstStep: 1,
  largestStep: 2,
  smallestStep: 0.01,
  radius: 4,
};
const adam: AscentMethod = { kind: "adam", iterations: 10, shiftRate: 0.1, quaternionRate: 0.01 };
const never = { aborted: false };

/** What a kernel on this thread answers: the values and the poses moved. */
async function answerOf(engine: PoseEngine, poses: Float64Array, method: AscentMethod) {
  const moved = poses.slice();
  const handles = [engine.addVolume(rough, 0), engine.addPoints(points)] as const;
  const values = await engine.ascend(...handles, moved, method, never);
  const sums = await engine.evaluate(...handles, moved);
  return { values, moved, sums };
}

describe("a pool of threads", () => {
  it.each([1, 2, 3])(
    "%d threads answer number for number what the kernel answers on this thread",
    async (n) => {
      const pool = createPool(n);
      expect(pool).toMatchObject({ threads: n, kernel: "cpu" });
      const local = createLocalEngine(createWasmKernel(module));
      for (const [count, method] of [
        [1, climb],
        [7, adam],
        [333, climb],
      ] as const) {
        const poses = randomPoses(count);
        expect(await answerOf(pool, poses, method)).toEqual(await answerOf(local, poses, method));
      }
    },
  );

  it("many calls at once, on different maps and bodies, each get their own answers in order", async () => {
    const pool = createPool(3);
    const local = createLocalEngine(createWasmKernel(module));
    const calls = Array.from({ length: 24 }, (_, n) => ({
      volume: n % 2 ? rough : smooth,
      points: randomPoints(5 + 3 * n),
      poses: randomPoses(1 + ((7 * n) % 40)),
      method: n % 3 ? climb : adam,
    }));
    const ask = async (engine: PoseEngine, { volume, points, poses, method }: (typeof calls)[number]) => {
      const moved = poses.slice();
      const handles = [engine.addVolume(volume, 0), engine.addPoints(points)] as const;
      return { values: await engine.ascend(...handles, moved, method, never), moved };
    };
    const together = await Promise.all(calls.map((call) => ask(pool, call)));
    for (const [n, call] of calls.entries()) expect(together[n]).toEqual(await ask(local, call));
  });

  it("no poses are answered at once", async () => {
    const pool = createPool(1);
    const handles = [pool.addVolume(rough, 0), pool.addPoints(points)] as const;
    expect(await pool.ascend(...handles, new Float64Array(0), climb, never)).toHaveLength(0);
    expect(await pool.evaluate(...handles, new Float64Array(0))).toHaveLength(0);
  });

  it("what was released is unknown to every thread", async () => {
    const pool = createPool(2);
    const handles = [pool.addVolume(rough, 0), pool.addPoints(points)] as const;
    pool.release(handles[0]);
    await expect(pool.evaluate(...handles, randomPoses(50))).rejects.toMatchObject({ code: "internal" });
    const again = [pool.addVolume(rough, 0), handles[1]] as const;
    expect(await pool.evaluate(...again, randomPoses(3))).toHaveLength(27);
  });

  it("a failed call leaves the poses not yet worked on as they were", async () => {
    const pool = createPool(1);
    const poses = randomPoses(5);
    const before = poses.slice();
    const unknown = { id: 12_345 };
    await expect(pool.ascend(unknown, pool.addPoints(points), poses, climb, never)).rejects.toMatchObject({
      code: "internal",
    });
    expect(poses).toEqual(before);
  });
});

/** Threads end when they get to it. */
async function noneAlive(): Promise<void> {
  while (alive.size > 0) await new Promise((resolve) => setImmediate(resolve));
}

describe("cancelling", () => {
  it("before the call does no work", async () => {
    const pool = createPool(2);
    const handles = [pool.addVolume(rough, 0), pool.addPoints(points)] as const;
    const poses = randomPoses(100);
    const before = poses.slice();
    const going = pool.ascend(...handles, poses, climb, { aborted: true });
    await expect(going).rejects.toMatchObject({ code: "cancelled" });
    expect(poses).toEqual(before);
  });

  it("in the middle hands out nothing more, and the pool goes on with other calls", async () => {
    const pool = createPool(2);
    const handles = [pool.addVolume(rough, 0), pool.addPoints(randomPoints(5000))] as const;
    const signal = { aborted: false };
    const poses = randomPoses(3000);
    const before = poses.slice();
    const going = pool.ascend(...handles, poses, climb, signal);
    while (poses.every((value, n) => value === before[n]))
      await new Promise((resolve) => setImmediate(resolve));
    signal.aborted = true;
    await expect(going).rejects.toMatchObject({ code: "cancelled" });
    const last = poses.subarray(-POSE_SIZE);
    expect([...last]).toEqual([...before.subarray(-POSE_SIZE)]); // never reached
    expect(await pool.evaluate(...handles, randomPoses(2))).toHaveLength(18);
  });

  it("many waiting calls at once ends every one of them", async () => {
    const pool = createPool(2);
    const handles = [pool.addVolume(rough, 0), pool.addPoints(randomPoints(2000))] as const;
    const signal = { aborted: false };
    const calls = Array.from({ length: 9 }, () => pool.ascend(...handles, randomPoses(200), climb, signal));
    const other = pool.evaluate(...handles, randomPoses(4));
    signal.aborted = true;
    for (const outcome of await Promise.allSettled(calls)) {
      expect(outcome).toMatchObject({ status: "rejected", reason: { code: "cancelled" } });
    }
    expect(await other).toHaveLength(36);
  });
});

describe("threads that die", () => {
  const folder = mkdtempSync(join(tmpdir(), "mapwright-pool-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true, maxRetries: 10 }));

  /** A thread that dies at its first task; the next of the same folder is a proper one. */
  function mortalThread(name: string): URL {
    const flag = JSON.stringify(join(folder, `${name}.died`));
    const path = join(folder, `${name}.mjs`);
    writeFileSync(
      path,
      `import { existsSync, writeFileSync } from "node:fs";
       import { parentPort } from "node:worker_threads";
       if (existsSync(${flag})) await import(${JSON.stringify(files.thread.href)});
       else parentPort.on("message", ({ kind }) => {
         if (kind !== "task") return;
         writeFileSync(${flag}, "");
         process.exit(1);
       });`,
    );
    return pathToFileURL(path);
  }

  it("fail the call with advice; the next call finds maps and bodies where they were", async () => {
    const pool = createPool(1, mortalThread("once"));
    const handles = [pool.addVolume(rough, 0), pool.addPoints(points)] as const;
    const poses = randomPoses(20);
    await expect(pool.ascend(...handles, poses, climb, never)).rejects.toMatchObject({
      code: "resource",
      message: expect.stringMatching(/run the fit again/),
    });
    const local = createLocalEngine(createWasmKernel(module));
    const own = [local.addVolume(rough, 0), local.addPoints(points)] as const;
    expect(await pool.evaluate(...handles, poses)).toEqual(await local.evaluate(...own, poses));
  });

  it("that cannot even start fail every call, and are not started over and over", async () => {
    const before = started;
    const pool = createPool(2, pathToFileURL(join(folder, "missing.mjs")));
    const handles = [pool.addVolume(rough, 0), pool.addPoints(points)] as const;
    for (let n = 0; n < 3; n++) {
      await expect(pool.evaluate(...handles, randomPoses(10))).rejects.toMatchObject({ code: "resource" });
    }
    await noneAlive();
    const attempts = started - before;
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(started - before).toBe(attempts);
    expect(attempts).toBeLessThanOrEqual(2 + 3 * 4);
  });
});

describe("dispose", () => {
  it("ends all threads", async () => {
    await noneAlive();
    const pool = createPool(3);
    await pool.evaluate(pool.addVolume(rough, 0), pool.addPoints(points), randomPoses(30));
    expect(alive.size).toBe(3);
    await pool.dispose();
    await noneAlive();
  });

  it("ends calls that wait, and refuses further ones", async () => {
    const pool = createPool(1);
    const handles = [pool.addVolume(rough, 0), pool.addPoints(randomPoints(2000))] as const;
    const waiting = pool.ascend(...handles, randomPoses(500), climb, never);
    const ended = expect(waiting).rejects.toMatchObject({ code: "cancelled" });
    await pool.dispose();
    await ended;
    await expect(pool.evaluate(...handles, randomPoses(1))).rejects.toMatchObject({ code: "cancelled" });
  });

  it("twice is the same as once", async () => {
    const pool = createPool(1);
    await pool.dispose();
    await expect(pool.dispose()).resolves.toBeUndefined();
  });
});
