import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { writeMmcif } from "#core/format/mmcif-write.ts";
import { rankCandidates } from "#core/identify/rank/rank-candidates.ts";
import type { FullRecord, ItemRecord } from "#core/identify/screen/records.ts";
import { quietJob } from "#core/job/job-context.ts";
import { createRandom, randomRotation } from "#core/math/random.ts";
import { applyRigid, compose, type Rigid } from "#core/math/rigid.ts";
import { distance } from "#core/math/vec3.ts";
import { simulateMolmap } from "#core/simulate/molmap.ts";
import { weightedAtoms } from "#core/simulate/weighted-atoms.ts";
import { moveStructure } from "#core/structure/move.ts";
import type { Structure } from "#core/structure/structure.ts";
import { walk } from "#core/structure/walk.testing.ts";
import { builtEngineFiles } from "#workers/built.testing.ts";
import {
  type KnownRecords,
  type LibraryItem,
  screenItems,
  searchBest,
} from "#workers/identify/identify-run.ts";
import type { ScreenJob } from "#workers/identify/messages.ts";
import { ScreeningPool, sharedValues } from "#workers/identify/screening-pool.ts";

const RESOLUTION = 6;
const COUNT = 13;
const RIGHT = 5;

const files = builtEngineFiles();
const chainOf = (n: number): Structure => ({ ...walk(60, n), name: `chain${n}` });
const home = chainOf(RIGHT);
const map = simulateMolmap(
  weightedAtoms(
    home,
    Uint32Array.from({ length: home.atomCount }, (_, n) => n),
  ),
  RESOLUTION,
);
const away = (seed: number): Rigid => {
  const random = createRandom(seed);
  return { rotation: randomRotation(random), shift: [50 * random(), 50 * random(), 50 * random()] };
};

const item = (file: string, structure: Structure): LibraryItem => ({
  file,
  load: async () => ({ bytes: writeMmcif([structure]) }),
});

/** Made-up chains turned away from home, the one in the map among them, a copy of it, and a file that is none. */
const library: readonly LibraryItem[] = [
  ...Array.from({ length: COUNT }, (_, n) => item(`chain${n}.cif`, moveStructure(chainOf(n), away(n)))),
  item("copy.cif", moveStructure(home, away(99))),
  { file: "broken.cif", load: async () => ({ bytes: new TextEncoder().encode("no model\n") }) },
  { file: "missing.cif", load: () => Promise.reject(new Error("gone")) },
];

const job: ScreenJob = {
  grid: map.grid,
  values: sharedValues(map),
  level: { value: 0.3 * map.values.reduce((a, b) => Math.max(a, b)), reason: "given" },
  resolution: { value: RESOLUTION, reason: "given" },
  plan: { seed: 1, starts: 100 },
  choice: { leastPlddt: 70, split: "none", least: 0, most: 1000 },
};

async function identify(
  threads: number,
  options: {
    known?: KnownRecords;
    numbers?: readonly number[];
    record?: (one: ItemRecord | FullRecord) => void;
  } = {},
): Promise<KnownRecords> {
  const known = options.known ?? { items: new Map(), full: new Map() };
  const pool = new ScreeningPool(files, job, threads);
  const params = {
    pool,
    library,
    known,
    keepCopies: false,
    record: options.record ?? (() => {}),
    job: quietJob,
  };
  try {
    await screenItems(params, options.numbers ?? library.map((_, n) => n));
    if (!options.numbers) await searchBest(params, 2);
  } finally {
    await pool.dispose();
  }
  return known;
}

/** The table without what a clock says. */
function tableOf(known: KnownRecords): string {
  const ranking = rankCandidates({
    items: [...known.items.values()],
    full: [...known.full.values()],
    resolution: RESOLUTION,
  });
  return JSON.stringify(ranking, (key, value) => (key === "seconds" ? undefined : value));
}

describe("identifying made-up chains", () => {
  let alone: KnownRecords;

  beforeAll(async () => {
    alone = await identify(1);
  });

  it("finds the one that the map was made of, in its place", () => {
    const ranking = rankCandidates({
      items: [...alone.items.values()],
      full: [...alone.full.values()],
      resolution: RESOLUTION,
    });
    const [first, second] = ranking.candidates;
    expect(first?.file).toBe(`chain${RIGHT}.cif`);
    expect(first?.verdict.kind).toBe("clear");
    expect(second?.verdict.kind).toBe("none");
    const total = first && compose(first.fit.motion, away(RIGHT));
    const [x = 0, y = 0, z = 0] = home.xyz;
    expect(distance(total ? applyRigid(total, [x, y, z]) : [0, 0, 0], [x, y, z])).toBeLessThan(0.2);
  });

  it("skips what cannot be read and what is a copy, with the reason", () => {
    const { skipped } = rankCandidates({
      items: [...alone.items.values()],
      full: [],
      resolution: RESOLUTION,
    });
    expect(skipped.map(({ file }) => file)).toEqual(["broken.cif", "missing.cif", "copy.cif"]);
    expect(skipped[0]?.reason).toMatch(/is not|holds no|cannot/i);
    expect(skipped[2]?.reason).toContain(`a copy of chain${RIGHT}`);
  });

  it("gives the same table for any number of threads", async () => {
    const expected = tableOf(alone);
    for (const threads of [2, Math.max(3, availableParallelism())]) {
      expect(tableOf(await identify(threads))).toBe(expected);
    }
  });

  it("gives the same table in parts, and after it was stopped and gone on with", async () => {
    const parts: KnownRecords = { items: new Map(), full: new Map() };
    for (const part of [2, 0, 1]) {
      const own = await identify(2, { numbers: library.map((_, n) => n).filter((n) => n % 3 === part) });
      for (const [n, record] of own.items) parts.items.set(n, record);
    }
    expect(tableOf(await identify(2, { known: parts }))).toBe(tableOf(alone));
    const begun = {
      items: new Map([...alone.items].slice(3, 9)),
      full: new Map([...alone.full].slice(0, 1)),
    };
    const told: (ItemRecord | FullRecord)[] = [];
    const resumed = await identify(2, { known: begun, record: (one) => told.push(one) });
    expect(tableOf(resumed)).toBe(tableOf(alone));
    expect(told).toHaveLength(library.length - 6 + alone.full.size - 1); // nothing is done twice
  });

  it("stops soon after a cancel and keeps what it has", async () => {
    const cancel = new AbortController();
    const known: KnownRecords = { items: new Map(), full: new Map() };
    const pool = new ScreeningPool(files, { ...job, plan: { seed: 1, starts: 20_000 } }, 2);
    const params = { pool, library, known, keepCopies: false, job: { ...quietJob, signal: cancel.signal } };
    // The others are under way, or have not begun, when the first is told.
    const run = screenItems(
      { ...params, record: () => cancel.abort() },
      library.map((_, n) => n),
    );
    await expect(run).rejects.toMatchObject({ code: "cancelled" });
    await pool.dispose();
    expect(known.items.size).toBeLessThan(library.length);
    for (const record of known.items.values()) {
      for (const { fit } of record.candidates) expect(fit?.starts ?? 20_000).toBe(20_000);
    }
  });
});

describe("a screening pool", () => {
  it("survives threads that die: their files are skipped with a sentence, and others take their place", async () => {
    const folder = mkdtempSync(join(tmpdir(), "mapwright-test-"));
    const dying = 'require("node:worker_threads").parentPort.on("message", () => process.exit(3));';
    writeFileSync(join(folder, "screen-thread.js"), dying);
    const pool = new ScreeningPool({ ...files, thread: pathToFileURL(join(folder, "thread.js")) }, job, 1);
    const known: KnownRecords = { items: new Map(), full: new Map() };
    await screenItems({ pool, library, known, keepCopies: false, record: () => {}, job: quietJob }, [0, 1]);
    await pool.dispose();
    rmSync(folder, { recursive: true, maxRetries: 10 });
    const reasons = [...known.items.values()].map(({ skipped }) => skipped[0]?.reason);
    expect(reasons).toEqual(Array(2).fill(expect.stringMatching(/^The thread that worked on it stopped/)));
  });
});
