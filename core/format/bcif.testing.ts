type Json =
  | string
  | number
  | boolean
  | null
  | Uint8Array
  | readonly Json[]
  | { readonly [key: string]: Json };

/** MessagePack of plain data, written for tests: only the encodings BinaryCIF files use. */
export function packMessage(value: Json): number[] {
  if (value === null) return [0xc0];
  if (typeof value === "boolean") return [value ? 0xc3 : 0xc2];
  if (typeof value === "number") return packNumber(value);
  if (typeof value === "string")
    return sized(
      [0xdb],
      value.length,
      [...value].map((c) => c.charCodeAt(0)),
    );
  if (value instanceof Uint8Array) return sized([0xc6], value.length, [...value]);
  if (Array.isArray(value)) return sized([0xdd], value.length, value.flatMap(packMessage));
  const entries = Object.entries(value);
  return [
    0x80 | entries.length,
    ...entries.flatMap(([key, entry]) => [...shortText(key), ...packMessage(entry)]),
  ];
}

function packNumber(value: number): number[] {
  if (Number.isInteger(value) && value >= 0 && value < 128) return [value];
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  return [0xcb, ...new Uint8Array(view.buffer)];
}

function shortText(text: string): number[] {
  return [0xa0 | text.length, ...[...text].map((c) => c.charCodeAt(0))];
}

function sized(type: readonly number[], length: number, content: readonly number[]): number[] {
  return [...type, length >>> 24, (length >>> 16) & 255, (length >>> 8) & 255, length & 255, ...content];
}

const INT8 = 1;
const INT32 = 3;
const FLOAT64 = 33;

function bytesOf(values: Int8Array | Int32Array | Float64Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}

const byteArray = (type: number) => ({ kind: "ByteArray", type });

/** Floating-point column, stored as it is. */
export function floatColumn(name: string, values: readonly number[]): Json {
  return {
    name,
    data: { data: bytesOf(Float64Array.from(values)), encoding: [byteArray(FLOAT64)] },
    mask: null,
  };
}

/** Fixed-point column: values × 1000, differences, packed into bytes. Differences must stay within ±126. */
function packedColumn(name: string, values: readonly number[]): Json {
  const whole = values.map((value) => Math.round(1000 * value));
  const differences = whole.map((value, n) => (n === 0 ? 0 : value - whole[n - 1]));
  const encoding = [
    { kind: "FixedPoint", factor: 1000, srcType: FLOAT64 },
    { kind: "Delta", origin: whole[0], srcType: INT32 },
    { kind: "IntegerPacking", byteCount: 1, isUnsigned: false, srcSize: values.length },
    byteArray(INT8),
  ];
  return { name, data: { data: bytesOf(Int8Array.from(differences)), encoding }, mask: null };
}

/** Integer column as runs of equal values. */
export function runColumn(name: string, runs: readonly (readonly [value: number, count: number])[]): Json {
  const srcSize = runs.reduce((sum, [, count]) => sum + count, 0);
  const encoding = [{ kind: "RunLength", srcType: INT32, srcSize }, byteArray(INT32)];
  return { name, data: { data: bytesOf(Int32Array.from(runs.flat())), encoding }, mask: null };
}

/** Text column through a table of distinct texts; `missing` rows are masked as "?". */
function textColumn(name: string, values: readonly string[], missing: readonly number[] = []): Json {
  const distinct = [...new Set(values)];
  const offsets = [0];
  for (const text of distinct) offsets.push(offsets[offsets.length - 1] + text.length);
  const encoding = [
    {
      kind: "StringArray",
      dataEncoding: [byteArray(INT32)],
      stringData: distinct.join(""),
      offsetEncoding: [byteArray(INT32)],
      offsets: bytesOf(Int32Array.from(offsets)),
    },
  ];
  const data = bytesOf(Int32Array.from(values.map((value) => distinct.indexOf(value))));
  const mask = Uint8Array.from(values, (_, n) => (missing.includes(n) ? 2 : 0));
  const maskData = { data: mask, encoding: [byteArray(4)] };
  return { name, data: { data, encoding }, mask: missing.length > 0 ? maskData : null };
}

/** A BinaryCIF file with one block. */
export function makeBinaryCif(
  categories: Readonly<Record<string, readonly [number, readonly Json[]]>>,
): Uint8Array {
  const list = Object.entries(categories).map(([name, [rowCount, columns]]) => ({
    name: `_${name}`,
    rowCount,
    columns,
  }));
  const block = { header: "TEST", categories: list };
  return Uint8Array.from(packMessage({ encoder: "test", version: "0.3.0", dataBlocks: [block] }));
}

/** Three atoms: two of an alanine, one zinc without chain label. */
export function tinyBinaryCif(): Uint8Array {
  return makeBinaryCif({
    struct: [1, [textColumn("title", ["A tiny file"])]],
    em_3d_reconstruction: [1, [floatColumn("resolution", [3.25])]],
    atom_site: [
      3,
      [
        textColumn("group_PDB", ["ATOM", "ATOM", "HETATM"]),
        runColumn("id", [
          [1, 1],
          [2, 1],
          [3, 1],
        ]),
        textColumn("type_symbol", ["N", "C", "Zn"]),
        textColumn("label_atom_id", ["N", "CA", "ZN"]),
        textColumn("label_comp_id", ["ALA", "ALA", "ZN"]),
        textColumn("label_asym_id", ["A", "A", "B"]),
        textColumn("auth_asym_id", ["X", "X", "X"]),
        textColumn("label_alt_id", ["", "A", ""], [0, 2]),
        runColumn("auth_seq_id", [
          [12, 2],
          [201, 1],
        ]),
        packedColumn("Cartn_x", [10.5, 10.6, 10.55]),
        floatColumn("Cartn_y", [-1.25, 2, 3]),
        floatColumn("Cartn_z", [0, 0.125, 1e3]),
        runColumn("pdbx_PDB_model_num", [[1, 3]]),
      ],
    ],
  });
}
