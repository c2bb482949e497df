import { AppError } from "#core/errors.ts";
import type { MrcFile } from "#core/format/mrc.ts";
import type { MrcHeader } from "#core/format/mrc-header.ts";
import type { Parsed } from "#core/format/parsed.ts";
import type { Vec3 } from "#core/math/vec3.ts";
import { createGrid } from "#core/volume/grid.ts";
import { createVolume, type Volume } from "#core/volume/volume.ts";

/** Which header fields say where a map sits. */
export type OriginSource = "ORIGIN" | "NSTART" | "none";

/**
 * The densities of a file on a grid in space, x fastest. Axis order by MAPC/R/S; voxel = cell ÷ M; the corner
 * is ORIGIN when that is finite and not zero, else NSTART × voxel, never both. NaN and infinities become 0.
 * The values share memory with the file where axis order and content allow it.
 * Throws `format` for cells that are not rectangular, impossible axis orders, stacks of volumes and rotated
 * (skewed) maps.
 */
export function volumeFromMrc(file: MrcFile): Parsed<Volume> {
  const { header } = file;
  const warnings: string[] = [];
  const axes = axisOrder(header, warnings);
  refuseStack(header, warnings);
  refuseAngles(header, warnings);
  const fileSize: Vec3 = [header.nx, header.ny, header.nz];
  const size: Vec3 = [fileSize[axes[0]], fileSize[axes[1]], fileSize[axes[2]]];
  const voxelSize = voxelSizeOf(header, size, warnings);
  const origin = originOf(header, axes, voxelSize, warnings);
  const ordered = inOrder(file.values, fileSize, axes);
  const values = withoutNonFinite(ordered, ordered === file.values, warnings);
  return { value: createVolume(createGrid(size, origin, voxelSize), values), warnings };
}

/** Which header fields `volumeFromMrc` takes the position of the map from. */
export function originSource(header: MrcHeader): OriginSource {
  if (header.origin.every(Number.isFinite) && header.origin.some((x) => x !== 0)) return "ORIGIN";
  return header.nxstart !== 0 || header.nystart !== 0 || header.nzstart !== 0 ? "NSTART" : "none";
}

/** For x, y, z the file axis (0 columns, 1 rows, 2 sections) that runs along it. */
function axisOrder(header: MrcHeader, warnings: string[]): Vec3 {
  const order = [header.mapc, header.mapr, header.maps];
  if (order.every((axis) => axis === 0)) {
    warnings.push("MAPC, MAPR and MAPS are 0; columns were taken as x, rows as y, sections as z.");
    return [0, 1, 2];
  }
  const axes: Vec3 = [order.indexOf(1), order.indexOf(2), order.indexOf(3)];
  if (axes.includes(-1)) {
    throw new AppError("format", "MAPC, MAPR and MAPS must name the axes 1, 2 and 3 once each.", {
      seen: order,
    });
  }
  return axes;
}

function refuseStack(header: MrcHeader, warnings: string[]): void {
  const { nz, mz, ispg } = header;
  if (ispg >= 401 && ispg <= 630 && mz > 0 && nz > mz) {
    const message = `This file holds a stack of ${Math.floor(nz / mz)} volumes (space group ${ispg}); save the one wanted on its own.`;
    throw new AppError("format", message, { seen: { ispg, nz, mz }, expected: "one volume" });
  }
  if (ispg === 0 && mz === 1 && nz > 1) {
    warnings.push(`The header describes a stack of ${nz} images; it was read as one volume.`);
  }
}

// Degrees; a corner of a 500 Å cell moves by less than 0.1 Å.
const ANGLE_TOLERANCE = 0.01;

function refuseAngles(header: MrcHeader, warnings: string[]): void {
  const { cellb } = header;
  if (cellb.every((angle) => angle === 0)) {
    warnings.push("The cell angles are 0; 90° were assumed.");
    return;
  }
  if (cellb.every((angle) => Math.abs(angle - 90) <= ANGLE_TOLERANCE)) return;
  const seen = cellb.map((angle) => Number(angle.toFixed(3)));
  const message = `The cell is not rectangular (angles ${seen.join("°, ")}°), as in crystallographic maps; resample the map onto a rectangular grid first.`;
  throw new AppError("format", message, { seen, expected: [90, 90, 90] });
}

function voxelSizeOf(header: MrcHeader, size: Vec3, warnings: string[]): Vec3 {
  const intervals = [header.mx, header.my, header.mz];
  const length = (axis: 0 | 1 | 2) => {
    const name = "xyz"[axis];
    const edge = Math.abs(header.cella[axis]);
    if (!Number.isFinite(edge) || edge === 0) {
      warnings.push(`The cell has no length along ${name}; voxels of 1 Å were assumed.`);
      return 1;
    }
    if (header.cella[axis] < 0)
      warnings.push(`The cell length along ${name} is negative; its sign was ignored.`);
    if (intervals[axis] > 0) return edge / intervals[axis];
    warnings.push(
      `M along ${name} is ${intervals[axis]}; the cell was divided by the ${size[axis]} samples.`,
    );
    return edge / size[axis];
  };
  return [length(0), length(1), length(2)];
}

function originOf(header: MrcHeader, axes: Vec3, voxelSize: Vec3, warnings: string[]): Vec3 {
  const fileStart = [header.nxstart, header.nystart, header.nzstart];
  const start: Vec3 = [
    fileStart[axes[0]] * voxelSize[0],
    fileStart[axes[1]] * voxelSize[1],
    fileStart[axes[2]] * voxelSize[2],
  ];
  if (!header.origin.every(Number.isFinite)) warnings.push("ORIGIN is not finite and was ignored.");
  if (originSource(header) !== "ORIGIN") return skewed(header, start, warnings);
  const apart = start.some((s, axis) => Math.abs(s - header.origin[axis]) > 0.5 * voxelSize[axis]);
  if (fileStart.some((s) => s !== 0) && apart) {
    const places = [header.origin, start].map((v) => v.map((x) => x.toFixed(2)).join(", "));
    warnings.push(`ORIGIN (${places[0]} Å) and NSTART (${places[1]} Å) disagree; ORIGIN was used.`);
  }
  return header.origin;
}

/**
 * CCP4 skew records state map = S · (atoms − t), so a map with S = 1 sits t away from its indices
 * (CCP4 map format, words 25–37). Rotated maps would need resampling.
 */
function skewed(header: MrcHeader, start: Vec3, warnings: string[]): Vec3 {
  const { skew } = header;
  if (!skew?.shift.every(Number.isFinite) || !isRotation(skew.matrix)) return start;
  if (skew.matrix.some((m, n) => Math.abs(m - (n % 4 === 0 ? 1 : 0)) > 1e-4)) {
    throw new AppError(
      "format",
      "The map is rotated against its atoms by a skew record; resample it onto a straight grid first.",
      {
        seen: skew.matrix,
        expected: "the identity",
      },
    );
  }
  const shift = skew.shift.map((t) => t.toFixed(2)).join(", ");
  warnings.push(`The skew record moves the map by ${shift} Å; this was applied.`);
  return [start[0] + skew.shift[0], start[1] + skew.shift[1], start[2] + skew.shift[2]];
}

function isRotation(m: readonly number[]): boolean {
  for (let a = 0; a < 3; a++) {
    for (let b = a; b < 3; b++) {
      const product = m[3 * a] * m[3 * b] + m[3 * a + 1] * m[3 * b + 1] + m[3 * a + 2] * m[3 * b + 2];
      if (!(Math.abs(product - (a === b ? 1 : 0)) < 1e-3)) return false;
    }
  }
  return true;
}

/** The values with x fastest; the same array when they are so already. */
function inOrder(values: Float32Array, fileSize: Vec3, axes: Vec3): Float32Array {
  if (axes[0] === 0 && axes[1] === 1) return values;
  const fileStride = [1, fileSize[0], fileSize[0] * fileSize[1]];
  const [dx, dy, dz] = axes.map((axis) => fileStride[axis]);
  const [nx, ny, nz] = axes.map((axis) => fileSize[axis]);
  const out = new Float32Array(values.length);
  let n = 0;
  for (let k = 0; k < nz; k++) {
    for (let j = 0; j < ny; j++) {
      let source = k * dz + j * dy;
      for (let i = 0; i < nx; i++) {
        out[n++] = values[source];
        source += dx;
      }
    }
  }
  return out;
}

function withoutNonFinite(values: Float32Array, shared: boolean, warnings: string[]): Float32Array {
  // x · 0 is 0 for finite x only, so one sum tells whether all are finite.
  let sum = 0;
  for (let n = 0; n < values.length; n++) sum += values[n] * 0;
  if (sum === 0) return values;
  const clean = shared ? values.slice() : values;
  let count = 0;
  for (let n = 0; n < clean.length; n++) {
    if (Number.isFinite(clean[n])) continue;
    clean[n] = 0;
    count++;
  }
  warnings.push(`${count} densities are NaN or infinite; they were set to 0.`);
  return clean;
}
