import { basename, join } from "node:path";
import { writeMmcif } from "#core/format/mmcif-write.ts";
import { readStructure } from "#core/format/structure-file.ts";
import { candidatesOf } from "#core/identify/library/candidates.ts";
import type { RankedCandidate, Ranking } from "#core/identify/rank/rank-candidates.ts";
import { placeOf } from "#core/identify/screen/records.ts";
import { fitJson } from "#core/report/fit-document.ts";
import { identifyCsv } from "#core/report/identify/identify-csv.ts";
import {
  type IdentifyDocument,
  identifyDocument,
  type Mark,
} from "#core/report/identify/identify-document.ts";
import { identifyReportHtml } from "#core/report/identify/identify-report.ts";
import { projectionOf } from "#core/report/identify/projection.ts";
import { moveStructure } from "#core/structure/move.ts";
import { type Called, frameOf } from "#electron/cli/fit-html.ts";
import type { Host } from "#electron/cli/host.ts";
import type { IdentifyOptions } from "#electron/cli/identify/identify-options.ts";
import type { IdentifyPlan } from "#electron/cli/identify/identify-plan.ts";
import type { Reporter } from "#electron/cli/reporter.ts";
import { counted } from "#electron/cli/text.ts";
import { makeFolder, writeAtomic } from "#workers/files.ts";
import type { KnownRecords } from "#workers/identify/identify-run.ts";
import { unpacked } from "#workers/unpack.ts";

/** What a run came to. */
export interface IdentifyResults {
  readonly plan: IdentifyPlan;
  readonly known: KnownRecords;
  readonly ranking: Ranking;
  readonly isPartial: boolean;
  readonly warnings: readonly string[];
  readonly seconds: number;
}

/** Writes whatever of JSON, CSV, report and placed models was asked for; what it wrote. Throws `resource` when that fails. */
export async function writeResults(
  results: IdentifyResults,
  options: IdentifyOptions & { readonly called: Called },
  host: Host,
  reporter: Reporter,
): Promise<IdentifyDocument> {
  const { plan, ranking, isPartial, warnings, seconds } = results;
  const marks = marksOf(options, ranking, reporter);
  const saved = options.saveDir ? await savePlaced(results, marks, options.saveDir, reporter) : undefined;
  const run = { seconds, isPartial, notes: warnings };
  const document = identifyDocument(plan.setup, ranking, run, marks, saved);
  const csv = csvPlace(options, plan.setup.map.file);
  if (csv !== undefined) await writeAtomic(csv, identifyCsv(document));
  if (options.report !== undefined)
    await writeAtomic(options.report, htmlOf(results, document, options.called));
  // The JSON comes last: whoever waits for it finds the rest.
  const json = fitJson(document);
  if (options.json === "-") host.out(json);
  else if (options.json !== undefined) await writeAtomic(options.json, json);
  return document;
}

function htmlOf(
  { plan, known, ranking }: IdentifyResults,
  document: IdentifyDocument,
  called: Called,
): string {
  const traces = new Map(
    ranking.candidates.flatMap(({ item, part, record }) => {
      const full = known.full.get(placeOf(item, part));
      return full ? [[record.name, full.trace] as const] : [];
    }),
  );
  const file = basename(document.map.file);
  const projection = projectionOf(plan.region.volume, plan.region.level.value);
  return identifyReportHtml(
    { document: { ...document, map: { ...document.map, file } }, projection, traces },
    frameOf(`What is in ${file}?`, called),
  );
}

function marksOf(
  { keep, reject }: IdentifyOptions,
  { candidates }: Ranking,
  reporter: Reporter,
): Map<string, Mark> {
  const known = new Set(candidates.map(({ record }) => record.name));
  const marks = new Map<string, Mark>();
  const mark = (names: readonly string[] | undefined, as: Mark) => {
    for (const name of names ?? []) {
      if (known.has(name)) marks.set(name, as);
      else reporter.warn(`There is no candidate ${name} to ${as}.`);
    }
  };
  mark(keep, "keep");
  mark(reject, "reject");
  return marks;
}

function csvPlace({ csv, json, report }: IdentifyOptions, mapFile: string): string | undefined {
  if (typeof csv === "string" || csv === undefined) return csv;
  const beside = json !== undefined && json !== "-" ? json : report;
  return `${(beside ?? `${basename(mapFile)}.identify`).replace(/\.(json|html?)$/i, "")}.csv`;
}

/** Writes the candidates that were kept, else those that are identified, where they were placed; their paths by name. */
async function savePlaced(
  results: IdentifyResults,
  marks: ReadonlyMap<string, Mark>,
  folder: string,
  reporter: Reporter,
): Promise<Map<string, string>> {
  await makeFolder(folder);
  const { candidates } = results.ranking;
  const kept = candidates.filter(({ record }) => marks.get(record.name) === "keep");
  const found = candidates.filter(({ verdict }) => verdict.kind === "clear" || verdict.kind === "tie");
  const saved = new Map<string, string>();
  for (const candidate of kept.length > 0 ? kept : found) {
    const { name } = candidate.record;
    const safe = name.replace(/[^A-Za-z0-9._+-]+/g, "_").replace(/^[._]+|_+$/g, "") || "model";
    const path = join(folder, `${safe}_rank${candidate.rank}.cif`);
    await writeAtomic(path, await placedCif(results, candidate, safe));
    saved.set(name, path);
  }
  reporter.note(`Saved ${counted(saved.size, "placed model")} in ${folder}`);
  return saved;
}

/** The candidate as it was tried, without what was trimmed, where it was placed. */
async function placedCif(
  { plan }: IdentifyResults,
  { item, part, file, record, fit, rank }: RankedCandidate,
  name: string,
): Promise<Uint8Array | string> {
  const content = await plan.library.items[item]?.load();
  if (!content) throw new TypeError("A candidate of no file was ranked.");
  const parsed =
    "parsed" in content
      ? content.parsed
      : (await readStructure(file, await unpacked(file, content.bytes))).value;
  const candidate = candidatesOf(parsed, plan.job.choice).candidates[part];
  if (!candidate) throw new TypeError("A file of the library has changed during the run.");
  const title = `${record.name} placed in ${basename(plan.setup.map.file)}, rank ${rank}`;
  return writeMmcif([moveStructure(candidate.structure, fit.motion)], { name, title });
}
