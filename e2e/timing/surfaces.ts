// What surfaces of maps cost: re-contouring beside Mol*, from file to first surface, memory of opening and closing.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { MessageChannel } from "node:worker_threads";
import { AppError } from "#core/errors.ts";
import { writeMrc } from "#core/format/mrc-write.ts";
import { quietJob } from "#core/job/job-context.ts";
import { createBlockIndex } from "#core/surface/block-index.ts";
import { contour } from "#core/surface/contour.ts";
import { withoutDust } from "#core/surface/dust.ts";
import { chooseStep, QUICK, subsample } from "#core/surface/subsample.ts";
import { blobs } from "#core/surface/surface.testing.ts";
import { createGrid } from "#core/volume/grid.ts";
import { resample } from "#core/volume/resample.ts";
import { levelForFraction, measure } from "#core/volume/stats.ts";
import type { Volume } from "#core/volume/volume.ts";
import { createClient, type EngineClient } from "#workers/client.ts";
import { createEngine } from "#workers/engine.ts";
import { lineOn } from "#workers/port.ts";
import { hasData, loadMap } from "./cases.ts";
import { median } from "./fit-once.ts";
import { molstarSurface } from "./molstar-surface.ts";

const RUNS = 7;
const ROUNDS = 20;
/** Voxels below which a piece is dust, as the window begins with. */
const DUST = 10;

/** The section “Surfaces” of `npm run bench`. */
export async function surfaces(): Promise<void> {
  await recontour();
  await fromFile();
  await rounds();
}

async function recontour(): Promise<void> {
  console.log("## Re-contouring at neighbouring levels, dust hidden, one thread: CPU ms, median\n");
  console.log(
    "| map | level | automatic step | at it | full step | triangles | Mol* marching cubes | triangles | Mol* ⁄ full | Mol* ⁄ automatic |\n|---|---|---|---|---|---|---|---|---|---|",
  );
  for (const [name, volume] of await testMaps()) {
    const { mean, sd } = measure(volume);
    for (const [label, level] of [
      ["1 % of voxels", levelForFraction(volume)],
      ["mean + 1 sd", mean + sd],
    ] as const) {
      console.log(await contourRow(name, label, volume, level));
    }
  }
  console.log();
}

async function contourRow(name: string, label: string, volume: Volume, level: number): Promise<string> {
  const index = createBlockIndex(volume);
  const step = chooseStep(volume, index, level, QUICK);
  const coarse = subsample(volume, step);
  const coarseIndex = createBlockIndex(coarse);
  const at = (run: number) => level * (1 + 0.002 * run);
  const automatic = await cpuOf(async (run) => {
    chooseStep(volume, index, at(run), QUICK);
    const mesh = await contour(coarse, coarseIndex, at(run), quietJob);
    return withoutDust(mesh, DUST).indices.length / 3;
  });
  const full = await cpuOf(async (run) => {
    const mesh = await contour(volume, index, at(run), quietJob);
    return withoutDust(mesh, DUST).indices.length / 3;
  });
  const molstar = molstarSurface(volume);
  const theirs = await cpuOf((run) => molstar(at(run)));
  const cells = [
    name,
    label,
    step,
    automatic.ms.toFixed(0),
    full.ms.toFixed(0),
    full.result,
    theirs.ms.toFixed(0),
    theirs.result,
    (theirs.ms / full.ms).toFixed(1),
    (theirs.ms / automatic.ms).toFixed(1),
  ];
  return `| ${cells.join(" | ")} |`;
}

async function testMaps(): Promise<[string, Volume][]> {
  const made: [string, Volume][] = [
    ["blobs 128³", blobs(128, 400, 1)],
    ["blobs 256³", blobs(256, 400, 1)],
  ];
  if (!hasData()) return made;
  const real = loadMap("emd0093_6gyn_hcn4_tetramer_3p4A/map.mrc.gz");
  const sampled = async (n: number) => {
    const voxel = (219 * 1.34) / (n - 1);
    return resample(real, createGrid([n, n, n], real.grid.origin, [voxel, voxel, voxel]), quietJob);
  };
  return [...made, ["EMD-0093 128³", await sampled(128)], ["EMD-0093 256³", await sampled(256)]];
}

async function fromFile(): Promise<void> {
  console.log("## From a file on disk to the first surface (read, statistics, level, contour), ms, median\n");
  console.log(
    "| map | file, MB | wall | CPU | steps of it: open | first surface |\n|---|---|---|---|---|---|",
  );
  const folder = mkdtempSync(path.join(tmpdir(), "mapwright-bench-"));
  try {
    for (const n of [256, 512]) {
      const file = path.join(folder, `${n}.mrc`);
      writeFileSync(file, writeMrc(blobs(n, 400, 1)));
      const times: { wall: number; cpu: number; open: number; surface: number; megabytes: number }[] = [];
      for (let run = 0; run < 3; run++) times.push(await openAndShow(file));
      const middle = (name: "wall" | "cpu" | "open" | "surface") =>
        median(times.map((one) => one[name])).toFixed(0);
      console.log(
        `| ${n}³ | ${times[0]?.megabytes.toFixed(0)} | ${middle("wall")} | ${middle("cpu")} | ${middle("open")} | ${middle("surface")} |`,
      );
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
  console.log();
}

async function openAndShow(file: string) {
  const { client, end } = startEngine();
  const cpu = process.cpuUsage();
  const began = performance.now();
  const content = readFileSync(file);
  const bytes = new Uint8Array(content.buffer, content.byteOffset, content.byteLength);
  const megabytes = bytes.length / 1e6;
  const map = await client.call(
    "openMap",
    { name: "map.mrc", bytes },
    { transfer: [content.buffer as ArrayBuffer] },
  );
  const opened = performance.now();
  await client.call("contour", { map: map.id, level: map.level.value, step: 0, dust: DUST });
  const done = performance.now();
  const used = process.cpuUsage(cpu);
  await end();
  return {
    wall: done - began,
    cpu: (used.user + used.system) / 1000,
    open: opened - began,
    surface: done - opened,
    megabytes,
  };
}

async function rounds(): Promise<void> {
  console.log(
    `## Memory over ${ROUNDS} rounds of opening, contouring and closing a 128³ map, MB after a collection\n`,
  );
  console.log("| after round | JavaScript heap | buffers | resident |\n|---|---|---|---|");
  const { client, end } = startEngine();
  const file = writeMrc(blobs(128, 400, 1));
  for (let round = 1; round <= ROUNDS; round++) {
    const map = await client.call("openMap", { name: "map.mrc", bytes: file.slice() });
    const level = map.level.value;
    for (let n = 0; n < 5; n++) {
      await client.call("contour", { map: map.id, level: level * (1 + 0.01 * n), step: n % 3, dust: DUST });
    }
    await client.call("close", { id: map.id });
    if (round === 1 || round % 5 === 0) console.log(memoryRow(round));
  }
  await end();
  console.log();
}

function memoryRow(round: number): string {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  collect();
  collect();
  const { heapUsed, arrayBuffers, rss } = process.memoryUsage();
  return `| ${round} | ${[heapUsed, arrayBuffers, rss].map((bytes) => (bytes / 1e6).toFixed(1)).join(" | ")} |`;
}

/** An engine on this thread, so that its time and memory are this process's. */
function startEngine(): { client: EngineClient; end(): Promise<void> } {
  const { port1, port2 } = new MessageChannel();
  const host = {
    version: "bench",
    startKernel: () => Promise.reject(new AppError("internal", "Surfaces need no kernel.")),
    startImages: () => {
      throw new AppError("internal", "Surfaces need no images.");
    },
    startScreening: () => {
      throw new AppError("internal", "Surfaces need no screening.");
    },
    startParticles: () => {
      throw new AppError("internal", "Surfaces need no particles.");
    },
    folders: null,
    journals: null,
    clock: () => performance.now(),
  };
  const engine = createEngine(host, lineOn(port2));
  const client = createClient({
    send: (message, transfer) => port1.postMessage(message, [...transfer]),
    onMessage: (listener) => port1.on("message", listener),
    onClose: () => {},
  });
  return {
    client,
    async end() {
      await engine.dispose();
      port1.close();
    },
  };
}

/** Median CPU time of a run after two to warm up, and what the last run gave. */
async function cpuOf(work: (run: number) => Promise<number>): Promise<{ ms: number; result: number }> {
  const times: number[] = [];
  let result = 0;
  for (let run = -2; run < RUNS; run++) {
    const before = process.cpuUsage();
    result = await work(run);
    const { user, system } = process.cpuUsage(before);
    if (run >= 0) times.push((user + system) / 1000);
  }
  return { ms: median(times), result };
}
