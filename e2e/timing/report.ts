// `npm run report`: is the answer right, does the verdict mislead, what do maps and models agree on? Prints tables.
import { cpus } from "node:os";
import { type Case, dataPath, hasData, libraryFiles, loadMap, loadModel, realCases } from "./cases.ts";
import { compositeTable } from "./composite-report.ts";
import { fitOnce, median, rmsdToTruth, scramble } from "./fit-once.ts";
import { refinementTables } from "./refinement.ts";
import { identifyTables } from "./report-identify.ts";
import { kernelsTable } from "./report-kernels.ts";
import { particleTables } from "./report-particles.ts";
import { rotamerCases, rotamerTable } from "./report-rotamers.ts";
import { validationTables } from "./validation-table.ts";

/** A table of the report. */
interface Table {
  readonly about: string;
  /** Printed when no table is named. */
  readonly isUsual: boolean;
  print(options: Options): Promise<void>;
}

/** All tables, in the order they are printed. */
const TABLES: Readonly<Record<string, Table>> = {
  success: {
    about: "right answer per case over N seeds (default 20), default settings, input scrambled",
    isUsual: true,
    print: successTable,
  },
  verdict: {
    about: "every model of the library (or every N-th) in every map: what is a wrong model called?",
    isUsual: true,
    print: verdictTable,
  },
  kernels: {
    about: "model maps of all kernels against the real maps",
    isUsual: false,
    print: (options) => kernelsTable(chosen(options), options.threads),
  },
  validation: {
    about: "how models agree with their maps, in their place and out of it",
    isUsual: false,
    print: ({ only, threads }) => validationTables(only, threads),
  },
  composite: {
    about: "known complexes from scrambled chains (--seeds 1 and --decoys 0 unless said)",
    isUsual: false,
    print: (options) => compositeTable({ ...options, seeds: options.askedSeeds ?? 1 }),
  },
  refinement: {
    about: "deposited models and made-up ones with a known truth refined, and what it costs",
    isUsual: false,
    print: ({ threads, only }) => refinementTables(realCases(), threads, only),
  },
  rotamers: {
    about: "side chains flagged as deposited, and of those turned on purpose",
    isUsual: false,
    print: (options) => rotamerTable(rotamerCases(chosen(options)), options.threads),
  },
  particles: {
    about: "reconstruction beside RELION's, poses refined from wrong ones, focus on a domain that moves",
    isUsual: false,
    print: ({ threads }) => particleTables(import.meta.url, threads),
  },
  identify: {
    about: "the demo against the library, and every map: are p and q what they say?",
    isUsual: false,
    print: ({ threads, every, only }) => identifyTables(threads, every, only),
  },
};

const HELP = `npm run report -- [TABLE…] [--seeds N] [--every N] [--decoys N] [--threads N] [--case NAME]
${Object.entries(TABLES)
  .map(
    ([name, { about, isUsual }]) => `  ${name.padEnd(11)} ${about}${isUsual ? "" : " (only when asked for)"}`,
  )
  .join("\n")}`;

/** Models of the library that do belong in a map: the same fold, not a wrong model. */
const RELATED: Readonly<Record<string, readonly string[]>> = {
  emd1080: ["1iok"], // chaperonin 60 of Paracoccus, a homologue of GroEL
  demo: ["I7M317_D1", "I7MLV6_D3"], // both paralogues fit the density
};

interface Options {
  readonly tables: readonly string[];
  readonly seeds: number;
  /** Seeds, when they were said. */
  readonly askedSeeds: number | undefined;
  readonly every: number;
  readonly threads: number;
  readonly only: string | undefined;
  readonly decoys: number;
}

await main(process.argv.slice(2));

async function main(words: readonly string[]): Promise<void> {
  if (words.includes("--help")) {
    console.log(HELP);
    return;
  }
  if (!hasData()) {
    console.log(`The report needs the real maps in ${dataPath(".")}, which are not there.`);
    return;
  }
  const options = parse(words);
  console.log(`${cpus()[0]?.model.trim()}, ${options.threads} threads, Node ${process.version}\n`);
  for (const [name, table] of Object.entries(TABLES)) {
    if (options.tables.includes(name)) await table.print(options);
  }
}

function parse(words: readonly string[]): Options {
  const number = (flag: string, fallback: number) => {
    const at = words.indexOf(flag);
    return at < 0 ? fallback : Number(words[at + 1]);
  };
  const tables = words.filter((word) => word in TABLES);
  const at = words.indexOf("--case");
  return {
    tables: tables.length > 0 ? tables : Object.keys(TABLES).filter((name) => TABLES[name]?.isUsual),
    seeds: number("--seeds", 20),
    askedSeeds: words.includes("--seeds") ? number("--seeds", 1) : undefined,
    decoys: number("--decoys", 0),
    every: number("--every", 1),
    threads: number("--threads", Math.max(1, cpus().length)),
    only: at < 0 ? undefined : words[at + 1],
  };
}

async function successTable(options: Options): Promise<void> {
  console.log(`## Right answer at rank 1, ${options.seeds} seeds, default settings\n`);
  console.log(
    "| case | Å | atoms | right | called clear | sites found | RMSD median (max), Å | starts median (max) | seconds median (max) | CPU s |",
  );
  console.log("|---|---|---|---|---|---|---|---|---|---|");
  for (const item of chosen(options)) console.log(await successRow(item, options));
  console.log();
}

async function successRow(item: Case, options: Options): Promise<string> {
  const map = loadMap(item.map);
  const own = await loadModel(item.model, item.chain);
  const rmsds: number[] = [];
  const starts: number[] = [];
  const seconds: number[] = [];
  const cpu: number[] = [];
  let clear = 0;
  let sites = 0;
  let atoms = 0;
  for (let seed = 1; seed <= options.seeds; seed++) {
    const { structure, motion } = scramble(own, seed);
    const outcome = await fitOnce(map, structure, item.resolution, options.threads, { seed });
    const { verdict, clusters } = outcome.result;
    const placed = clusters[0]?.best.motion;
    rmsds.push(placed ? rmsdToTruth(own, motion, placed, item.truths) : Number.POSITIVE_INFINITY);
    starts.push(outcome.result.starts);
    seconds.push(outcome.seconds);
    cpu.push(outcome.cpuSeconds);
    if (verdict.kind === "clear" || verdict.kind === "equivalent") clear++;
    if (verdict.sites === item.sites) sites++;
    atoms = outcome.result.atoms;
  }
  const right = rmsds.filter((rmsd) => rmsd <= item.tolerance).length;
  const range = (values: readonly number[], digits: number) =>
    `${median(values).toFixed(digits)} (${Math.max(...values).toFixed(digits)})`;
  return `| ${[
    item.name,
    item.resolution,
    atoms,
    `${right}/${options.seeds}`,
    `${clear}/${options.seeds}`,
    `${item.sites} in ${sites}/${options.seeds}`,
    range(rmsds, 3),
    range(starts, 0),
    range(seconds, 2),
    median(cpu).toFixed(2),
  ].join(" | ")} |`;
}

async function verdictTable(options: Options): Promise<void> {
  const files = libraryFiles().filter((_, n) => n % options.every === 0);
  console.log(`## Wrong models: ${files.length} of the library in every map, seed 1, default settings\n`);
  console.log(
    "| map | Å | wrong models | called clear | ambiguous | none | largest gap | related models: gap, verdict | seconds median |",
  );
  console.log("|---|---|---|---|---|---|---|---|---|");
  const maps = new Map(chosen(options).map((item) => [item.map, item]));
  for (const item of maps.values()) console.log(await verdictRow(item, files, options));
  console.log();
}

async function verdictRow(item: Case, files: readonly string[], options: Options): Promise<string> {
  const map = loadMap(item.map);
  const related = Object.entries(RELATED).find(([start]) => item.name.startsWith(start))?.[1] ?? [];
  const counts = { clear: 0, ambiguous: 0, none: 0 };
  const relatives: string[] = [];
  const seconds: number[] = [];
  let largest = 0;
  let wrong = 0;
  for (const file of files) {
    const model = await loadModel(file);
    const outcome = await fitOnce(map, model, item.resolution, options.threads);
    const { verdict } = outcome.result;
    seconds.push(outcome.seconds);
    const relative = related.find((name) => file.includes(name));
    if (relative) {
      relatives.push(`${relative}: ${verdict.gap.toFixed(2)}, ${verdict.label}`);
      continue;
    }
    wrong++;
    largest = Math.max(largest, verdict.gap);
    if (verdict.kind === "none") counts.none++;
    else if (verdict.kind === "ambiguous") counts.ambiguous++;
    else {
      counts.clear++;
      relatives.push(`CLEAR: ${file} gap ${verdict.gap.toFixed(2)}`);
    }
  }
  return `| ${[
    item.name.split(" ")[0],
    item.resolution,
    wrong,
    counts.clear,
    counts.ambiguous,
    counts.none,
    largest.toFixed(3),
    relatives.join("; ") || "–",
    median(seconds).toFixed(2),
  ].join(" | ")} |`;
}

function chosen(options: Options): Case[] {
  return realCases().filter((item) => options.only === undefined || item.name.includes(options.only));
}
