import { cpus } from "node:os";
import { writeMmcif } from "#core/format/mmcif-write.ts";
import { writePdb } from "#core/format/pdb-write.ts";
import { readStructure } from "#core/format/structure-file.ts";
import type { LibraryItem } from "#workers/identify/identify-run.ts";
import { hasData, libraryFiles, loadMap, loadModel, realCases } from "./cases.ts";
import { scramble } from "./fit-once.ts";
import { identifyOnce } from "./identify-once.ts";

const REPEATS = 12; // of the 88 domains: 1,056 candidates
const SHARDS = [1, 4, 16];

/**
 * What an identification costs and how that grows: the library repeated under random motions, in candidates, threads and
 * shards, and what reading costs. Screening alone, which is all but a constant of a large run.
 */
export async function identification(): Promise<void> {
  if (!hasData()) {
    console.log("Identification needs ../shared/data, which is not there.");
    return;
  }
  const item = realCases().find(({ name }) => name.startsWith("demo"));
  if (!item) return;
  const map = loadMap(item.map);
  const library = await repeatedLibrary();
  const shared = { map, resolution: item.resolution, library, full: 0, keepCopies: true };
  console.log(
    `## Identification: ${library.length / REPEATS} domains × ${REPEATS} random motions, demo map, 1,000 starts each\n`,
  );
  console.log(
    "| candidates | threads | shards | seconds | CPU s | CPU ms per candidate | CPU ms to rank once | largest memory, MB |\n|---|---|---|---|---|---|---|---|",
  );
  const all = library.map((_, n) => n);
  const line = async (numbers: readonly number[][], threads: number) => {
    let [seconds, cpu, rank, megabytes, count] = [0, 0, 0, 0, 0];
    for (const part of numbers) {
      const found = await identifyOnce({ ...shared, numbers: part, threads });
      seconds += found.seconds;
      cpu += found.screenCpu;
      rank = Math.max(rank, found.rankCpu);
      megabytes = Math.max(megabytes, found.megabytes);
      count += part.length;
    }
    const each = ((1000 * cpu) / count).toFixed(1);
    console.log(
      `| ${[count, threads, numbers.length, seconds.toFixed(1), cpu.toFixed(1), each, (1000 * rank).toFixed(0), megabytes.toFixed(0)].join(" | ")} |`,
    );
  };
  const first = all.slice(0, library.length / REPEATS);
  await line([first], 1);
  await line([all.slice(0, 4 * first.length)], 1);
  for (const threads of [...new Set([2, cpus().length])])
    await line([all.slice(0, 4 * first.length)], threads);
  for (const count of SHARDS.slice(1)) await line(sharesOf(all.slice(0, 4 * first.length), count), 1);
  await line([all], cpus().length);
  console.log();
  await reading();
}

/** The domains one after the other, then again turned and moved at random, as PDB files. */
async function repeatedLibrary(): Promise<LibraryItem[]> {
  const models = await Promise.all(libraryFiles().map((file) => loadModel(file)));
  return Array.from({ length: REPEATS }, (_, round) =>
    models.map((model, n) => {
      const bytes = writePdb(scramble(model, round * models.length + n).structure);
      return { file: `${model.name}-${round}.pdb`, load: async () => ({ bytes: bytes.slice() }) };
    }),
  ).flat();
}

function sharesOf(numbers: readonly number[], count: number): number[][] {
  return Array.from({ length: count }, (_, shard) => numbers.filter((_, n) => n % count === shard));
}

async function reading(): Promise<void> {
  const files = libraryFiles();
  console.log("| reading the library as | kB per file | CPU ms per file |\n|---|---|---|");
  for (const [name, write] of [
    ["PDB", writePdb],
    ["mmCIF", (structure: Parameters<typeof writePdb>[0]) => writeMmcif([structure])],
  ] as const) {
    const written: Uint8Array[] = [];
    for (const file of files) {
      written.push(write(await loadModel(file)));
    }
    const before = process.cpuUsage();
    for (const bytes of written) await readStructure(`x.${name === "PDB" ? "pdb" : "cif"}`, bytes);
    const { user, system } = process.cpuUsage(before);
    const size = written.reduce((sum, { length }) => sum + length, 0) / files.length / 1000;
    console.log(`| ${name} | ${size.toFixed(0)} | ${((user + system) / 1000 / files.length).toFixed(1)} |`);
  }
  console.log();
}
