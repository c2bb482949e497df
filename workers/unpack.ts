import { constants } from "node:buffer";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { AppError } from "#core/errors.ts";
import { isGzip } from "#core/format/detect.ts";

/** Node reads files of up to 2 GiB at once; that is a map of 812³ voxels. */
export const MOST_BYTES = Math.min(2 ** 31 - 1, constants.MAX_LENGTH);
const GIBIBYTE = 2 ** 30;

/** deflate shrinks nothing by more than this (zlib's own documentation), so a larger claim is a lie. */
const STRONGEST_COMPRESSION = 1032;
const LEAST_CHUNK = 65_536;

/**
 * The bytes of a file, unpacked when they are gzip-compressed. Throws `format` for damaged gzip data, `resource` when
 * they unpack to more than 2 GiB.
 */
export async function unpacked(name: string, bytes: Uint8Array): Promise<Uint8Array> {
  return isGzip(bytes) ? unpack(name, bytes) : bytes;
}

/** Unpacks in one piece of the size the file states at its end, so that nothing is copied together afterwards. */
async function unpack(name: string, bytes: Uint8Array): Promise<Uint8Array> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const stated = bytes.length >= 18 ? view.getUint32(bytes.length - 4, true) : 0;
  const believable = Math.min(stated, bytes.length * STRONGEST_COMPRESSION, MOST_BYTES);
  try {
    return await promisify(gunzip)(bytes, {
      chunkSize: Math.max(believable + 1, LEAST_CHUNK),
      maxOutputLength: MOST_BYTES,
    });
  } catch (thrown) {
    switch ((thrown as NodeJS.ErrnoException).code) {
      case "ERR_BUFFER_TOO_LARGE":
        throw tooLarge(name, stated);
      case "Z_BUF_ERROR":
        throw new AppError(
          "format",
          `${name} is cut short: its gzip data end too early. Copy or download it again.`,
        );
      default:
        throw new AppError(
          "format",
          `${name} is damaged: its gzip data cannot be unpacked. Copy or download it again.`,
          { cause: String(thrown) },
        );
    }
  }
}

/** What is said of a file larger than can be read; `size` as far as it is known, bytes. */
export function tooLarge(name: string, size: number): AppError {
  const seen = size > MOST_BYTES ? `has ${(size / GIBIBYTE).toFixed(1)} GiB` : "unpacks to more";
  return new AppError(
    "resource",
    `${name} ${seen}; at most 2 GiB can be read. Crop the map or sample it more coarsely first.`,
    { seen: size, expected: MOST_BYTES },
  );
}
