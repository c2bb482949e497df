import { availableParallelism } from "node:os";
import { type Fsc, shellCorrelationBy } from "#core/volume/fsc.ts";
import type { Volume } from "#core/volume/volume.ts";
import { EXIT, type Host } from "#electron/cli/host.ts";
import { findPath } from "#electron/cli/inputs.ts";
import { loadMap } from "#electron/cli/load.ts";
import { type CommonOptions, createReporter, type Reporter } from "#electron/cli/reporter.ts";
import { rightAligned, short } from "#electron/cli/text.ts";
import { checkPlace, writeAtomic } from "#workers/files.ts";
import { createImageEngine } from "#workers/images/image-engine.ts";

export interface FscOptions extends CommonOptions {
  /** A map of 0 … 1 that says what counts. */
  readonly mask?: string;
  /** Of the random phases. */
  readonly seed: number;
  /** A file, or "-". */
  readonly json?: string;
}

/** `mapwright fsc MAP MAP`: the Fourier shell correlation of two maps, such as half maps, as RELION counts it. */
export async function fscCommand(
  words: readonly [string, string],
  options: FscOptions,
  host: Host,
): Promise<number> {
  const reporter = createReporter(host, options, options.json === "-");
  if (options.json !== undefined && options.json !== "-") await checkPlace(options.json);
  const names = options.mask === undefined ? words : [...words, options.mask];
  const loaded = await Promise.all(names.map(async (name) => loadMap(await findPath(name, reporter, host))));
  for (const { warnings } of loaded) for (const warning of warnings) reporter.warn(warning);
  const [a, b, mask] = loaded;
  if (!a || !b) throw new TypeError("Two maps were asked for.");
  const fsc = await correlated([a.volume, b.volume], mask?.volume, options.seed, host, reporter);
  const text = `${JSON.stringify({ files: names, seed: options.seed, ...fsc }, null, 2)}\n`;
  if (options.json === "-") host.out(text);
  else if (options.json !== undefined) await writeAtomic(options.json, text);
  show(fsc, mask !== undefined, reporter);
  return EXIT.ok;
}

async function correlated(
  [a, b]: readonly [Volume, Volume],
  mask: Volume | undefined,
  seed: number,
  host: Host,
  { job }: Reporter,
): Promise<Fsc> {
  const engine = createImageEngine(host.engineFiles, availableParallelism());
  try {
    return await shellCorrelationBy(engine.fourier, [a, b], { mask, seed }, job);
  } finally {
    await engine.dispose();
  }
}

function show(
  { shells, resolution143, resolution05, randomisedFrom }: Fsc,
  hasMask: boolean,
  reporter: Reporter,
): void {
  const masked = hasMask ? ["unmasked", "randomised", "corrected"] : [];
  const rows = shells.slice(1).map((shell) => {
    const more = hasMask ? [shell.unmasked, shell.randomised, shell.corrected] : [];
    return [shell.resolution.toFixed(2), ...[shell.fsc, ...more].map((value) => value.toFixed(4))];
  });
  reporter.print(rightAligned([["Å", "FSC", ...masked], ...rows]).join("\n"));
  const from = randomisedFrom === undefined ? "" : `; phases made random from ${short(randomisedFrom)} Å`;
  reporter.note(`FSC 0.143 at ${short(resolution143)} Å, 0.5 at ${short(resolution05)} Å${from}.`);
}
