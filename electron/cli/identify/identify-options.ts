import { type Command, InvalidArgumentError, Option } from "commander";
import { FIT_DEFAULTS } from "#core/fit/params.ts";
import { FULL_SEARCHES } from "#core/identify/rank/choose-full.ts";
import { TRUSTED_PLDDT } from "#core/structure/plddt.ts";
import {
  MOST_SEED,
  MOST_THREADS,
  number,
  path,
  positive,
  RESOLUTION_MOST,
  type WordParser,
  whole,
} from "#electron/cli/arguments.ts";
import { type RegionWord, regionWord } from "#electron/cli/identify/region-words.ts";
import type { CommonOptions } from "#electron/cli/reporter.ts";

/** A part of a library: this one of so many, from 1. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

/** Options of `identify`, named as on the command line. */
export interface IdentifyOptions extends CommonOptions {
  readonly region?: readonly RegionWord[];
  readonly level?: number;
  readonly resolution?: number;
  /** kDa. */
  readonly size?: readonly [number, number];
  readonly plddt: number | null;
  readonly split: "none" | "chains" | "domains";
  readonly keepCopies?: boolean;
  readonly starts?: number;
  readonly full: number;
  readonly seed: number;
  readonly threads?: number;
  readonly shard?: Shard;
  readonly journal?: string;
  readonly merge?: readonly string[];
  readonly finish?: boolean;
  readonly cluster?: "slurm";
  readonly array?: number;
  readonly partition?: string;
  readonly time?: string;
  readonly memory?: string;
  readonly cpus: number;
  readonly jobDir?: string;
  readonly follow?: string;
  /** Seconds. */
  readonly poll: number;
  readonly top: number;
  readonly keep?: readonly string[];
  readonly reject?: readonly string[];
  readonly saveDir?: string;
  readonly csv?: string | true;
  readonly report?: string;
  readonly json?: string;
}

const MOST_STARTS = 1_000_000;
const MOST_FULL = 10_000;
const MOST_ROWS = 100_000;
const SHOWN = 10;
const MOST_TASKS = 10_000;
const POLL = 15; // s

/** Adds the options of `identify`; what has no default is chosen from the data. */
export function addIdentifyOptions(identify: Command): void {
  addRegionOptions(identify);
  addLibraryOptions(identify);
  addSearchOptions(identify);
  addRunOptions(identify);
  addClusterOptions(identify);
  addResultOptions(identify);
}

function addRegionOptions(identify: Command): void {
  identify.optionsGroup("Where to look:");
  const region = "all, blob:N, blob:x,y,z, box:x,y,z,x,y,z, mask:FILE, without:FILE,FILE…; may be repeated";
  identify.addOption(
    new Option("--region <R>", region).argParser((word: string, before: RegionWord[] | undefined) => [
      ...(before ?? []),
      regionWord(word),
    ]),
  );
  add(identify, "--level <L>", "what is density, map units (default: separates it from solvent)", number);
  const stated = "of the map, Å (default: stated for the map, else 3 × the voxel size)";
  add(identify, "--resolution <D>", stated, positive(RESOLUTION_MOST));
}

function addLibraryOptions(identify: Command): void {
  identify.optionsGroup("Candidates:");
  add(
    identify,
    "--size <A-B>",
    "masses that are tried, kDa, or any (default: from the region's volume)",
    sizes,
  );
  const plddt = "leave out residues of predicted models below this pLDDT, or off";
  add(identify, "--plddt <N>", plddt, leastPlddt, TRUSTED_PLDDT);
  identify.addOption(
    new Option("--split <WHAT>", "try the parts of each model on their own")
      .choices(["none", "chains", "domains"])
      .default("none"),
  );
  identify.option("--keep-copies", "try copies too: the same sequence and coordinates");
}

function addSearchOptions(identify: Command): void {
  identify.optionsGroup("Search:");
  const screening = "starts of screening, per candidate (default: 1,000 for every 100 kDa of density)";
  add(identify, "--starts <N>", screening, whole(1, MOST_STARTS));
  const full = "best candidates that get the full search";
  add(identify, "--full <N>", full, whole(0, MOST_FULL), FULL_SEARCHES);
  add(identify, "--seed <S>", "random seed", whole(0, MOST_SEED), FIT_DEFAULTS.seed);
  add(identify, "--threads <N>", "worker threads (default: one per processor)", whole(1, MOST_THREADS));
}

function addRunOptions(identify: Command): void {
  identify.optionsGroup("Long runs:");
  add(
    identify,
    "--journal <FILE>",
    "write down every result at once; the same command goes on from there",
    path,
  );
  add(identify, "--shard <i/n>", "screen only the i-th of n parts of the library", shard);
  identify.addOption(
    new Option("--merge <FILE>", "take in the journal of a shard; may be repeated").argParser(
      (word: string, before: string[] | undefined) => [...(before ?? []), path(word)],
    ),
  );
  identify.option("--finish", "screen nothing more: what no journal tells of is left out");
}

function addClusterOptions(identify: Command): void {
  identify.optionsGroup("On a cluster:");
  identify.addOption(new Option("--cluster <KIND>", "share the work out as a job array").choices(["slurm"]));
  add(
    identify,
    "--array <N>",
    "tasks of the array (default: one for every 100 files, at most 64)",
    whole(1, MOST_TASKS),
  );
  add(identify, "--partition <P>", "partition to ask for", path);
  add(identify, "--time <T>", "time limit of a task, as sbatch takes it", path);
  add(identify, "--memory <M>", "memory of a task, as sbatch takes it", path);
  add(identify, "--cpus <C>", "processors of a task", whole(1, MOST_THREADS), 1);
  add(
    identify,
    "--job-dir <DIR>",
    "directory of the run, seen by all nodes (default: identify-MAP-TIME here)",
    path,
  );
  add(identify, "--follow <DIR>", "watch a run and go on with it; needs no MAP and LIBRARY", path);
  add(identify, "--poll <S>", "seconds between two looks at the queue", positive(), POLL);
}

function addResultOptions(identify: Command): void {
  identify.optionsGroup("Results:");
  add(identify, "--top <K>", "candidates shown", whole(1, MOST_ROWS), SHOWN);
  add(identify, "--keep <NAMES>", "candidates to mark as kept, and the ones that --save-dir writes", names);
  add(identify, "--reject <NAMES>", "candidates to mark as rejected: they rival nobody", names);
  add(identify, "--save-dir <DIR>", "write placed models there: those kept, else those identified", path);
  add(
    identify,
    "--report <FILE>",
    "write a report in one HTML file: findings, pictures, table, settings",
    path,
  );
  identify.option("--csv [FILE]", "write the table as CSV (default: beside the JSON or report)");
  add(identify, "--json <FILE>", "write the results as JSON; - prints them instead of the table", path);
}

function add<T>(identify: Command, flags: string, text: string, parse: WordParser<T>, usual?: T): void {
  const option = new Option(flags, text).argParser(parse);
  identify.addOption(usual === undefined ? option : option.default(usual));
}

/** "3/64": the third of 64 parts. */
function shard(word: string): Shard {
  const [, index, count] = /^(\d{1,6})\/(\d{1,6})$/.exec(word) ?? [];
  const part = { index: Number(index), count: Number(count) };
  if (part.index >= 1 && part.index <= part.count) return part;
  throw new InvalidArgumentError("A part such as 3/64, from 1/64 to 64/64, is expected.");
}

function sizes(word: string): readonly [number, number] {
  if (word === "any") return [0, Number.POSITIVE_INFINITY];
  const [least, most, ...more] = word.split("-").map((part) => number(part));
  if (least === undefined || most === undefined || more.length > 0 || !(least < most)) {
    throw new InvalidArgumentError("Two masses in kDa such as 10-40, or any, are expected.");
  }
  return [least, most];
}

function leastPlddt(word: string): number | null {
  if (word === "off") return null;
  const value = number(word);
  if (value >= 0 && value <= 100) return value;
  throw new InvalidArgumentError("A pLDDT from 0 to 100, or off, is expected.");
}

function names(word: string): string[] {
  return word.split(",").map((name) => name.trim());
}
