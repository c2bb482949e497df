import { rawWordsOf, type StarTable, writeStar } from "#core/format/star.ts";
import type { ParticleSet } from "#core/particles/particle-set.ts";
import { POSE_DECIMALS } from "#core/particles/pose-digits.ts";
import { LABELS, type ParticleFile } from "#core/particles/read-particles.ts";

/** A column an export adds or replaces: one text per row. */
export interface NewColumn {
  readonly label: string;
  readonly texts: readonly string[];
}

export interface WriteParams {
  /** Rows of the file to write, in this order; they may repeat. All when left out. */
  readonly rows?: ArrayLike<number>;
  /** Further columns, per written row. */
  readonly more?: readonly NewColumn[];
}

/**
 * The STAR file that particles came from with their orientations, origins and half sets as they are in `particles` (one
 * per written row); all other tables, columns and their order are kept as they were read. Angles have six decimals.
 */
export function writeParticles(
  file: ParticleFile,
  particles: ParticleSet,
  { rows = range(file.particles.count), more = [] }: WriteParams = {},
): string {
  const source = file.tables[file.table];
  const columns = [...poseColumns(source, particles), ...more];
  const added = columns.filter(({ label }) => !source.labels.includes(label));
  const replaced = columns.flatMap((column) => {
    const place = source.labels.indexOf(column.label);
    return place < 0 ? [] : [{ place, texts: column.texts }];
  });
  const lines = Array.from({ length: rows.length }, (_, n) => {
    const words = rawWordsOf(source.rows[rows[n]]);
    for (const { place, texts } of replaced) words[place] = texts[n];
    for (const { texts } of added) words.push(texts[n]);
    return words.join(" ");
  });
  const table: StarTable = {
    ...source,
    labels: [...source.labels, ...added.map(({ label }) => label)],
    rows: lines,
    isLoop: true,
  };
  return writeStar(file.tables.map((other, n) => (n === file.table ? table : other)));
}

function poseColumns(source: StarTable, particles: ParticleSet): NewColumn[] {
  const { angles, origins, count, half, optics, group } = particles;
  const texts = (value: (row: number) => number) =>
    Array.from({ length: count }, (_, row) => value(row).toFixed(POSE_DECIMALS));
  const isInPixels =
    !source.labels.includes(LABELS.origins[0]) && source.labels.includes(LABELS.pixelOrigins[0]);
  const unit = (row: number) => (isInPixels ? optics[group[row]].pixelSize : 1);
  const originLabels = isInPixels ? LABELS.pixelOrigins : LABELS.origins;
  return [
    ...(angles
      ? LABELS.angles.map((label, k) => ({ label, texts: texts((row) => angles[3 * row + k]) }))
      : []),
    ...originLabels.map((label, k) => ({ label, texts: texts((row) => origins[2 * row + k] / unit(row)) })),
    { label: LABELS.half, texts: Array.from(half, String) },
  ];
}

function range(count: number): number[] {
  return Array.from({ length: count }, (_, n) => n);
}
