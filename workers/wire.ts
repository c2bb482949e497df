import { AppError } from "#core/errors.ts";

/*
 * Messages as binary frames, for lines that carry bytes (WebSocket). A frame, little-endian:
 *
 *     0   4 bytes  "MWP1"
 *     4   uint32   length of the text with its padding, bytes
 *     8   text     the message as JSON in UTF-8, padded with blanks to a multiple of 8
 *     …   data     the typed arrays one after the other, each padded with zeros to a multiple of 8
 *
 * In the text a typed array is { "$array": [kind, offset in data, elements] }, and a number that JSON lacks is
 * { "$number": "NaN" | "Infinity" | "-Infinity" }. Entries that are undefined are left out.
 */
const MAGIC = 0x3150574d; // "MWP1"
const HEAD = 8;
const ALIGNMENT = 8;
const BLANK = 0x20;

const KINDS = {
  Int8Array,
  Uint8Array,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float32Array,
  Float64Array,
} as const;

type Kind = keyof typeof KINDS;
type NumberArray = InstanceType<(typeof KINDS)[Kind]>;

const NUMBERS: ReadonlyMap<unknown, number> = new Map([
  ["NaN", Number.NaN],
  ["Infinity", Number.POSITIVE_INFINITY],
  ["-Infinity", Number.NEGATIVE_INFINITY],
]);

/**
 * A message as the parts of one frame, in order: typed arrays are viewed, not copied, so they must not be written
 * to before the parts are sent. Throws `internal` for what no message may hold: functions, symbols, big integers,
 * instances of classes other than typed arrays, and keys that start with "$".
 */
export function encodeFrame(message: unknown): Uint8Array<ArrayBuffer>[] {
  const data: Uint8Array<ArrayBuffer>[] = [];
  const text = new TextEncoder().encode(JSON.stringify(toPlain(message, data, { offset: 0 })));
  const head = new Uint8Array(HEAD + padded(text.length)).fill(BLANK, HEAD + text.length);
  const view = new DataView(head.buffer);
  view.setUint32(0, MAGIC, true);
  view.setUint32(4, padded(text.length), true);
  head.set(text, HEAD);
  return [head, ...data];
}

/**
 * The message of a frame. Typed arrays view the frame where it lies on a multiple of 8 bytes; otherwise the frame
 * is copied once. Throws `format` for everything that `encodeFrame` does not write; the bytes may come from anyone.
 */
export function decodeFrame(frame: Uint8Array<ArrayBuffer>): unknown {
  const bytes = frame.byteOffset % ALIGNMENT === 0 ? frame : frame.slice();
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < HEAD || view.getUint32(0, true) !== MAGIC) throw malformed("it does not start as one");
  const textLength = view.getUint32(4, true);
  if (textLength % ALIGNMENT !== 0 || HEAD + textLength > bytes.length) {
    throw malformed("its text does not end inside it");
  }
  const data = bytes.subarray(HEAD + textLength);
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(HEAD, HEAD + textLength));
    return JSON.parse(text, (key, value: unknown) => revive(key, value, data));
  } catch (thrown) {
    if (thrown instanceof AppError) throw thrown;
    throw malformed("its text is not JSON");
  }
}

function toPlain(value: unknown, data: Uint8Array<ArrayBuffer>[], end: { offset: number }): unknown {
  switch (typeof value) {
    case "number":
      return Number.isFinite(value) ? value : { $number: String(value) };
    case "string":
    case "boolean":
    case "undefined":
      return value;
    case "object":
      break;
    default:
      throw unsendable(typeof value);
  }
  if (value === null) return null;
  const kind = kindOf(value);
  if (kind) return { $array: [kind, ...place(value as NumberArray, data, end)] };
  if (Array.isArray(value)) return value.map((entry) => toPlain(entry, data, end));
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) throw unsendable("an instance of a class");
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]) => {
      if (key.startsWith("$")) throw unsendable(`the key ${key}`);
      return [key, toPlain(entry, data, end)];
    }),
  );
}

/** Subclasses count as what they extend: a Buffer of Node is a Uint8Array. */
function kindOf(value: object): Kind | undefined {
  if (!ArrayBuffer.isView(value)) return undefined;
  return (Object.keys(KINDS) as Kind[]).find((kind) => value instanceof KINDS[kind]);
}

function place(
  array: NumberArray,
  data: Uint8Array<ArrayBuffer>[],
  end: { offset: number },
): [offset: number, elements: number] {
  const { offset } = end;
  data.push(new Uint8Array(array.buffer as ArrayBuffer, array.byteOffset, array.byteLength));
  const padding = padded(array.byteLength) - array.byteLength;
  if (padding > 0) data.push(new Uint8Array(padding));
  end.offset += array.byteLength + padding;
  return [offset, array.length];
}

function revive(key: string, value: unknown, data: Uint8Array<ArrayBuffer>): unknown {
  if (key === "__proto__") throw malformed("it has a forbidden key");
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  const special = Object.keys(value).find((name) => name.startsWith("$"));
  if (special === undefined) return value;
  if (Object.keys(value).length > 1) throw malformed("a key starts with $");
  const content = (value as Record<string, unknown>)[special];
  if (special === "$array") return viewOf(content, data);
  const number = special === "$number" ? NUMBERS.get(content) : undefined;
  if (number === undefined) throw malformed("a key starts with $");
  return number;
}

function viewOf(content: unknown, data: Uint8Array<ArrayBuffer>): NumberArray {
  if (!Array.isArray(content) || content.length !== 3) throw malformed("an array is not described");
  const [kind, offset, elements] = content as unknown[];
  if (typeof kind !== "string" || !Object.hasOwn(KINDS, kind))
    throw malformed("an array is of no known kind");
  const type = KINDS[kind as Kind];
  const fits =
    isCount(offset) &&
    isCount(elements) &&
    offset % ALIGNMENT === 0 &&
    offset + elements * type.BYTES_PER_ELEMENT <= data.length;
  if (!fits) throw malformed("an array does not lie inside it");
  return new type(data.buffer, data.byteOffset + offset, elements);
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function padded(length: number): number {
  return Math.ceil(length / ALIGNMENT) * ALIGNMENT;
}

function malformed(why: string): AppError {
  return new AppError("format", `A message is malformed: ${why}.`);
}

function unsendable(what: string): AppError {
  return new AppError("internal", `A message cannot hold ${what}.`);
}
