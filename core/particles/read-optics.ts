import { AppError } from "#core/errors.ts";
import { type StarTable, wordsOf } from "#core/format/star.ts";
import type { CtfApplied, OpticsGroup, ParticleSet } from "#core/particles/particle-set.ts";
import { columnsOf, type StarColumns } from "#core/particles/star-columns.ts";

/** The optics groups of a set and which one every particle belongs to. */
export type OpticsPart = Pick<ParticleSet, "optics" | "group">;

const GROUP = "_rlnOpticsGroup";
const NUMBERS = [
  "_rlnVoltage",
  "_rlnSphericalAberration",
  "_rlnAmplitudeContrast",
  "_rlnImagePixelSize",
  "_rlnPixelSize",
  "_rlnDetectorPixelSize",
  "_rlnMagnification",
  "_rlnCtfDataAreCtfPremultiplied",
  "_rlnCtfDataArePhaseFlipped",
];
/** Corrections beyond the CTF that a file may ask for. */
const NOT_APPLIED: readonly (readonly [string, RegExp])[] = [
  ["beam tilt", /^_rlnBeamTilt[XY]$/],
  ["higher-order aberrations", /^_rln(Odd|Even)Zernike$/],
  ["anisotropic magnification", /^_rlnMagMat(01|10)$/],
];

/**
 * Joins the optics table (RELION 3.1) to the particles, or makes groups of the particles that share voltage, Cs,
 * amplitude contrast and pixel size (3.0, where these stand with every particle). Throws `format` when a particle's
 * group has no row or nothing says how large a pixel is.
 */
export function readOptics(
  tables: readonly StarTable[],
  particles: StarTable,
  pixelSize: number | undefined,
  warnings: string[],
): OpticsPart {
  const table = tables.find(({ name, labels }) => name === "optics" && labels.includes(GROUP));
  for (const source of table ? [table, particles] : [particles]) warnOfCorrections(source, warnings);
  return table ? joined(table, particles, pixelSize, warnings) : grouped(particles, pixelSize, warnings);
}

function joined(
  table: StarTable,
  particles: StarTable,
  pixelSize: number | undefined,
  warnings: string[],
): OpticsPart {
  const columns = columnsOf(table, { numbers: NUMBERS, texts: [GROUP, "_rlnOpticsGroupName"] });
  const ids = columns.texts(GROUP);
  const place = new Map(ids.map((id, n) => [id, n]));
  const optics = ids.map((id, row) => {
    const name = columns.has("_rlnOpticsGroupName")
      ? columns.texts("_rlnOpticsGroupName")[row]
      : `group ${id}`;
    return opticsGroup(columns, row, name, pixelSize, warnings);
  });
  if (!particles.labels.includes(GROUP)) {
    if (optics.length === 1) return { optics, group: new Uint32Array(particles.rows.length) };
    throw new AppError(
      "format",
      `There are ${optics.length} optics groups, but the particles have no column ${GROUP}.`,
    );
  }
  const own = columnsOf(particles, { numbers: [], texts: [GROUP] }).texts(GROUP);
  const group = Uint32Array.from(own, (id, row) => {
    const found = place.get(id);
    if (found !== undefined) return found;
    const message = `Row ${row + 1} belongs to optics group ${id}, which has no row in the table "optics" (there: ${ids.join(", ")}).`;
    throw new AppError("format", message, { seen: id, expected: ids });
  });
  return { optics, group };
}

function grouped(particles: StarTable, pixelSize: number | undefined, warnings: string[]): OpticsPart {
  const columns = columnsOf(particles, { numbers: NUMBERS, texts: [] });
  const present = NUMBERS.filter((label) => columns.has(label)).map((label) => columns.numbers(label));
  const place = new Map<string, number>();
  const optics: OpticsGroup[] = [];
  const group = Uint32Array.from({ length: columns.count }, (_, row) => {
    const key = present.map((column) => column[row]).join(" ");
    const known = place.get(key);
    if (known !== undefined) return known;
    place.set(key, optics.length);
    optics.push(opticsGroup(columns, row, `group ${optics.length + 1}`, pixelSize, warnings));
    return optics.length - 1;
  });
  return { optics, group };
}

function opticsGroup(
  columns: StarColumns,
  row: number,
  name: string,
  fallback: number | undefined,
  warnings: string[],
): OpticsGroup {
  const of = (label: string) => (columns.has(label) ? columns.numbers(label)[row] : null);
  const pixelSize = pixelSizeOf(of);
  if (pixelSize === null && fallback !== undefined) {
    warnings.push(
      `The file has no pixel size for ${name}; ${fallback.toFixed(4)} Å was taken from the stack.`,
    );
  }
  const size = pixelSize ?? fallback;
  if (size === undefined || !(size > 0)) {
    throw new AppError(
      "format",
      `Nothing says how large a pixel is (${name}): add _rlnImagePixelSize to the optics table, or the cell to the header of the stack.`,
      { seen: size, expected: "Å per pixel above 0" },
    );
  }
  return {
    name,
    pixelSize: size,
    voltage: of("_rlnVoltage"),
    sphericalAberration: of("_rlnSphericalAberration"),
    amplitudeContrast: of("_rlnAmplitudeContrast"),
    applied: appliedOf(of),
  };
}

/** RELION 3.0 and before give the detector's pixel in µm and the magnification. */
function pixelSizeOf(of: (label: string) => number | null): number | null {
  const direct = of("_rlnImagePixelSize") ?? of("_rlnPixelSize");
  if (direct !== null) return direct;
  const detector = of("_rlnDetectorPixelSize");
  const magnification = of("_rlnMagnification");
  return detector === null || magnification === null ? null : (1e4 * detector) / magnification;
}

function appliedOf(of: (label: string) => number | null): CtfApplied {
  if (of("_rlnCtfDataAreCtfPremultiplied") === 1) return "multiplied";
  return of("_rlnCtfDataArePhaseFlipped") === 1 ? "flipped" : "none";
}

function warnOfCorrections({ labels, rows }: StarTable, warnings: string[]): void {
  for (const [what, pattern] of NOT_APPLIED) {
    const places = labels.flatMap((label, n) => (pattern.test(label) ? [n] : []));
    if (places.length === 0) continue;
    const isAsked = rows.some((row) => {
      const words = wordsOf(row);
      return places.some((n) => !/^\[?[-+0.,]*\]?$/.test(words[n]));
    });
    if (isAsked) warnings.push(`The file asks for a correction of ${what}, which is not applied.`);
  }
}
