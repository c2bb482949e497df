import { AppError } from "#core/errors.ts";

const DEEPEST = 32;

/**
 * Walks a MessagePack value (https://github.com/msgpack/msgpack/blob/master/spec.md) without building it and
 * throws `format` when a length exceeds the bytes there are, nesting is too deep or a type is unknown:
 * what a decoder would answer with gigabytes of empty arrays.
 */
export function checkMessagePack(bytes: Uint8Array): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  skip(view, 0, 0);
}

/** The offset after the value at `at`. */
function skip(view: DataView, at: number, depth: number): number {
  if (at >= view.byteLength || depth > DEEPEST) throw damaged(at);
  const type = view.getUint8(at);
  if (type < 0x80 || type >= 0xe0) return at + 1;
  if (type < 0x90) return skipMany(view, at + 1, 2 * (type & 15), depth);
  if (type < 0xa0) return skipMany(view, at + 1, type & 15, depth);
  if (type < 0xc0) return jump(view, at, 1 + (type & 31));
  const fixed = FIXED[type];
  if (fixed !== undefined) return jump(view, at, fixed);
  const sized = SIZED[type];
  if (sized === undefined) throw damaged(at);
  const [width, perEntry] = sized;
  if (at + 1 + width > view.byteLength) throw damaged(at);
  const length = readLength(view, at + 1, width);
  if (perEntry === 0) return jump(view, at, 1 + width + length);
  return skipMany(view, at + 1 + width, perEntry * length, depth);
}

/** Bytes of a value of fixed length, its type included: nil, booleans, floats and integers. */
const FIXED: Readonly<Record<number, number>> = {
  192: 1,
  194: 1,
  195: 1,
  202: 5,
  203: 9,
  204: 2,
  205: 3,
  206: 5,
  208: 2,
  209: 3,
  210: 5,
};

/** Bytes of the length, and values per entry: 0 for bytes and text, 1 for arrays, 2 for maps. */
const SIZED: Readonly<Record<number, readonly [1 | 2 | 4, 0 | 1 | 2]>> = {
  196: [1, 0],
  197: [2, 0],
  198: [4, 0],
  217: [1, 0],
  218: [2, 0],
  219: [4, 0],
  220: [2, 1],
  221: [4, 1],
  222: [2, 2],
  223: [4, 2],
};

function readLength(view: DataView, at: number, width: 1 | 2 | 4): number {
  if (width === 1) return view.getUint8(at);
  return width === 2 ? view.getUint16(at) : view.getUint32(at);
}

function jump(view: DataView, at: number, length: number): number {
  if (at + length > view.byteLength) throw damaged(at);
  return at + length;
}

function skipMany(view: DataView, start: number, count: number, depth: number): number {
  if (start + count > view.byteLength) throw damaged(start);
  let at = start;
  for (let n = 0; n < count; n++) at = skip(view, at, depth + 1);
  return at;
}

function damaged(at: number): AppError {
  return new AppError("format", "The BinaryCIF file is damaged or cut short.", { offset: at });
}
