import { float16Bits } from "#core/format/float16.ts";
import { MRC_HEADER_BYTES } from "#core/format/mrc-header.ts";

/** What a made-up MRC file says; unmentioned fields are those of a plain map of 1 Å voxels. */
export interface MrcParts {
  n: readonly [number, number, number];
  mode?: number;
  start?: readonly [number, number, number];
  m?: readonly [number, number, number];
  cell?: readonly number[];
  mapcrs?: readonly [number, number, number];
  origin?: readonly [number, number, number];
  ispg?: number;
  extended?: number;
  map?: string;
  stamp?: readonly number[];
  labels?: readonly string[];
  values?: ArrayLike<number>;
  littleEndian?: boolean;
  /** More 32-bit integers by word number (from 1). */
  words?: Readonly<Record<number, number>>;
  /** More 32-bit floats by word number. */
  floats?: Readonly<Record<number, number>>;
}

const WIDTH: Readonly<Record<number, number>> = { 0: 1, 1: 2, 2: 4, 6: 2, 12: 2 };

/** A file made field by field by the words of the specification, independent of the writer under test. */
export function makeMrc(parts: MrcParts): Uint8Array<ArrayBuffer> {
  const { n } = parts;
  const all: Required<MrcParts> = {
    ...PLAIN,
    m: n,
    cell: [...n, 90, 90, 90],
    stamp: stampOf(parts),
    ...parts,
  };
  const count = n[0] * n[1] * n[2];
  const width = WIDTH[all.mode] ?? 4;
  const bytes = new Uint8Array(MRC_HEADER_BYTES + all.extended + count * width);
  const view = new DataView(bytes.buffer);
  const ints = (word: number, values: readonly number[]) => {
    for (const [k, value] of values.entries()) view.setInt32(4 * (word - 1 + k), value, all.littleEndian);
  };
  const floats = (word: number, values: readonly number[]) => {
    for (const [k, value] of values.entries()) view.setFloat32(4 * (word - 1 + k), value, all.littleEndian);
  };
  ints(1, [...n, all.mode, ...all.start, ...all.m]);
  floats(11, all.cell);
  ints(17, all.mapcrs);
  ints(23, [all.ispg, all.extended]);
  floats(50, all.origin);
  bytes.set(latin1(all.map), 208);
  bytes.set(all.stamp, 212);
  ints(56, [all.labels.length]);
  for (const [k, label] of all.labels.entries()) bytes.set(latin1(label.padEnd(80)), 224 + 80 * k);
  for (const [word, value] of Object.entries(all.words)) ints(Number(word), [value]);
  for (const [word, value] of Object.entries(all.floats)) floats(Number(word), [value]);
  for (let k = 0; k < count; k++) {
    setValue(
      view,
      MRC_HEADER_BYTES + all.extended + k * width,
      all.mode,
      all.values[k] ?? 0,
      all.littleEndian,
    );
  }
  return bytes;
}

const PLAIN = {
  mode: 2,
  start: [0, 0, 0],
  mapcrs: [1, 2, 3],
  origin: [0, 0, 0],
  ispg: 1,
  extended: 0,
  map: "MAP ",
  labels: [],
  values: [],
  littleEndian: true,
  words: {},
  floats: {},
} satisfies Partial<MrcParts>;

function stampOf(parts: MrcParts): number[] {
  return parts.littleEndian === false ? [0x11, 0x11, 0, 0] : [0x44, 0x44, 0, 0];
}

function latin1(text: string): number[] {
  return [...text].map((letter) => letter.charCodeAt(0));
}

function setValue(view: DataView, at: number, mode: number, value: number, littleEndian: boolean): void {
  if (mode === 0) view.setInt8(at, value);
  else if (mode === 1) view.setInt16(at, value, littleEndian);
  else if (mode === 6) view.setUint16(at, value, littleEndian);
  else if (mode === 12) view.setUint16(at, float16Bits(value), littleEndian);
  else view.setFloat32(at, value, littleEndian);
}
