import { AppError } from "#core/errors.ts";
import { ATOM_SIZE, type ImagePlan } from "#core/simulate/vrm/image-plan.ts";
import type { Grid } from "#core/volume/grid.ts";
import type { Volume } from "#core/volume/volume.ts";
import { GATHERED } from "#workers/images/image-worker.ts";
import type { ImageJob } from "#workers/images/messages.ts";

const PAGE = 65_536; // bytes of a WebAssembly page
const MOST_PAGES = 65_536; // 4 GiB, all that 32-bit addresses reach
const ALIGN = 64;
const SPILL = 4; // floats a group of four may run past the end of a row

/** Lays a job out in a memory of its own. Throws `resource` when it needs more than 4 GiB or memory is used up. */
export function layOutJob(
  module: WebAssembly.Module,
  plan: ImagePlan,
  grid: Grid,
  threads: number,
): ImageJob {
  const [nx, ny, nz] = grid.size;
  const stride = Math.ceil(nx / 4) * 4 + SPILL;
  let end = PAGE;
  const room = (bytes: number) => {
    const start = end;
    end += Math.ceil((bytes + ALIGN) / ALIGN) * ALIGN;
    return start;
  };
  const places = {
    map: room(4 * stride * ny * nz),
    atoms: room(plan.atoms.byteLength),
    tables: room(plan.tables.byteLength),
    numbers: room(plan.table.byteLength),
    amplitudes: room(plan.weight.byteLength),
    weights: room(plan.weight.byteLength),
    others: room(plan.weightPerB.byteLength),
    out: room(8 * GATHERED * plan.count),
    scratch: Array.from({ length: threads }, () =>
      room(32 * (plan.segments + plan.segments * plan.fine + 1)),
    ),
  };
  const memory = makeMemory(Math.ceil(end / PAGE));
  const { origin, voxelSize } = grid;
  const atoms = new Float64Array(memory.buffer, places.atoms, plan.atoms.length);
  for (let n = 0; n < plan.count; n++) {
    const at = ATOM_SIZE * n;
    for (let axis = 0; axis < 3; axis++) atoms[at + axis] = plan.atoms[at + axis] - origin[axis];
    atoms[at + 3] = plan.atoms[at + 3];
    atoms[at + 4] = plan.atoms[at + 4];
  }
  new Float32Array(memory.buffer, places.tables, plan.tables.length).set(plan.tables);
  new Int32Array(memory.buffer, places.numbers, plan.table.length).set(plan.table);
  new Float32Array(memory.buffer, places.weights, plan.weight.length).set(plan.weight);
  const amplitudes = new Float32Array(memory.buffer, places.amplitudes, plan.weight.length);
  for (let k = 0; k < amplitudes.length; k++) {
    amplitudes[k] = plan.weight[k] * plan.occupancy[Math.floor(k / plan.mix)];
  }
  new Float32Array(memory.buffer, places.others, plan.weightPerB.length).set(plan.weightPerB);
  const { segments, fine, mix } = plan;
  return {
    memory,
    module,
    size: [nx, ny, nz],
    stride,
    voxelSize: [...voxelSize],
    segments,
    fine,
    mix,
    ...places,
  };
}

/** Copies the map of a job out of its memory. */
export function takeMap({ memory, map, stride, size }: ImageJob, grid: Grid): Volume {
  const [nx, ny, nz] = size;
  const source = new Float32Array(memory.buffer, map, stride * ny * nz);
  const values = new Float32Array(nx * ny * nz);
  for (let row = 0; row < ny * nz; row++) {
    values.set(source.subarray(row * stride, row * stride + nx), row * nx);
  }
  return { grid, values };
}

/** Copies a map into the memory of a job. */
export function putMap({ memory, map, stride, size }: ImageJob, { values }: Volume): void {
  const [nx, ny, nz] = size;
  const target = new Float32Array(memory.buffer, map, stride * ny * nz);
  for (let row = 0; row < ny * nz; row++) {
    target.set(values.subarray(row * nx, (row + 1) * nx), row * stride);
  }
}

function makeMemory(pages: number): WebAssembly.Memory {
  const tooLarge = () =>
    new AppError(
      "resource",
      "This model map needs more memory than there is (at most 4 GiB); choose a coarser or smaller grid.",
      { bytes: pages * PAGE },
    );
  if (pages > MOST_PAGES) throw tooLarge();
  try {
    return new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
  } catch {
    throw tooLarge();
  }
}
