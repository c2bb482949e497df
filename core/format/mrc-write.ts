import { AppError } from "#core/errors.ts";
import { FLOAT16_MAX, float16Bits, float16ToNumber } from "#core/format/float16.ts";
import { HOST_LITTLE_ENDIAN, MRC_HEADER_BYTES } from "#core/format/mrc-header.ts";
import { measure, type VolumeStats } from "#core/volume/stats.ts";
import type { Volume } from "#core/volume/volume.ts";

export interface MrcWriteOptions {
  /** 2: 32-bit floats. 12: 16-bit floats (3 significant digits, half the size). */
  readonly mode: 2 | 12;
  /** Up to ten lines of 80 ASCII characters kept in the header; longer ones are cut. */
  readonly labels?: readonly string[];
}

const DEFAULTS: MrcWriteOptions = { mode: 2, labels: ["Mapwright"] };

// The revision of MRC2014 that knows mode 12 (https://www.ccpem.ac.uk/mrc_format/mrc2014.php).
const NVERSION = 20141;
const VOLUME_SPACE_GROUP = 1;

/**
 * A little-endian MRC2014 file: x fastest, ORIGIN in Å and NSTART 0, and the statistics of the densities as
 * stored. Throws `input` when mode 12 is asked for densities beyond ±65504.
 */
export function writeMrc(volume: Volume, options: MrcWriteOptions = DEFAULTS): Uint8Array {
  const { mode } = options;
  const { values } = volume;
  const bytes = new Uint8Array(MRC_HEADER_BYTES + values.length * (mode === 2 ? 4 : 2));
  const view = new DataView(bytes.buffer);
  let stats: VolumeStats;
  if (mode === 2) {
    writeFloats(bytes, view, values);
    stats = measure(volume);
  } else {
    stats = measure({ grid: volume.grid, values: writeHalves(view, values) });
  }
  writeHeader(view, volume, stats, mode);
  writeLabels(bytes, view, options.labels ?? []);
  return bytes;
}

function writeHeader(view: DataView, volume: Volume, stats: VolumeStats, mode: number): void {
  const { size, voxelSize, origin } = volume.grid;
  const int = (word: number, value: number) => view.setInt32(4 * (word - 1), value, true);
  const float = (word: number, value: number) => view.setFloat32(4 * (word - 1), value, true);
  for (let axis = 0; axis < 3; axis++) {
    int(1 + axis, size[axis]);
    int(8 + axis, size[axis]);
    float(11 + axis, size[axis] * voxelSize[axis]);
    float(14 + axis, 90);
    int(17 + axis, axis + 1);
    float(50 + axis, origin[axis]);
  }
  int(4, mode);
  float(20, stats.min);
  float(21, stats.max);
  float(22, stats.mean);
  int(23, VOLUME_SPACE_GROUP);
  int(28, NVERSION);
  // "MAP " and the stamp 44 44 00 00 of little-endian machines.
  view.setUint32(208, 0x4d415020);
  view.setUint32(212, 0x44440000);
  float(55, stats.sd);
}

function writeLabels(bytes: Uint8Array, view: DataView, labels: readonly string[]): void {
  const used = labels.slice(0, 10);
  view.setInt32(220, used.length, true);
  used.forEach((label, n) => {
    const text = label.slice(0, 80).padEnd(80);
    for (let c = 0; c < 80; c++) {
      const code = text.charCodeAt(c);
      bytes[224 + 80 * n + c] = code >= 32 && code < 127 ? code : 63;
    }
  });
}

function writeFloats(bytes: Uint8Array, view: DataView, values: Float32Array): void {
  if (HOST_LITTLE_ENDIAN) {
    new Float32Array(bytes.buffer, MRC_HEADER_BYTES, values.length).set(values);
    return;
  }
  for (let n = 0; n < values.length; n++) view.setFloat32(MRC_HEADER_BYTES + 4 * n, values[n], true);
}

/** Writes the densities as half floats; returns them as they will be read again. */
function writeHalves(view: DataView, values: Float32Array): Float32Array {
  const stored = new Float32Array(values.length);
  for (let n = 0; n < values.length; n++) {
    const bits = float16Bits(values[n]);
    stored[n] = float16ToNumber(bits);
    if (Math.abs(stored[n]) > FLOAT16_MAX && Number.isFinite(values[n])) {
      throw new AppError("input", "16-bit floats cannot hold this map; write mode 2 or scale it.", {
        seen: values[n],
        expected: `densities within ±${FLOAT16_MAX}`,
      });
    }
    view.setUint16(MRC_HEADER_BYTES + 2 * n, bits, true);
  }
  return stored;
}
