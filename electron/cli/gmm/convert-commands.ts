import { basename } from "node:path";
import { writeMrc } from "#core/format/mrc-write.ts";
import type { EmanBox } from "#core/gmm/eman-gaussians.ts";
import { covarianceOf, type Gaussians } from "#core/gmm/gaussians.ts";
import { drawGaussians } from "#core/gmm/model-agreement.ts";
import { eigenvalues } from "#core/math/symmetric3.ts";
import type { Volume } from "#core/volume/volume.ts";
import { emanBox, isEmanFile, openGaussians, writeGaussians } from "#electron/cli/gmm/gaussian-file.ts";
import { EXIT, type Host } from "#electron/cli/host.ts";
import { findPath } from "#electron/cli/inputs.ts";
import { loadMap } from "#electron/cli/load.ts";
import { type CommonOptions, createReporter, type Reporter } from "#electron/cli/reporter.ts";
import { counted, leftAligned, short } from "#electron/cli/text.ts";
import { checkPlace, writeAtomic } from "#workers/files.ts";

/** Where the box of EMAN's fractions comes from. */
export interface BoxOptions extends CommonOptions {
  readonly like?: string;
  /** Å: a box from 0 to this along each axis. */
  readonly edge?: number;
}

export interface ToMapOptions extends BoxOptions {
  readonly like: string;
  readonly out: string;
}

/** `mapwright gmm show FILE`: what a file of Gaussians holds. */
export async function showCommand(path: string, options: BoxOptions, host: Host): Promise<number> {
  const reporter = createReporter(host, options);
  const { box } = await boxOf(options, reporter, host);
  const model = await openGaussians(path, box);
  reporter.print(leftAligned(describe(model)).join("\n"));
  return EXIT.ok;
}

/** `mapwright gmm convert FILE OUT`: to JSON or EMAN's text, from these or IMP's. */
export async function convertCommand(
  [path, out]: readonly [string, string],
  options: BoxOptions,
  host: Host,
): Promise<number> {
  const reporter = createReporter(host, options);
  await checkPlace(out);
  const { box } = await boxOf(options, reporter, host);
  const model = await openGaussians(path, box);
  await writeGaussians(out, model, box, { source: basename(path) });
  if (model.covariance && isEmanFile(out)) {
    reporter.warn(
      "EMAN's Gaussians are round: those that are longer than wide became round ones of the same volume.",
    );
  }
  reporter.note(`${out}: ${counted(model.count, "Gaussian")}`);
  return EXIT.ok;
}

/** `mapwright gmm to-map FILE --like MAP`: the density of Gaussians on the grid of a map. */
export async function toMapCommand(path: string, options: ToMapOptions, host: Host): Promise<number> {
  const reporter = createReporter(host, options);
  await checkPlace(options.out);
  const { box, map } = await boxOf(options, reporter, host);
  if (!map) throw new TypeError("A map gives the grid.");
  const model = await openGaussians(path, box);
  const drawn = drawGaussians(model, map.grid);
  await writeAtomic(
    options.out,
    writeMrc(drawn, { mode: 2, labels: [`Mapwright: ${model.count} Gaussians`] }),
  );
  reporter.note(`${options.out}: ${counted(model.count, "Gaussian")} on the grid of ${options.like}`);
  return EXIT.ok;
}

async function boxOf(
  { like, edge }: BoxOptions,
  reporter: Reporter,
  host: Host,
): Promise<{ box: EmanBox | undefined; map?: Volume }> {
  if (like !== undefined) {
    const { volume, warnings } = await loadMap(await findPath(like, reporter, host));
    for (const warning of warnings) reporter.warn(warning);
    return { box: emanBox(volume.grid), map: volume };
  }
  return { box: edge === undefined ? undefined : { edge, centre: [edge / 2, edge / 2, edge / 2] } };
}

function describe({ count, xyz, amplitude, sigma, covariance }: Gaussians): string[][] {
  const total = amplitude.reduce((sum, value) => sum + value, 0);
  const axis = (k: number) => {
    const along = Float64Array.from({ length: count }, (_, n) => xyz[3 * n + k] ?? 0);
    return `${short(Math.min(...along))} … ${short(Math.max(...along))} Å`;
  };
  const sorted = (values: Float64Array) => values.slice().sort();
  const spread = (values: Float64Array) =>
    [0, 0.5, 1].map((part) => short(sorted(values)[Math.floor(part * (count - 1))] ?? 0)).join(", ");
  return [
    ["Gaussians", String(count)],
    ["x, y, z", [0, 1, 2].map(axis).join(", ")],
    ["amplitude", `${spread(amplitude)} (least, median, largest); ${short(total)} in all, map units × Å³`],
    [
      "σ",
      `${spread(sigma)} Å (least, median, largest)${covariance ? ", of round ones of the same volume" : ""}`,
    ],
    ...(covariance
      ? [["longer than wide", `${spread(elongations(covariance))} times (least, median, largest)`]]
      : []),
  ];
}

/** How many times longer than wide each of n × 6 covariances is. */
function elongations(covariance: Float64Array): Float64Array {
  return Float64Array.from({ length: covariance.length / 6 }, (_, n) => {
    const [longest, , shortest] = eigenvalues(covarianceOf(covariance, n));
    return Math.sqrt(longest / shortest);
  });
}
