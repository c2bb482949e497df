import { createGrid, sampleCount } from "#core/volume/grid.ts";
import { createVolume, type Volume } from "#core/volume/volume.ts";

/** Larger volumes are not copied for the sake of their faces: 128 MB of densities. */
const MOST_SAMPLES = 2 ** 25;
/** The layer around the box is lower than anything in it by so many times the range: the surface then lies on the faces. */
const DEPTH = 1e4;

/** Whether a surface at a level would end at the faces of the box, and can be closed there. */
export function endsAtFaces({ grid, values }: Volume, level: number): boolean {
  const [nx, ny, nz] = grid.size;
  if (sampleCount(grid) > MOST_SAMPLES) return false;
  for (let k = 0; k < nz; k++) {
    for (let j = 0; j < ny; j++) {
      const isFace = k === 0 || k === nz - 1 || j === 0 || j === ny - 1;
      const row = nx * (j + ny * k);
      if (reaches(values, row, isFace || nx < 2 ? 1 : nx - 1, row + nx, level)) return true;
    }
  }
  return false;
}

function reaches(values: Float32Array, from: number, step: number, end: number, level: number): boolean {
  for (let n = from; n < end; n += step) if (values[n] >= level) return true;
  return false;
}

/**
 * The volume within a layer of very low densities: its surfaces are closed by flat faces where density reaches the edge
 * of the box, as ChimeraX closes them (capFaces).
 */
export function closedVolume({ grid, values }: Volume): Volume {
  const [nx, ny, nz] = grid.size;
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let n = 0; n < values.length; n++) {
    if (values[n] < low) low = values[n];
    if (values[n] > high) high = values[n];
  }
  const [mx, my, mz] = [nx + 2, ny + 2, nz + 2];
  const wider = new Float32Array(mx * my * mz).fill(low - DEPTH * (high - low || 1));
  for (let k = 0; k < nz; k++) {
    for (let j = 0; j < ny; j++) {
      const from = nx * (j + ny * k);
      wider.set(values.subarray(from, from + nx), 1 + mx * (j + 1 + my * (k + 1)));
    }
  }
  const origin = [0, 1, 2].map((axis) => grid.origin[axis] - grid.voxelSize[axis]);
  return createVolume(createGrid([mx, my, mz], [origin[0], origin[1], origin[2]], grid.voxelSize), wider);
}
