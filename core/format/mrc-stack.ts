import { AppError } from "#core/errors.ts";
import { dataPlace, decodeDensities } from "#core/format/mrc.ts";
import { MRC_HEADER_BYTES, type MrcHeader, readHeaderEitherOrder } from "#core/format/mrc-header.ts";
import type { Parsed } from "#core/format/parsed.ts";

/** A stack of images in an MRC file (`.mrcs`): where each lies, so that any of them can be read on its own. */
export interface ImageStack {
  readonly width: number;
  readonly height: number;
  readonly count: number;
  /** Å per pixel as the header has it; null where it says nothing. */
  readonly pixelSize: number | null;
  /** Byte of the first image, and bytes of each. */
  readonly start: number;
  readonly bytesPerImage: number;
  readonly header: MrcHeader;
  readonly littleEndian: boolean;
}

/**
 * The stack whose file begins with these bytes (1024 at least) and has `fileBytes` in all. Images may be of any mode
 * that maps may have. Throws `format` for other files, and when images are missing at the end.
 */
export function readImageStack(opening: Uint8Array, fileBytes: number): Parsed<ImageStack> {
  if (opening.length < MRC_HEADER_BYTES) {
    const message = `This is no stack of images: the header alone needs ${MRC_HEADER_BYTES} bytes, but there are only ${fileBytes}.`;
    throw new AppError("format", message, { seen: fileBytes, expected: MRC_HEADER_BYTES });
  }
  const { header, littleEndian, warnings } = readHeaderEitherOrder(opening);
  const { start, bytesPerValue } = dataPlace(header);
  const { nx: width, ny: height, nz: count } = header;
  const bytesPerImage = width * height * bytesPerValue;
  const whole = Math.max(0, Math.floor((fileBytes - start) / bytesPerImage));
  if (whole < count) {
    const message = `The stack is cut short: ${count} images of ${width} × ${height} pixels are announced, ${whole} are there. Copy the file again.`;
    throw new AppError("format", message, { seen: fileBytes, expected: start + count * bytesPerImage });
  }
  const edge = Math.abs(header.cella[0]);
  const pixelSize = Number.isFinite(edge) && edge > 0 && header.mx > 0 ? edge / header.mx : null;
  return { value: { width, height, count, pixelSize, start, bytesPerImage, header, littleEndian }, warnings };
}

/**
 * The pixels of one image from its bytes, row by row (x fastest); they may share the memory of the bytes.
 * Throws `format` when a pixel is NaN or infinite.
 */
export function decodeImage(stack: ImageStack, bytes: Uint8Array): Float32Array {
  const { width, height, header, littleEndian } = stack;
  const pixels = decodeDensities(bytes, 0, width * height, header, littleEndian);
  // x · 0 is 0 for finite x only, so one sum tells whether all are finite.
  let sum = 0;
  for (let n = 0; n < pixels.length; n++) sum += pixels[n] * 0;
  if (sum === 0) return pixels;
  throw new AppError("format", "An image has pixels that are NaN or infinite.", {
    seen: pixels.findIndex((pixel) => !Number.isFinite(pixel)),
    expected: "finite pixels",
  });
}
