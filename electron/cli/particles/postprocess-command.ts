import { join } from "node:path";
import { AppError } from "#core/errors.ts";
import { writeMrc } from "#core/format/mrc-write.ts";
import { autoMask } from "#core/particles/auto-mask.ts";
import { localResolution, localSize } from "#core/particles/local-resolution.ts";
import { wienerFactors, withAmplitudesOf } from "#core/particles/map-filters.ts";
import { edgeOf } from "#core/particles/model-settings.ts";
import { meanMap, type Sharpening, sharpenedMap } from "#core/particles/postprocess.ts";
import { meanFsc } from "#core/particles/refinement.ts";
import { symmetrise } from "#core/particles/symmetrise.ts";
import { fscCsv } from "#core/report/fsc-csv.ts";
import { fscFileSvg } from "#core/report/fsc-file.ts";
import { filterRadially, gaussianLowPass, shellFactors } from "#core/volume/fourier-filter.ts";
import { type Fsc, shellCorrelation, shellCorrelationUnder } from "#core/volume/fsc.ts";
import type { Volume } from "#core/volume/volume.ts";
import { EXIT, type Host } from "#electron/cli/host.ts";
import { findPath } from "#electron/cli/inputs.ts";
import { loadMap, loadModel } from "#electron/cli/load.ts";
import { modelMapOf, onlyStructure } from "#electron/cli/model-map.ts";
import { readMask } from "#electron/cli/particles/refine-masks.ts";
import { type CommonOptions, createReporter, type Reporter } from "#electron/cli/reporter.ts";
import { short } from "#electron/cli/text.ts";
import { makeFolder, writeAtomic } from "#workers/files.ts";

export interface PostprocessOptions extends CommonOptions {
  readonly out: string;
  readonly mask?: string;
  readonly filter: "fsc" | "wiener" | "gaussian";
  readonly bfactor: Sharpening;
  /** A model whose amplitudes the map gets. */
  readonly model?: string;
  readonly symmetry: string;
  readonly local?: boolean;
  /** Å. */
  readonly localSize?: number;
}

/** Å of the model's map that amplitudes are taken from (e2gmm's paper). */
const MODEL_RESOLUTION = 2;
/** Local correlation that counts as agreement. */
const LOCAL_LIMIT = 0.143;

/** `mapwright particles postprocess HALF1 HALF2 --out DIR`: FSC, mask, filtered and sharpened map, local resolution. */
export async function postprocessCommand(
  words: readonly [string, string],
  options: PostprocessOptions,
  host: Host,
): Promise<number> {
  const reporter = createReporter(host, options);
  try {
    const halves = await readHalves(words, options.symmetry, reporter, host);
    const found = await maskFor(halves, options, reporter, host);
    const fsc = await shellCorrelationUnder(found.mask, halves, reporter.job);
    await makeFolder(options.out);
    const file = (name: string) => join(options.out, name);
    await writeAtomic(file("mask.mrc"), writeMrc(found.mask));
    await writeAtomic(file("fsc.csv"), fscCsv(fsc));
    await writeAtomic(file("fsc.svg"), fscFileSvg(fsc));
    const { map, words: how, bFactor } = await finalMap(halves, fsc, options, reporter, host);
    await writeAtomic(file("map.mrc"), writeMrc(map));
    const local = options.local ? await writeLocal(halves, found.mask, fsc, options, reporter) : undefined;
    const result = {
      halves: words,
      mask: found.reason,
      resolution143: fsc.resolution143,
      resolution05: fsc.resolution05,
      meanFsc: meanFsc(fsc),
      ...(bFactor !== undefined && { bFactor }),
      ...(local && { localResolution: local }),
    };
    await writeAtomic(file("result.json"), `${JSON.stringify(result, null, 2)}\n`);
    report(fsc, found.reason, how, local, reporter);
    return EXIT.ok;
  } finally {
    reporter.end();
  }
}

async function readHalves(
  words: readonly [string, string],
  symmetry: string,
  reporter: Reporter,
  host: Host,
): Promise<readonly [Volume, Volume]> {
  const read = async (word: string) => {
    const { volume, warnings } = await loadMap(await findPath(word, reporter, host));
    for (const warning of warnings) reporter.warn(warning);
    return symmetry === "C1" ? volume : symmetrise(volume, symmetry, reporter.job);
  };
  const halves = [await read(words[0]), await read(words[1])] as const;
  if (halves[0].values.every((value, n) => value === halves[1].values[n])) {
    throw new AppError("input", "The two half maps are the same map: their FSC would be 1 everywhere.");
  }
  return halves;
}

/** The mask given, else one made for the resolution that the halves agree to without a mask. */
async function maskFor(
  halves: readonly [Volume, Volume],
  { mask }: PostprocessOptions,
  reporter: Reporter,
  host: Host,
): Promise<{ mask: Volume; reason: string }> {
  if (mask !== undefined) return readMask(mask, "--mask", halves[0].grid, reporter, host);
  const { resolution143 } = shellCorrelation(halves[0], halves[1]);
  return autoMask(meanMap(halves), resolution143, reporter.job);
}

async function finalMap(
  halves: readonly [Volume, Volume],
  fsc: Fsc,
  options: PostprocessOptions,
  reporter: Reporter,
  host: Host,
): Promise<{ map: Volume; words: string; bFactor?: number }> {
  const { job } = reporter;
  const mean = meanMap(halves);
  if (options.model !== undefined) {
    const structure = onlyStructure(await loadModel(await findPath(options.model, reporter, host)), reporter);
    const drawn = modelMapOf(structure, MODEL_RESOLUTION);
    const map = await withAmplitudesOf(mean, drawn, fsc.resolution143, job);
    return { map, words: `amplitudes of ${options.model} at ${MODEL_RESOLUTION} Å` };
  }
  if (options.filter === "gaussian") {
    const map = await filterRadially(mean, gaussianLowPass(fsc.resolution143), job);
    return { map, words: `Gaussian low-pass at ${fsc.resolution143.toFixed(2)} Å` };
  }
  if (options.filter === "wiener") {
    const map = await filterRadially(mean, shellFactors(wienerFactors(fsc), edgeOf(mean.grid)), job);
    return { map, words: "EMAN's Wiener filter from the unmasked FSC" };
  }
  const { map, fallOff } = await sharpenedMap(halves, fsc, options.bfactor, job);
  const own = fallOff
    ? `its amplitudes fall as B = ${fallOff.bFactor.toFixed(0)} Å²`
    : "too coarse to tell how its amplitudes fall";
  const applied =
    typeof options.bfactor === "number"
      ? `sharpened by ${options.bfactor} Å²`
      : { auto: "taken back", none: "left" }[options.bfactor];
  return {
    map,
    words: `weighted by FSC; ${own}, ${applied}`,
    ...(fallOff && { bFactor: Number(short(fallOff.bFactor)) }),
  };
}

interface LocalSummary {
  /** Å: the quarter of the voxels under the mask is finer than this; the median; the quarter that is coarser. */
  readonly quartiles: readonly [number, number, number];
  readonly size: number;
}

async function writeLocal(
  halves: readonly [Volume, Volume],
  mask: Volume,
  { resolution143 }: Fsc,
  options: PostprocessOptions,
  reporter: Reporter,
): Promise<LocalSummary> {
  const size = options.localSize ?? localSize(resolution143);
  const { resolution, filtered } = await localResolution(
    halves,
    { mask, size, limit: LOCAL_LIMIT },
    reporter.job,
  );
  await writeAtomic(join(options.out, "local_resolution.mrc"), writeMrc(resolution));
  await writeAtomic(join(options.out, "locally_filtered.mrc"), writeMrc(filtered));
  const inside = resolution.values.filter((_, n) => (mask.values[n] ?? 0) > 0.5).sort();
  const at = (part: number) => Number((inside[Math.floor(part * (inside.length - 1))] ?? 0).toFixed(3));
  return { quartiles: [at(0.25), at(0.5), at(0.75)], size };
}

function report(
  fsc: Fsc,
  mask: string,
  map: string,
  local: LocalSummary | undefined,
  reporter: Reporter,
): void {
  reporter.print(
    `FSC 0.143 at ${fsc.resolution143.toFixed(2)} Å, 0.5 at ${fsc.resolution05.toFixed(2)} Å; mean from 40 Å to Nyquist ${meanFsc(fsc).toFixed(4)}`,
  );
  reporter.note(`mask  ${mask}`);
  reporter.note(`map   ${map}`);
  if (!local) return;
  const [fine, middle, coarse] = local.quartiles;
  reporter.print(
    `local resolution under the mask: ${fine.toFixed(2)}, ${middle.toFixed(2)}, ${coarse.toFixed(2)} Å (quartiles; compared over ${local.size.toFixed(0)} Å)`,
  );
}
