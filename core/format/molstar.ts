// The one module that imports Mol*: its CIF readers only (10 ms to load), no molecular model.
import { decode } from "molstar/lib/mol-io/common/binary-cif/decoder.js";
import type { EncodedData, Encoding } from "molstar/lib/mol-io/common/binary-cif/encoding.js";
import { decodeMsgPack } from "molstar/lib/mol-io/common/msgpack/decode.js";
import { parseCifText } from "molstar/lib/mol-io/reader/cif/text/parser.js";
import { AppError, asAppError } from "#core/errors.ts";
import type { CifBlock, CifColumn } from "#core/format/cif.ts";
import { CifSource } from "#core/format/cif-source.ts";
import { checkMessagePack } from "#core/format/message-pack.ts";
import { decodeNumber } from "#core/format/text.ts";

/**
 * The data blocks of a CIF text. Throws `format` with the line where the text stops being CIF.
 * Asynchronous because Mol*'s reader is.
 */
export async function parseTextCif(bytes: Uint8Array): Promise<CifBlock[]> {
  const hasMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  const source = new CifSource(hasMark ? bytes.subarray(3) : bytes);
  const result = await guarded(() => parseCifText(source).run());
  if (result.isError) {
    throw new AppError("format", `Line ${result.line}: the text is not CIF. ${result.message}`, {
      line: result.line,
    });
  }
  source.isParsed = true;
  return result.result.blocks.map((block) => ({
    name: block.header,
    column(category, name) {
      const field = block.categories[category]?.getField(name);
      if (!field) return undefined;
      return {
        rowCount: field.rowCount,
        texts: () => collect(field.rowCount, (row) => field.str(row)),
        numbers: (missing) => source.numbers(field, missing),
      };
    },
  }));
}

/** The data blocks of a BinaryCIF file; columns are decoded when asked for. Throws `format` when it is damaged. */
export function parseBinaryCif(bytes: Uint8Array): CifBlock[] {
  checkMessagePack(bytes);
  // Mol* reads from the start of the underlying buffer, so the bytes need one of their own.
  const own = bytes.byteOffset === 0 && bytes.byteLength === bytes.buffer.byteLength ? bytes : bytes.slice();
  const file: unknown = guardedSync(() => decodeMsgPack(own));
  return recordsOf(file, "dataBlocks").map((block) => binaryBlock(block, bytes.length));
}

function binaryBlock(block: RawRecord, fileLength: number): CifBlock {
  const columns = new Map<string, { column: RawRecord; rowCount: number }>();
  for (const category of recordsOf(block, "categories")) {
    const prefix = String(category.name).replace(/^_/, "");
    const rowCount = Number(category.rowCount);
    for (const column of recordsOf(category, "columns"))
      columns.set(`${prefix}.${column.name}`, { column, rowCount });
  }
  return {
    name: typeof block.header === "string" ? block.header : "",
    column(category, name) {
      const found = columns.get(`${category}.${name}`);
      return found && guardedSync(() => binaryColumn(found.column, found.rowCount, fileLength));
    },
  };
}

function binaryColumn(column: RawRecord, rowCount: number, fileLength: number): CifColumn {
  // Run-length coding alone could promise any number of rows; real tables spend a byte on each.
  if (!Number.isInteger(rowCount) || rowCount < 0 || rowCount > fileLength) {
    throw damaged("a table states an impossible number of rows", rowCount, `at most ${fileLength}`);
  }
  const data = decodeChecked(column.data as EncodedData, rowCount);
  const mask = column.mask ? decodeChecked(column.mask as EncodedData, rowCount) : null;
  if (data.length !== rowCount || (mask && mask.length !== rowCount)) {
    throw damaged(`column ${column.name} has another length than its table`, data.length, rowCount);
  }
  const isMissing = (row: number) => mask !== null && mask[row] !== 0;
  return {
    rowCount,
    texts: () => collect(rowCount, (row) => (isMissing(row) ? "" : String(data[row] ?? ""))),
    numbers(missing) {
      const values = new Float64Array(rowCount);
      for (let row = 0; row < rowCount; row++) {
        const value = isMissing(row) ? Number.NaN : asNumber(data[row]);
        values[row] = Number.isFinite(value) ? value : missing;
      }
      return values;
    },
  };
}

/** A plain loop: in a short run Array.from costs as much as the reading itself. */
function collect(count: number, text: (row: number) => string): string[] {
  const texts = new Array<string>(count);
  for (let row = 0; row < count; row++) texts[row] = text(row);
  return texts;
}

function asNumber(value: unknown): number {
  return typeof value === "number" ? value : decodeNumber(String(value ?? ""));
}

/** Mol*'s decoding, one step at a time, each only after its output size has been checked against `limit` entries. */
function decodeChecked(encoded: EncodedData, limit: number): ArrayLike<unknown> {
  let current: unknown = encoded.data;
  for (const step of encoded.encoding.toReversed()) {
    if (step.kind === "StringArray") current = decodeStrings(current, step, limit);
    else {
      checkStep(step, current, limit);
      current = decode({ data: current as Uint8Array, encoding: [step] });
    }
  }
  return current as ArrayLike<unknown>;
}

function checkStep(step: Encoding, data: unknown, limit: number): void {
  if (step.kind !== "RunLength" && step.kind !== "IntegerPacking") return;
  const numbers = data as ArrayLike<number>;
  const wanted = step.srcSize;
  const most = step.kind === "RunLength" ? limit : numbers.length;
  if (!Number.isInteger(wanted) || wanted < 0 || wanted > most) {
    throw damaged("a column states an impossible length", wanted, `at most ${most}`);
  }
  if (step.kind === "IntegerPacking") return;
  let total = 0;
  for (let n = 1; n < numbers.length; n += 2) total += Math.max(0, numbers[n]);
  if (total > wanted) throw damaged("runs are longer than their column", total, wanted);
}

function decodeStrings(data: unknown, step: Encoding.StringArray, limit: number): string[] {
  const { stringData } = step;
  const offsets = decodeChecked(
    { data: step.offsets, encoding: step.offsetEncoding },
    stringData.length + limit + 2,
  );
  const indices = decodeChecked({ data: data as Uint8Array, encoding: step.dataEncoding }, limit);
  const strings: string[] = [];
  for (let n = 1; n < offsets.length; n++) {
    strings.push(stringData.substring(Number(offsets[n - 1]), Number(offsets[n])));
  }
  return Array.from({ length: indices.length }, (_, n) => strings[Number(indices[n])] ?? "");
}

/** A MessagePack map of which nothing is known yet but the keys that are looked at. */
interface RawRecord {
  readonly name?: unknown;
  readonly header?: unknown;
  readonly rowCount?: unknown;
  readonly dataBlocks?: unknown;
  readonly categories?: unknown;
  readonly columns?: unknown;
  readonly data?: unknown;
  readonly mask?: unknown;
}

function recordsOf(parent: unknown, key: keyof RawRecord): RawRecord[] {
  const list = isRecord(parent) ? parent[key] : undefined;
  if (!Array.isArray(list) || !list.every(isRecord))
    throw damaged(`it has no list of ${key}`, typeof list, "a list");
  return list;
}

function isRecord(value: unknown): value is RawRecord {
  return typeof value === "object" && value !== null;
}

function damaged(what: string, seen: unknown, expected: unknown): AppError {
  return new AppError("format", `The BinaryCIF file is damaged: ${what}.`, { seen, expected });
}

async function guarded<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (thrown) {
    throw asFormatError(thrown);
  }
}

function guardedSync<T>(read: () => T): T {
  try {
    return read();
  } catch (thrown) {
    throw asFormatError(thrown);
  }
}

/** Whatever trips over damaged data inside Mol* says nothing a user could use. */
function asFormatError(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown;
  return new AppError("format", "The CIF data are damaged.", { seen: asAppError(thrown).message });
}
