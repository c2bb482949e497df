import { availableParallelism } from "node:os";
import { writeMrc } from "#core/format/mrc-write.ts";
import { type NamedPeak, namedPeaks } from "#core/report/named-peaks.ts";
import {
  type DifferenceMap,
  type DifferenceScale,
  differenceMap,
  differencePeaks,
} from "#core/validate/difference-map.ts";
import type { DifferenceOptions } from "#electron/cli/difference-options.ts";
import { EXIT, type Host } from "#electron/cli/host.ts";
import { type JudgedInput, loadJudged } from "#electron/cli/judged-input.ts";
import { createReporter, type Reporter } from "#electron/cli/reporter.ts";
import { namedRows, short } from "#electron/cli/text.ts";
import { checkPlace, writeAtomic } from "#workers/files.ts";
import { createImageEngine } from "#workers/images/image-engine.ts";

const HOW: Readonly<Record<DifferenceScale, string>> = {
  global: "one scale and offset near the model",
  shells: "one scale per shell of resolution",
  local: "a scale per shell of resolution, and then one in a window of 3 resolutions about every voxel",
  "half maps": "one scale per shell, weighted by what the half maps say of noise",
};

/** `mapwright difference MODEL MAP`: writes map − scaled model map in σ, and lists where it is strongest. */
export async function differenceCommand(
  words: readonly [string, string],
  options: DifferenceOptions,
  host: Host,
): Promise<number> {
  const reporter = createReporter(host, options, options.json === "-");
  try {
    const { json } = options;
    if (json !== undefined && json !== "-") await checkPlace(json);
    const input = await loadJudged(words, options, reporter, host);
    const { structure, resolution } = input;
    const out = options.out ?? `${structure.name}_difference.mrc`;
    await checkPlace(out);
    const scale = input.halves ? "half maps" : (options.scale ?? "local");
    const { difference, peaks } = await made(input, scale, options, reporter, host);
    const label = `Mapwright: map minus ${structure.name} at ${short(resolution.value)} A, in sigma`;
    await writeAtomic(out, writeMrc(difference.volume, { mode: 2, labels: [label] }));
    const text = documentText(input, scale, difference, peaks, out);
    if (json === "-") host.out(text);
    else if (json !== undefined) await writeAtomic(json, text);
    reporter.note(`resolution  ${short(resolution.value)} Å  ${resolution.reason}`);
    reporter.note(`scale       ${HOW[scale]}\n`);
    reporter.print(peaksText(peaks));
    reporter.note(`\n${out}: ${unitText(difference, scale)}`);
    return EXIT.ok;
  } finally {
    reporter.end();
  }
}

async function made(
  { structure, map, halves, resolution }: JudgedInput,
  scale: DifferenceScale,
  options: DifferenceOptions,
  reporter: Reporter,
  host: Host,
): Promise<{ difference: DifferenceMap; peaks: NamedPeak[] }> {
  const engine = createImageEngine(host.engineFiles, options.threads ?? availableParallelism());
  try {
    const request = {
      structure,
      map: map.volume,
      resolution: resolution.value,
      scale,
      bFactor: options.bfactor,
      halves,
    };
    const difference = await differenceMap(request, engine, reporter.job);
    for (const note of difference.notes) reporter.warn(note);
    const search = { resolution: resolution.value, most: options.peaks };
    const peaks = await differencePeaks(difference, structure, search, reporter.job);
    return { difference, peaks: namedPeaks(peaks, structure) };
  } finally {
    await engine.dispose();
  }
}

/** What is written for programs; electron/cli/README.md describes every field. */
function documentText(
  { modelPath, map, halfPaths, resolution }: JudgedInput,
  scale: DifferenceScale,
  { sigma, notes }: DifferenceMap,
  peaks: readonly NamedPeak[],
  out: string,
): string {
  const document = {
    version: 1,
    map: map.path,
    model: modelPath,
    halfMaps: halfPaths,
    resolution,
    scale,
    sigma,
    file: out,
    peaks,
    warnings: notes,
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function peaksText(peaks: readonly NamedPeak[]): string {
  if (peaks.length === 0) return "Nowhere does the difference reach 3 σ.";
  const row = ({ place, height, distance, chain, name, number, insertionCode, atom }: NamedPeak) => [
    `${chain} ${name} ${number}${insertionCode} ${atom}`,
    distance.toFixed(1),
    height.toFixed(1),
    ...place.map((x) => x.toFixed(1)),
  ];
  const part = (name: string, chosen: readonly NamedPeak[]) =>
    chosen.length === 0
      ? []
      : [...namedRows([[name, "Å from it", "σ", "x", "y", "z"], ...chosen.map(row)]), ""];
  return [
    ...part(
      "in the map only, nearest",
      peaks.filter(({ height }) => height > 0),
    ),
    ...part(
      "in the model only, nearest",
      peaks.filter(({ height }) => height < 0),
    ),
  ]
    .join("\n")
    .trimEnd();
}

function unitText({ sigma }: DifferenceMap, scale: DifferenceScale): string {
  const unit = scale === "half maps" ? "" : `, 1 σ = ${short(sigma)} of the map's units`;
  return `in units of its root mean square near the model${unit}`;
}
