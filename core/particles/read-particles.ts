import { AppError } from "#core/errors.ts";
import type { Parsed } from "#core/format/parsed.ts";
import type { StarTable } from "#core/format/star.ts";
import type { DefocusColumns, ParticleSet } from "#core/particles/particle-set.ts";
import { type OpticsPart, readOptics } from "#core/particles/read-optics.ts";
import { columnsOf, type StarColumns } from "#core/particles/star-columns.ts";

/** Particles and the tables they came from, which an export goes back to. */
export interface ParticleFile {
  readonly particles: ParticleSet;
  readonly tables: readonly StarTable[];
  /** Which of the tables holds the particles. */
  readonly table: number;
}

export const LABELS = {
  image: "_rlnImageName",
  group: "_rlnOpticsGroup",
  defocus: ["_rlnDefocusU", "_rlnDefocusV", "_rlnDefocusAngle"],
  angles: ["_rlnAngleRot", "_rlnAngleTilt", "_rlnAnglePsi"],
  origins: ["_rlnOriginXAngst", "_rlnOriginYAngst"],
  pixelOrigins: ["_rlnOriginX", "_rlnOriginY"],
  half: "_rlnRandomSubset",
} as const;

const ONE_HALF = `All particles are in one half set and the other is empty. Assign half sets again, or remove the column ${LABELS.half} to have particles dealt to them in turn.`;
const MORE_CTF = ["_rlnPhaseShift", "_rlnCtfScalefactor", "_rlnCtfBfactor"];

/**
 * Particles of a RELION STAR file: 3.1 and later with its optics table joined to every particle, or 3.0 and before with
 * one table. `pixelSize` (Å) is used where the file has none, as the stacks' headers may know it. Says in warnings what
 * is missing and what is left out of account. Throws `format` for what cannot be read.
 */
export function readParticles(tables: readonly StarTable[], pixelSize?: number): Parsed<ParticleFile> {
  const warnings: string[] = [];
  const table = particleTable(tables);
  const optics = readOptics(tables, tables[table], pixelSize, warnings);
  const columns = columnsOf(tables[table], {
    numbers: [
      ...LABELS.defocus,
      ...LABELS.angles,
      ...LABELS.origins,
      ...LABELS.pixelOrigins,
      ...MORE_CTF,
      LABELS.half,
    ],
    texts: [LABELS.image],
  });
  if (columns.count === 0) throw new AppError("format", "The table of particles is empty.");
  const particles: ParticleSet = {
    count: columns.count,
    ...images(columns),
    ...optics,
    defocus: defocusOf(columns, warnings),
    angles: anglesOf(columns, warnings),
    origins: originsOf(columns, optics, warnings),
    half: halvesOf(columns, warnings),
  };
  return { value: { particles, tables, table }, warnings };
}

/** Throws `input` when one of the half sets is empty: a gold standard needs both. */
export function refuseEmptyHalf({ half }: ParticleSet): void {
  if (emptyHalf(half)) throw new AppError("input", ONE_HALF, { seen: half.length });
}

function emptyHalf(half: Uint8Array): boolean {
  return half.every((value) => value === half[0]);
}

function particleTable(tables: readonly StarTable[]): number {
  const found = tables.findIndex(({ labels }) => labels.includes(LABELS.image));
  if (found >= 0) return found;
  const seen = tables.map(({ name, labels }) => `"${name}" (${labels.slice(0, 3).join(", ")} …)`).join(", ");
  throw new AppError(
    "format",
    `No table has the column ${LABELS.image}, so there are no particles here. Tables seen: ${seen}. Particles of cisTEM or cryoSPARC must be exported to RELION's STAR format first.`,
    { expected: LABELS.image },
  );
}

function images(columns: StarColumns): Pick<ParticleSet, "stacks" | "stack" | "image"> {
  const names = columns.texts(LABELS.image);
  const numbers = new Map<string, number>();
  const stack = new Uint32Array(names.length);
  const image = new Uint32Array(names.length);
  for (const [row, name] of names.entries()) {
    const at = name.indexOf("@");
    const number = at < 0 ? 1 : Number(name.slice(0, at));
    const file = name.slice(at + 1);
    if (!Number.isInteger(number) || number < 1 || file === "") {
      throw new AppError(
        "format",
        `Row ${row + 1}: "${name}" names no image; 000001@stack.mrcs is expected.`,
      );
    }
    if (!numbers.has(file)) numbers.set(file, numbers.size);
    stack[row] = numbers.get(file) ?? 0;
    image[row] = number - 1;
  }
  return { stacks: [...numbers.keys()], stack, image };
}

function defocusOf(columns: StarColumns, warnings: string[]): DefocusColumns | null {
  const { count } = columns;
  if (!LABELS.defocus.every((label) => columns.has(label))) {
    warnings.push(
      "There is no defocus (_rlnDefocusU, V, Angle): the images are taken as they are, without a CTF.",
    );
    return null;
  }
  const or = (label: string, value: number) =>
    columns.has(label) ? columns.numbers(label) : new Float64Array(count).fill(value);
  const [u, v, angle] = LABELS.defocus.map((label) => columns.numbers(label));
  return {
    u,
    v,
    angle,
    phaseShift: or("_rlnPhaseShift", 0),
    scale: or("_rlnCtfScalefactor", 1),
    bFactor: or("_rlnCtfBfactor", 0),
  };
}

function anglesOf(columns: StarColumns, warnings: string[]): Float64Array | null {
  const missing = LABELS.angles.filter((label) => !columns.has(label));
  if (missing.length > 0) {
    warnings.push(
      `There are no orientations: ${missing.join(", ")} missing. The command particles orient finds them with a coarse map.`,
    );
    return null;
  }
  return interleaved(LABELS.angles.map((label) => columns.numbers(label)));
}

function originsOf(columns: StarColumns, { optics, group }: OpticsPart, warnings: string[]): Float64Array {
  if (LABELS.origins.every((label) => columns.has(label))) {
    return interleaved(LABELS.origins.map((label) => columns.numbers(label)));
  }
  if (LABELS.pixelOrigins.every((label) => columns.has(label))) {
    const pixels = interleaved(LABELS.pixelOrigins.map((label) => columns.numbers(label)));
    return pixels.map((value, n) => value * optics[group[n >> 1]].pixelSize);
  }
  warnings.push("There are no origins (_rlnOriginXAngst, _rlnOriginX): the particles are taken as centred.");
  return new Float64Array(2 * columns.count);
}

function halvesOf(columns: StarColumns, warnings: string[]): Uint8Array {
  if (!columns.has(LABELS.half)) {
    warnings.push(
      `There are no half sets (${LABELS.half}): particles were dealt to them in turn. If they were refined together before, the FSC will look too good.`,
    );
    return new Uint8Array(columns.count).map((_, n) => 1 + (n % 2));
  }
  const given = columns.numbers(LABELS.half);
  const odd = given.findIndex((value) => value !== 1 && value !== 2);
  if (odd >= 0) {
    const message = `Row ${odd + 1}: ${LABELS.half} must be 1 or 2 but is ${given[odd]}; assign half sets first.`;
    throw new AppError("format", message, { seen: given[odd], expected: [1, 2] });
  }
  const half = Uint8Array.from(given);
  if (emptyHalf(half)) warnings.push(ONE_HALF);
  return half;
}

function interleaved(columns: readonly Float64Array[]): Float64Array {
  const width = columns.length;
  const out = new Float64Array(width * columns[0].length);
  for (const [k, column] of columns.entries())
    for (let n = 0; n < column.length; n++) out[width * n + k] = column[n];
  return out;
}
