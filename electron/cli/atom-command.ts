import { AppError } from "#core/errors.ts";
import { atomImage } from "#core/simulate/vrm/atom-image.ts";
import { formFactor, type Scattering } from "#core/simulate/vrm/scattering.ts";
import {
  type AtomShells,
  atomShells,
  followedTo,
  shellImage,
  shellsFor,
} from "#core/simulate/vrm/shells/atom-shells.ts";
import { EXIT, type Host } from "#electron/cli/host.ts";
import { type CommonOptions, createReporter } from "#electron/cli/reporter.ts";
import { kernelShells } from "#electron/cli/shell-sets.ts";
import { counted, rightAligned, short } from "#electron/cli/text.ts";
import { checkPlace, writeAtomic } from "#workers/files.ts";

export interface AtomOptions extends CommonOptions {
  /** Å. */
  readonly resolution: number;
  /** Å². */
  readonly bfactor: number;
  readonly scattering: Scattering;
  /** How far the image is followed, in units of the resolution. */
  readonly reach: number;
  /** A file, or "-". */
  readonly json?: string;
}

/** Rows of the table per resolution. */
const ROWS = 4;

/** `mapwright atom C --resolution 3`: the image of an atom in closed form, as a sum of shells. */
export async function atomCommand(word: string, options: AtomOptions, host: Host): Promise<number> {
  const reporter = createReporter(host, options, options.json === "-");
  if (options.json !== undefined && options.json !== "-") await checkPlace(options.json);
  const { resolution, bfactor, scattering } = options;
  const label = word.toUpperCase();
  const factor = formFactor(scattering, label);
  if (!factor) {
    throw new AppError(
      "input",
      `No table knows how ${word} scatters; name an element such as C or ZN, for X-rays also an ion such as FE3+.`,
    );
  }
  const most = options.reach * resolution;
  const set = shellsFor(kernelShells(), factor, resolution, bfactor, most);
  const shells = atomShells(set, factor, resolution, bfactor);
  const followed = followedTo(set, factor, resolution, bfactor);
  const rows = imageRows(shells, most, (r) => atomImage(factor, resolution, bfactor, r).value, resolution);
  const unit = scattering === "electron" ? "Å⁻²" : "electrons per Å³";
  const text = document(label, options, unit, followed, shells, rows);
  if (options.json === "-") host.out(text);
  else if (options.json !== undefined) await writeAtomic(options.json, text);
  const count = `${counted(shells.C.length, "shell")} (${set.C.length} of the kernel × ${factor.a.length} of the atom)`;
  reporter.note(`${label} at ${resolution} Å, B ${bfactor} Å²: ${count}, right up to ${short(followed)} Å`);
  if (followed < most) {
    reporter.warn(
      `Beyond ${short(followed)} Å the shells leave the image: smoothing mixes in what they lack.`,
    );
  }
  const peak = rows[0]?.image ?? 1;
  const cells = rows.map(({ r, image, byShells }) => [
    r.toFixed(2),
    image.toExponential(4),
    byShells.toExponential(4),
    ((byShells - image) / peak).toExponential(1),
  ]);
  reporter.print(rightAligned([["Å", unit, "by shells", "off, of the peak"], ...cells]).join("\n"));
  return EXIT.ok;
}

interface Row {
  readonly r: number;
  readonly image: number;
  readonly byShells: number;
}

function imageRows(shells: AtomShells, most: number, image: (r: number) => number, d: number): Row[] {
  const count = Math.ceil((ROWS * most) / d);
  return Array.from({ length: count + 1 }, (_, n) => {
    const r = (n * most) / count;
    return { r, image: image(r), byShells: shellImage(shells, r).value };
  });
}

function document(
  atom: string,
  { resolution, bfactor, scattering }: AtomOptions,
  unit: string,
  followed: number,
  { R, B, C }: AtomShells,
  image: readonly Row[],
): string {
  const shells = { R: [...R], B: [...B], C: [...C] };
  const about = "image(r) = sum C Omega(r; R, B); R in Å, B in Å²";
  const all = { atom, scattering, resolution, bfactor, unit, about, followedTo: followed, shells, image };
  return `${JSON.stringify(all, null, 2)}\n`;
}
