import { AppError } from "#core/errors.ts";
import type { Vec3 } from "#core/math/vec3.ts";

/** Length of the fixed header, bytes. */
export const MRC_HEADER_BYTES = 1024;

/** Whether typed arrays on this machine are little-endian. */
export const HOST_LITTLE_ENDIAN = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/**
 * The header of an MRC/CCP4 file, uninterpreted, under the names of the specification
 * (MRC2014, https://www.ccpem.ac.uk/mrc_format/mrc2014.php).
 */
export interface MrcHeader {
  /** Columns, rows, sections: the fastest, middle and slowest axis of the file. */
  readonly nx: number;
  readonly ny: number;
  readonly nz: number;
  readonly mode: number;
  /** Grid index of the first column, row, section. */
  readonly nxstart: number;
  readonly nystart: number;
  readonly nzstart: number;
  /** Grid intervals along the cell edges x, y, z. */
  readonly mx: number;
  readonly my: number;
  readonly mz: number;
  /** Cell edges along x, y, z, Å. */
  readonly cella: Vec3;
  /** Cell angles alpha, beta, gamma, degrees. */
  readonly cellb: Vec3;
  /** Axis (1 x, 2 y, 3 z) of columns, rows, sections. */
  readonly mapc: number;
  readonly mapr: number;
  readonly maps: number;
  readonly dmin: number;
  readonly dmax: number;
  readonly dmean: number;
  readonly ispg: number;
  /** Length of the extended header, bytes. */
  readonly nsymbt: number;
  readonly exttyp: string;
  readonly nversion: number;
  /** Position of the first sample along x, y, z, Å. */
  readonly origin: Vec3;
  /** "MAP " when the file says what it is. */
  readonly map: string;
  /** The four bytes of the machine stamp. */
  readonly machst: readonly [number, number, number, number];
  readonly rms: number;
  /** The used labels (at most 10 of 80 characters), trailing blanks removed. */
  readonly label: readonly string[];
  /** CCP4 skew transformation (words 25–37 before MRC2014), null when the flag is not 1. */
  readonly skew: { readonly matrix: readonly number[]; readonly shift: Vec3 } | null;
  /** Whether bytes are stored unsigned, as IMOD's stamp and flags in words 39 and 40 say. */
  readonly unsignedBytes: boolean;
}

// IMOD writes this stamp before its flags; bit 0 of the flags means "bytes are signed" (IMOD, "MRC format").
const IMOD_STAMP = 1146047817;

/** Reads the header in one byte order. `bytes` must hold at least 1024 bytes. */
function readHeader(bytes: Uint8Array, littleEndian: boolean): MrcHeader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, MRC_HEADER_BYTES);
  const int = (word: number) => view.getInt32(4 * (word - 1), littleEndian);
  const float = (word: number) => view.getFloat32(4 * (word - 1), littleEndian);
  const floats = (word: number): Vec3 => [float(word), float(word + 1), float(word + 2)];
  const nversion = int(28);
  return {
    nx: int(1),
    ny: int(2),
    nz: int(3),
    mode: int(4),
    nxstart: int(5),
    nystart: int(6),
    nzstart: int(7),
    mx: int(8),
    my: int(9),
    mz: int(10),
    cella: floats(11),
    cellb: floats(14),
    mapc: int(17),
    mapr: int(18),
    maps: int(19),
    dmin: float(20),
    dmax: float(21),
    dmean: float(22),
    ispg: int(23),
    nsymbt: int(24),
    exttyp: ascii(bytes, 104, 108),
    nversion,
    origin: floats(50),
    map: ascii(bytes, 208, 212),
    machst: [bytes[212], bytes[213], bytes[214], bytes[215]],
    rms: float(55),
    label: labelsOf(bytes, int(56)),
    skew: int(25) === 1 && nversion < 20140 ? { matrix: range(26, 35).map(float), shift: floats(35) } : null,
    unsignedBytes: int(39) === IMOD_STAMP && (int(40) & 1) === 0,
  };
}

/**
 * The byte order and header of a file: the machine stamp where it leads to a sensible header, else the
 * order that does. Throws `format` when neither order makes sense.
 */
export function readHeaderEitherOrder(bytes: Uint8Array): {
  header: MrcHeader;
  littleEndian: boolean;
  warnings: string[];
} {
  const little = readHeader(bytes, true);
  const big = readHeader(bytes, false);
  const sensible = [isSensible(little), isSensible(big)];
  if (!sensible[0] && !sensible[1]) {
    throw new AppError(
      "format",
      "This is not an MRC/CCP4 map: its header makes sense in neither byte order.",
      {
        seen: { nx: little.nx, ny: little.ny, nz: little.nz, mode: little.mode, map: little.map },
        expected: "positive sizes and a mode between 0 and 101",
      },
    );
  }
  const stamp = stampedOrder(little.machst);
  if (stamp !== null && sensible[stamp ? 0 : 1]) {
    return { header: stamp ? little : big, littleEndian: stamp, warnings: [] };
  }
  const littleEndian = sensible[0];
  const seen = little.machst.map((byte) => byte.toString(16).padStart(2, "0")).join(" ");
  const order = littleEndian ? "little-endian" : "big-endian";
  const reason = stamp === null ? "is not a known one" : "contradicts the header";
  const warnings = [`The machine stamp (${seen}) ${reason}; the file was read as ${order}.`];
  return { header: littleEndian ? little : big, littleEndian, warnings };
}

/** Whether the first 1024 bytes could be an MRC header: by its word "MAP ", or by sizes, mode and axes in either order. */
export function looksLikeMrc(bytes: Uint8Array): boolean {
  if (bytes.length < MRC_HEADER_BYTES) return false;
  if (ascii(bytes, 208, 211) === "MAP") return true;
  return [readHeader(bytes, true), readHeader(bytes, false)].some((h) => isSensible(h) && isAxisOrder(h));
}

const SENSIBLE_SIZE = 1 << 20;

function isSensible(header: MrcHeader): boolean {
  const sizes = [header.nx, header.ny, header.nz].every((n) => n > 0 && n <= SENSIBLE_SIZE);
  return sizes && header.mode >= 0 && header.mode <= 101;
}

function isAxisOrder(header: MrcHeader): boolean {
  const order = [header.mapc, header.mapr, header.maps].sort((a, b) => a - b).join();
  return order === "1,2,3" || order === "0,0,0";
}

/** True little-endian, false big-endian, null when the stamp is none of the usual ones. */
function stampedOrder([a, b]: MrcHeader["machst"]): boolean | null {
  if (a === 0x44 && (b === 0x44 || b === 0x41)) return true;
  if (a === 0x11 && b === 0x11) return false;
  return null;
}

function labelsOf(bytes: Uint8Array, nlabl: number): string[] {
  const used = Math.max(0, Math.min(10, nlabl));
  return range(0, used)
    .map((n) => ascii(bytes, 224 + 80 * n, 304 + 80 * n).trimEnd())
    .filter((label) => label !== "");
}

/** Printable ASCII, everything else as blanks. */
function ascii(bytes: Uint8Array, start: number, end: number): string {
  let text = "";
  for (let n = start; n < end; n++) {
    text += bytes[n] >= 32 && bytes[n] < 127 ? String.fromCharCode(bytes[n]) : " ";
  }
  return text;
}

function range(start: number, end: number): number[] {
  return Array.from({ length: end - start }, (_, n) => start + n);
}
