import { AppError } from "#core/errors.ts";
import { detectFormat, refusal } from "#core/format/detect.ts";
import { float16Table } from "#core/format/float16.ts";
import {
  HOST_LITTLE_ENDIAN,
  MRC_HEADER_BYTES,
  type MrcHeader,
  readHeaderEitherOrder,
} from "#core/format/mrc-header.ts";
import type { Parsed } from "#core/format/parsed.ts";

/** An MRC/CCP4 file as it is written: header fields and densities in file order, not yet placed in space. */
export interface MrcFile {
  readonly header: MrcHeader;
  readonly littleEndian: boolean;
  /** nx × ny × nz densities, column (nx) fastest; for mode 2 they may share the memory of the bytes read. */
  readonly values: Float32Array;
}

/** Bytes per density of the modes that can be read (MRC2014; mode 12 since 20141). */
const BYTES_PER_VALUE: Readonly<Record<number, number>> = { 0: 1, 1: 2, 2: 4, 6: 2, 12: 2 };

const OTHER_MODES: Readonly<Record<number, string>> = {
  3: "a Fourier transform (complex 16-bit integers)",
  4: "a Fourier transform (complex 32-bit floats)",
  16: "colour images (RGB)",
  101: "packed 4-bit values",
};

/**
 * Reads an MRC/CCP4 file: modes 0 (int8), 1 (int16), 2 (float32), 6 (uint16) and 12 (float16), either byte
 * order, extended header skipped. Little-endian float32 data on a 4-byte boundary are viewed, not copied: the
 * caller must not write to or transfer `bytes` afterwards.
 * Throws `format` when the bytes are no such file, hold something else than densities, or end too early;
 * no memory is taken before the sizes have been checked against the number of bytes.
 */
export function readMrc(bytes: Uint8Array): Parsed<MrcFile> {
  refuseOther(bytes);
  const { header, littleEndian, warnings } = readHeaderEitherOrder(bytes);
  const { start, bytesPerValue: size } = dataPlace(header);
  const count = header.nx * header.ny * header.nz;
  const end = start + count * size;
  if (bytes.length < end) {
    const message = `The map is cut short: ${header.nx} × ${header.ny} × ${header.nz} densities of mode ${header.mode} need ${end} bytes, but there are only ${bytes.length}.`;
    throw new AppError("format", message, { seen: bytes.length, expected: end });
  }
  if (bytes.length > end) warnings.push(`${bytes.length - end} bytes after the densities were ignored.`);
  if (!header.map.startsWith("MAP"))
    warnings.push('The header lacks the word "MAP" (an old or careless writer).');
  if (header.unsignedBytes && header.mode === 0)
    warnings.push("Bytes were read as unsigned, as IMOD's flags say.");
  return {
    value: { header, littleEndian, values: decodeDensities(bytes, start, count, header, littleEndian) },
    warnings,
  };
}

/**
 * Where the densities of a file begin and the bytes each takes. Throws `format` for modes that hold something else and
 * for a damaged header.
 */
export function dataPlace(header: MrcHeader): { start: number; bytesPerValue: number } {
  const bytesPerValue = BYTES_PER_VALUE[header.mode];
  if (bytesPerValue === undefined) refuseMode(header.mode);
  if (header.nsymbt >= 0) return { start: MRC_HEADER_BYTES + header.nsymbt, bytesPerValue };
  throw new AppError("format", "The header gives its own extension a negative length; the file is damaged.", {
    seen: { nsymbt: header.nsymbt },
    expected: "0 or more bytes",
  });
}

function refuseOther(bytes: Uint8Array): void {
  const format = detectFormat("", bytes);
  if (format !== "mrc" && format !== "unknown") throw refusal(format, "an MRC/CCP4 map");
  if (bytes.length >= MRC_HEADER_BYTES) return;
  const message = `This is not an MRC/CCP4 map: the header alone needs ${MRC_HEADER_BYTES} bytes, but there are only ${bytes.length}.`;
  throw new AppError("format", message, { seen: bytes.length, expected: MRC_HEADER_BYTES });
}

function refuseMode(mode: number): never {
  const what = OTHER_MODES[mode] ?? "an unknown kind of data";
  throw new AppError("format", `Mode ${mode} holds ${what}; save the map as 32-bit floats (mode 2).`, {
    seen: mode,
    expected: Object.keys(BYTES_PER_VALUE).map(Number),
  });
}

/** `count` densities from byte `start` on, as `readMrc` reads them; they may share the memory of the bytes. */
export function decodeDensities(
  bytes: Uint8Array,
  start: number,
  count: number,
  header: MrcHeader,
  littleEndian: boolean,
): Float32Array {
  const { buffer } = bytes;
  const offset = bytes.byteOffset + start;
  const swap = littleEndian !== HOST_LITTLE_ENDIAN;
  switch (header.mode) {
    case 0:
      return header.unsignedBytes
        ? new Float32Array(new Uint8Array(buffer, offset, count))
        : new Float32Array(new Int8Array(buffer, offset, count));
    case 1:
      return new Float32Array(new Int16Array(aligned(bytes, start, 2 * count, 2, swap), 0, count));
    case 6:
      return new Float32Array(new Uint16Array(aligned(bytes, start, 2 * count, 2, swap), 0, count));
    case 12: {
      const table = float16Table();
      const halves = new Uint16Array(aligned(bytes, start, 2 * count, 2, swap), 0, count);
      const values = new Float32Array(count);
      for (let n = 0; n < count; n++) values[n] = table[halves[n]];
      return values;
    }
    default:
      if (!swap && offset % 4 === 0) return new Float32Array(buffer as ArrayBuffer, offset, count);
      return new Float32Array(aligned(bytes, start, 4 * count, 4, swap), 0, count);
  }
}

/** A copy of a stretch of bytes at the start of a buffer of its own, in the byte order of this machine. */
function aligned(bytes: Uint8Array, start: number, length: number, width: 2 | 4, swap: boolean): ArrayBuffer {
  const copy = bytes.slice(start, start + length);
  if (swap && width === 2) {
    const words = new Uint16Array(copy.buffer);
    for (let n = 0; n < words.length; n++) words[n] = ((words[n] & 0xff) << 8) | (words[n] >>> 8);
  } else if (swap) {
    const words = new Uint32Array(copy.buffer);
    for (let n = 0; n < words.length; n++) {
      const w = words[n];
      words[n] = (w << 24) | ((w & 0xff00) << 8) | ((w >>> 8) & 0xff00) | (w >>> 24);
    }
  }
  return copy.buffer;
}
