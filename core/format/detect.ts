import { AppError } from "#core/errors.ts";
import { looksLikeMrc } from "#core/format/mrc-header.ts";

/** What a file is: the formats that can be read, and those that are recognised in order to say so. */
export type FileFormat =
  | "mrc"
  | "pdb"
  | "mmcif"
  | "bcif"
  | "gaussians"
  | "pae"
  | "gzip"
  | "bzip2"
  | "zip"
  | "xz"
  | "zstd"
  | "opendx"
  | "hdf5"
  | "unknown";

/** Whether the bytes are gzip-compressed; the host decompresses them before any reader sees them. */
export function isGzip(bytes: Uint8Array): boolean {
  return startsWith(bytes, [0x1f, 0x8b]);
}

/** The format of a file by its content, and by the extension of its name (".gz" ignored) where the content does not say. */
export function detectFormat(name: string, bytes: Uint8Array): FileFormat {
  const signature = SIGNATURES.find(([, magic]) => startsWith(bytes, magic));
  if (signature) return signature[0];
  if (isBinaryCif(bytes)) return "bcif";
  const text = openingText(bytes);
  if (text !== null) return textFormat(text) ?? formatOfName(name);
  if (looksLikeMrc(bytes)) return "mrc";
  return formatOfName(name);
}

/** Whether a file holds atoms, or Gaussians in their place. */
export function holdsAtoms(format: FileFormat): boolean {
  return ["pdb", "mmcif", "bcif", "gaussians"].includes(format);
}

/** The error that says what a file is and what to do with it, when `wanted` ("an MRC/CCP4 map") was expected. */
export function refusal(format: FileFormat, wanted: string): AppError {
  return new AppError("format", `${ADVICE[format]} Expected ${wanted}.`, { seen: format, expected: wanted });
}

const SIGNATURES: readonly (readonly [FileFormat, readonly number[]])[] = [
  ["gzip", [0x1f, 0x8b]],
  ["bzip2", [0x42, 0x5a, 0x68]],
  ["zip", [0x50, 0x4b, 0x03, 0x04]],
  ["xz", [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]],
  ["zstd", [0x28, 0xb5, 0x2f, 0xfd]],
  ["hdf5", [0x89, 0x48, 0x44, 0x46]],
];

const ADVICE: Readonly<Record<FileFormat, string>> = {
  mrc: "This is an MRC/CCP4 map; open it as a map.",
  pdb: "This is a PDB file with atoms; open it as a model.",
  mmcif: "This is a CIF text file; open it as a model.",
  bcif: "This is a BinaryCIF file; open it as a model.",
  gaussians: "This is a Gaussian model; open it in the window, or look at it with mapwright gmm show.",
  pae: "These are predicted aligned errors; open them in the window beside their model, or give them to composite with --pae.",
  gzip: "The data are still gzip-compressed; decompress them with gunzip.",
  bzip2: "The file is bzip2-compressed; decompress it with bunzip2 first.",
  zip: "This is a zip archive; unpack it and open the file inside.",
  xz: "The file is xz-compressed; decompress it with unxz first.",
  zstd: "The file is zstd-compressed; decompress it with unzstd first.",
  opendx:
    "This is an OpenDX grid, which cannot be read; convert it to MRC (for example with ChimeraX: open, then save as .mrc).",
  hdf5: "This is an HDF5 file, which cannot be read; convert it to MRC.",
  unknown: "The content of this file is of no known format.",
};

const EXTENSIONS: Readonly<Record<string, FileFormat>> = {
  mrc: "mrc",
  map: "mrc",
  ccp4: "mrc",
  mrcs: "mrc",
  pdb: "pdb",
  ent: "pdb",
  cif: "mmcif",
  mmcif: "mmcif",
  bcif: "bcif",
  dx: "opendx",
};

// Enough for the remarks some programs put before the first record; more would cost a small file its time.
const OPENING_BYTES = 8192;
const PDB_RECORD =
  /^(ATOM {2}|HETATM|HEADER|TITLE |REMARK|CRYST1|MODEL |COMPND|SOURCE|SEQRES|EXPDTA|USER {2}|OBSLTE|CAVEAT|AUTHOR|SPLIT |ANISOU|LINK {2}|HELIX |SHEET |ORIGX1|SCALE1|MTRIX1|SSBOND)/m;

/** Our JSON of Gaussians, and IMP's text of them. */
const GAUSSIANS = /^\s*(\{\s*"format": "mapwright-gaussians"|#\|num\|weight\|mean\|)/;

/** JSON of AlphaFold or ColabFold, whose first field is one of those that stand beside predicted aligned errors. */
const PAE =
  /^\s*(\[\s*)?\{\s*"(predicted_aligned_error|max_predicted_aligned_error|pae|max_pae|plddt|residue1|atom_chain_ids|atom_plddts)"/;

function startsWith(bytes: Uint8Array, magic: readonly number[]): boolean {
  return magic.every((byte, n) => bytes[n] === byte);
}

/** BinaryCIF is a MessagePack map whose first key is one of three words. */
function isBinaryCif(bytes: Uint8Array): boolean {
  const isMap = (bytes[0] & 0xf0) === 0x80 || bytes[0] === 0xde || bytes[0] === 0xdf;
  return isMap && /^[^ -~]{1,6}(encoder|version|dataBlocks)/.test(latin1(bytes.subarray(0, 32)));
}

/** The beginning of a file as text, null when it holds bytes no text has. */
function openingText(bytes: Uint8Array): string | null {
  const opening = bytes.subarray(0, OPENING_BYTES);
  if (opening.some((byte) => byte < 9 || (byte > 13 && byte < 32))) return null;
  return latin1(opening);
}

function textFormat(text: string): FileFormat | null {
  if (GAUSSIANS.test(text)) return "gaussians";
  if (PAE.test(text)) return "pae";
  if (/^data_/i.test(withoutBlankAndComment(text))) return "mmcif";
  if (/^\s*object\s+\S+\s+class\s+(gridpositions|gridconnections|array)/im.test(text)) return "opendx";
  if (PDB_RECORD.test(text)) return "pdb";
  return null;
}

/** The text from its first line that is neither blank nor a comment. */
function withoutBlankAndComment(text: string): string {
  const lines = text.replace(/^\u00ef\u00bb\u00bf/, "").split(/\r\n|\n|\r/);
  const first = lines.findIndex((line) => line.trim() !== "" && !line.startsWith("#"));
  return first < 0 ? "" : lines[first].trimStart();
}

function formatOfName(name: string): FileFormat {
  const extension = /\.([^.]+?)$/.exec(name.toLowerCase().replace(/\.gz$/, ""));
  return (extension && EXTENSIONS[extension[1]]) ?? "unknown";
}

function latin1(bytes: Uint8Array): string {
  let text = "";
  for (let n = 0; n < bytes.length; n += 8192) {
    text += String.fromCharCode(...bytes.subarray(n, n + 8192));
  }
  return text;
}
