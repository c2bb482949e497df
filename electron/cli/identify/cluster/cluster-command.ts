import { copyFile, readFile } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { AppError } from "#core/errors.ts";
import type { IdentifyDocument } from "#core/report/identify/identify-document.ts";
import { EXIT, type Host } from "#electron/cli/host.ts";
import { followJob, submitShards } from "#electron/cli/identify/cluster/follow.ts";
import {
  type JobDirectory,
  libraryIndexOf,
  makeJobDirectory,
  openJobDirectory,
} from "#electron/cli/identify/cluster/job-directory.ts";
import { runProgram } from "#electron/cli/identify/cluster/run-program.ts";
import { createSlurm } from "#electron/cli/identify/cluster/slurm.ts";
import type { IdentifyOptions } from "#electron/cli/identify/identify-options.ts";
import type { IdentifyPlan } from "#electron/cli/identify/identify-plan.ts";
import { documentText, identifySetupText } from "#electron/cli/identify/identify-table.ts";
import { indexText } from "#electron/cli/identify/library-index.ts";
import { regionText } from "#electron/cli/identify/region-words.ts";
import type { Reporter } from "#electron/cli/reporter.ts";
import { counted } from "#electron/cli/text.ts";

const FILES_PER_TASK = 100;
const MOST_TASKS = 64;

/** `identify --cluster slurm`: writes the directory of a run, submits it and follows it to the end. */
export async function submitToCluster(
  plan: IdentifyPlan,
  options: IdentifyOptions,
  host: Host,
  reporter: Reporter,
): Promise<number> {
  const { items } = plan.library;
  const shards = Math.min(
    options.array ?? Math.min(MOST_TASKS, Math.ceil(items.length / FILES_PER_TASK)),
    items.length,
  );
  const path = options.jobDir ?? defaultDirectory(plan.setup.map.file);
  const { partition, time, memory, cpus } = options;
  const directory = await makeJobDirectory(
    path,
    {
      about: identifySetupText(plan.setup),
      shards,
      files: items.length,
      resolution: plan.setup.resolution.value,
      words: [...programOf(host), ...wordsOf(plan, options, libraryIndexOf(path))],
      savesModels: options.saveDir !== undefined,
      resources: {
        cpus,
        ...(partition !== undefined && { partition }),
        ...(time !== undefined && { time }),
        ...(memory !== undefined && { memory }),
      },
    },
    indexText({ from: plan.setup.library.from, words: plan.setup.library.words, entries: placesOf(plan) }),
  );
  reporter.note(
    `${counted(shards, "shard")} of about ${Math.ceil(items.length / shards)} files each, in ${path}\n`,
  );
  return follow(directory, options, host, reporter);
}

/** `identify --follow DIR`: watches a run that was submitted before, here or elsewhere, and goes on with it. */
export async function followCluster(
  path: string,
  options: IdentifyOptions,
  host: Host,
  reporter: Reporter,
): Promise<number> {
  const directory = await openJobDirectory(path);
  reporter.note(`${directory.job.about}\n`);
  return follow(directory, options, host, reporter);
}

async function follow(
  directory: JobDirectory,
  options: IdentifyOptions,
  host: Host,
  reporter: Reporter,
): Promise<number> {
  const slurm = createSlurm(host.runProgram ?? runProgram);
  await submitShards({ directory, slurm });
  const end = await followJob({ directory, slurm, reporter, signal: host.signal, poll: options.poll });
  if (end === "stopped") {
    reporter.warn(
      `Stopped watching; the jobs go on. mapwright identify --follow ${directory.path} watches again, scancel --name=mapwright ends them.`,
    );
    return EXIT.cancelled;
  }
  const document = JSON.parse(await readFile(directory.result, "utf8")) as IdentifyDocument;
  reporter.print(documentText(document, options.top, reporter.hasColour, Math.min(reporter.columns, 100)));
  await copyResults(directory, options, host);
  reporter.note(`\nEverything is in ${directory.path}: result.json, result.csv, result.html`);
  return EXIT.ok;
}

/** Results go where they were asked for, too. */
async function copyResults(
  { path, result }: JobDirectory,
  { json, csv, report }: IdentifyOptions,
  host: Host,
): Promise<void> {
  if (json === "-") host.out(await readFile(result, "utf8"));
  else if (json !== undefined) await copyFile(result, json);
  if (typeof csv === "string") await copyFile(join(path, "result.csv"), csv);
  if (report !== undefined) await copyFile(join(path, "result.html"), report);
}

/** The words of every task: what was asked, with whole paths; what the program chose it chooses again, but for the resolution. */
function wordsOf({ setup }: IdentifyPlan, options: IdentifyOptions, index: string): string[] {
  const { level, size, plddt, split, keepCopies, starts, full, seed, keep, reject } = options;
  return [
    "identify",
    resolve(setup.map.file),
    index,
    "--resolution",
    String(setup.resolution.value),
    ...(options.region ?? []).flatMap((word) => ["--region", regionText(word)]),
    ...(level === undefined ? [] : ["--level", String(level)]),
    ...(size === undefined ? [] : ["--size", size[1] === Number.POSITIVE_INFINITY ? "any" : size.join("-")]),
    "--plddt",
    plddt === null ? "off" : String(plddt),
    "--split",
    split,
    ...(keepCopies ? ["--keep-copies"] : []),
    ...(starts === undefined ? [] : ["--starts", String(starts)]),
    "--full",
    String(full),
    "--seed",
    String(seed),
    ...(keep ? ["--keep", keep.join(",")] : []),
    ...(reject ? ["--reject", reject.join(",")] : []),
  ];
}

function placesOf({ library }: IdentifyPlan): Parameters<typeof indexText>[0]["entries"] {
  return library.items.map(({ file, place }) => {
    if (place) return { file, place };
    throw new AppError(
      "input",
      "One file with many models cannot be shared out on a cluster: split it into files in a folder or a tar archive first.",
    );
  });
}

function programOf({ program }: Host): readonly string[] {
  if (program) return program;
  throw new AppError("internal", "This host cannot start the program on other machines.");
}

/** Beside where the command was given: "identify-map-20260131-1200". */
function defaultDirectory(mapFile: string): string {
  const name = basename(mapFile)
    .replace(/\.gz$/i, "")
    .replace(/\.[^.]+$/, "");
  const [day = "", time = ""] = new Date().toISOString().slice(0, 16).split("T");
  return `identify-${name}-${day.replaceAll("-", "")}-${time.replace(":", "")}`;
}
