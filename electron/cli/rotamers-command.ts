import { availableParallelism } from "node:os";
import type { RotamerFinding } from "#core/refine/rotamers/residue-rotamers.ts";
import { checkRotamers, type RotamerCheck } from "#core/refine/rotamers/rotamer-check.ts";
import { rotamerRemarks, rotamerRule, rotamerSummary } from "#core/refine/rotamers/rotamer-words.ts";
import { rotamerCsv } from "#core/report/rotamer-csv.ts";
import { localResolutions } from "#core/simulate/vrm/atom-resolution.ts";
import { EXIT, type Host } from "#electron/cli/host.ts";
import { type JudgedInput, loadJudged } from "#electron/cli/judged-input.ts";
import { type CommonOptions, createReporter, type Reporter } from "#electron/cli/reporter.ts";
import { namedRows, wrapped } from "#electron/cli/text.ts";
import { checkPlace, writeAtomic } from "#workers/files.ts";
import { createImageEngine } from "#workers/images/image-engine.ts";

/** What `mapwright rotamers` was asked for. */
export interface RotamersOptions extends CommonOptions {
  /** Of the map, Å. */
  readonly resolution?: number;
  /** A map of resolutions, Å. */
  readonly localResolution?: string;
  readonly csv?: string;
  /** A file, or "-". */
  readonly json?: string;
  readonly threads?: number;
}

/** `mapwright rotamers MODEL MAP`: side chains for which another rotamer agrees clearly better with the map. */
export async function rotamersCommand(
  words: readonly [string, string],
  options: RotamersOptions,
  host: Host,
): Promise<number> {
  const reporter = createReporter(host, options, options.json === "-");
  try {
    for (const path of [options.csv, options.json]) {
      if (path !== undefined && path !== "-") await checkPlace(path);
    }
    const input = await loadJudged(words, options, reporter, host);
    reporter.note(`resolution  ${input.resolution.value} Å  ${input.resolution.reason}\n`);
    const check = await checked(input, options, reporter, host);
    for (const remark of rotamerRemarks(check)) reporter.warn(remark);
    await write(check, input, options, host);
    reporter.print([rotamerSummary(check.residues), ...tableOf(check.residues)].join("\n"));
    reporter.note(`\n${wrapped(rotamerRule(), reporter.columns)}`);
    return EXIT.ok;
  } finally {
    reporter.end();
  }
}

/** Local resolutions beyond so many times the map's are taken as that. */
const COARSEST_LOCAL = 4;

async function checked(
  { structure, map, local, resolution: { value: resolution } }: JudgedInput,
  { threads }: RotamersOptions,
  reporter: Reporter,
  host: Host,
): Promise<RotamerCheck> {
  const engine = createImageEngine(host.engineFiles, threads ?? availableParallelism());
  const places = { elsewhere: resolution, coarsest: COARSEST_LOCAL * resolution };
  const atomResolution = local && localResolutions(structure, local.volume, places);
  try {
    const request = { structure, map: map.volume, resolution, atomResolution };
    return await checkRotamers(request, engine, reporter.job);
  } finally {
    await engine.dispose();
  }
}

async function write(
  check: RotamerCheck,
  { modelPath, map, resolution, warnings }: JudgedInput,
  { csv, json }: RotamersOptions,
  host: Host,
): Promise<void> {
  if (csv !== undefined) await writeAtomic(csv, rotamerCsv(check.residues));
  if (json === undefined) return;
  const document = {
    model: modelPath,
    map: map.path,
    ...check,
    resolution,
    summary: rotamerSummary(check.residues),
    rule: rotamerRule(),
    warnings: [...warnings, ...rotamerRemarks(check)],
  };
  const text = `${JSON.stringify(document, null, 2)}\n`;
  if (json === "-") host.out(text);
  else await writeAtomic(json, text);
}

/** Side chains with a better rotamer, the largest gain first. */
function tableOf(residues: readonly RotamerFinding[]): string[] {
  const rows = residues.flatMap(({ better, ...residue }) => (better ? [{ ...residue, better }] : []));
  if (rows.length === 0) return [];
  rows.sort((a, b) => b.better.gain - a.better.gain);
  const header = ["side chain", "now", "CC", "clashes", "better", "CC", "clashes", "gain", "σ", "of kind %"];
  const cells = rows.map(({ chain, name, number, insertionCode, rotamer, correlation, clashes, better }) => [
    `${chain} ${name} ${number}${insertionCode}`,
    rotamer ?? "none",
    correlation.toFixed(2),
    String(clashes),
    better.name,
    better.correlation.toFixed(2),
    String(better.clashes),
    better.gain.toFixed(2),
    better.errors.toFixed(1),
    String(better.percent),
  ]);
  return ["", ...namedRows([header, ...cells])];
}
