import type { Vec3 } from "#core/math/vec3.ts";
import { ATOM_SIZE, type ImagePlan } from "#core/simulate/vrm/image-plan.ts";
import { type Grid, voxelVolume } from "#core/volume/grid.ts";
import type { Volume } from "#core/volume/volume.ts";
import { IMAGE_ROW, placesOn, scratchBytes } from "#workers/images/image-places.ts";
import { GATHERED } from "#workers/images/image-worker.ts";
import type { ImageJob } from "#workers/volumes/messages.ts";
import { makeMemory, Places } from "#workers/volumes/shared-memory.ts";

/** What memory is for, where there is not enough of it. */
const WHAT = "This model map";

/** A share of work on a plan and a grid. */
export interface JobRequest {
  readonly module: WebAssembly.Module;
  readonly plan: ImagePlan;
  readonly grid: Grid;
  readonly seats: number;
}

/**
 * Lays out a sum in a memory of its own, all 0, with room for a gather of the same plan from the map it makes. Throws `resource` when it needs more than 4
 * GiB or memory is used up.
 */
export function layOutSum(request: JobRequest): ImageJob {
  const { plan, grid } = request;
  const places = placesFor(request, { fine: linesPerCubic(plan, grid), isGather: false });
  const bytes = Math.max(places.bytes, placesFor(request, GATHERING).bytes);
  const job = layOut(makeMemory(bytes, WHAT), places, request);
  const weights = new Float32Array(job.memory.buffer, job.weights, plan.weight.length);
  for (let n = 0, k = 0; n < plan.count; n++) {
    for (const end = k + plan.mix; k < end; k++) weights[k] = plan.weight[k] * plan.occupancy[n];
  }
  return job;
}

/** Lays out a gather, in the memory of an earlier one where it is large enough. Throws as `layOutSum`. */
export function layOutGather(request: JobRequest, weights: Volume, earlier?: WebAssembly.Memory): ImageJob {
  const places = placesFor(request, GATHERING);
  const isRoomy = earlier !== undefined && earlier.buffer.byteLength >= places.bytes;
  const memory = isRoomy ? earlier : makeMemory(places.bytes, WHAT);
  const job = gatherIn(memory, places, request);
  putMap(job, weights);
  return job;
}

/**
 * Lays out a gather in the memory that a sum left behind, whose map, perhaps with other values, is its weights: nothing
 * is copied. Undefined where the memory is of another grid or too small.
 */
export function layOutGatherInPlace(
  request: JobRequest,
  { values }: Volume,
  memory: WebAssembly.Memory,
): ImageJob | undefined {
  const places = placesFor(request, GATHERING);
  const isTheMap = values.byteOffset === places.map && values.length === places.stride * places.rows;
  if (!isTheMap || memory.buffer.byteLength < places.bytes) return undefined;
  return gatherIn(memory, places, request);
}

function gatherIn(memory: WebAssembly.Memory, places: JobPlaces, request: JobRequest): ImageJob {
  const { plan } = request;
  const job = layOut(memory, places, request);
  new Float32Array(memory.buffer, job.weights, plan.weight.length).set(plan.weight);
  new Float32Array(memory.buffer, job.others, plan.weightPerB.length).set(plan.weightPerB);
  return job;
}

/** Puts an atom elsewhere (Å). */
export function placeAtom({ memory, atoms }: ImageJob, { origin }: Grid, atom: number, xyz: Vec3): void {
  const place = new Float64Array(memory.buffer, atoms + 8 * ATOM_SIZE * atom, 3);
  for (let axis = 0; axis < 3; axis++) place[axis] = xyz[axis] - origin[axis];
}

/** The map of a job: a view of its memory, so that nothing is copied, but for grids narrower than a group. */
export function mapOf({ memory, map, stride, size }: ImageJob, grid: Grid): Volume {
  const rows = size[1] * size[2];
  const source = new Float32Array(memory.buffer, map, stride * rows);
  if (stride === size[0]) return { grid, values: source };
  const values = new Float32Array(size[0] * rows);
  for (let row = 0; row < rows; row++) {
    values.set(source.subarray(row * stride, row * stride + size[0]), row * size[0]);
  }
  return { grid, values };
}

function putMap({ memory, map, stride, size }: ImageJob, { values }: Volume): void {
  const rows = size[1] * size[2];
  const target = new Float32Array(memory.buffer, map, stride * rows);
  if (stride === size[0]) {
    target.set(values);
    return;
  }
  target.fill(0);
  for (let row = 0; row < rows; row++) {
    target.set(values.subarray(row * size[0], (row + 1) * size[0]), row * stride);
  }
}

/** Samples within the images of atoms from … to, as far as the grid reaches everywhere. */
export function samplesOf({ atoms }: ImagePlan, grid: Grid, from: number, to: number): number {
  let sum = 0;
  for (let n = from; n < to; n++) sum += atoms[ATOM_SIZE * n + 4] ** 3;
  return ((4 / 3) * Math.PI * sum) / voxelVolume(grid);
}

/** Straight lines are spread once per atom: worth it where there are fewer of them than samples. */
function linesPerCubic(plan: ImagePlan, grid: Grid): number {
  return plan.segments * plan.fine * plan.count > samplesOf(plan, grid, 0, plan.count) ? 0 : plan.fine;
}

/** Where everything of a job lies in its memory, and how much that needs. The map comes first. */
interface JobPlaces
  extends Pick<
    ImageJob,
    "map" | "atoms" | "tables" | "numbers" | "weights" | "others" | "out" | "scratch" | "stride" | "fine"
  > {
  readonly rows: number;
  readonly bytes: number;
}

/** What a job does, as far as it says what must find room. */
interface Purpose {
  readonly fine: number;
  readonly isGather: boolean;
}

const GATHERING: Purpose = { fine: 0, isGather: true };

function placesFor({ plan, grid, seats }: JobRequest, { fine, isGather }: Purpose): JobPlaces {
  const [nx, ny, nz] = grid.size;
  const stride = Math.max(IMAGE_ROW, nx);
  const all = new Places();
  const places = {
    map: all.room(4 * stride * ny * nz),
    atoms: all.room(plan.atoms.byteLength),
    tables: all.room(plan.tables.byteLength),
    numbers: all.room(plan.table.byteLength),
    weights: all.room(plan.weight.byteLength),
    others: isGather ? all.room(plan.weightPerB.byteLength) : 0,
    out: isGather ? all.room(8 * GATHERED * plan.count) : 0,
    scratch: Array.from({ length: seats }, () => all.room(scratchBytes(grid.size, plan.segments, fine))),
  };
  return { ...places, stride, fine, rows: ny * nz, bytes: all.bytes };
}

function layOut(
  memory: WebAssembly.Memory,
  { rows: _, bytes: __, ...places }: JobPlaces,
  { module, plan, grid }: JobRequest,
): ImageJob {
  const { segments, mix } = plan;
  new Float64Array(memory.buffer, places.atoms, plan.atoms.length).set(placesOn(plan, grid));
  new Float32Array(memory.buffer, places.tables, plan.tables.length).set(plan.tables);
  new Int32Array(memory.buffer, places.numbers, plan.table.length).set(plan.table);
  const size = [...grid.size] as const;
  const voxelSize = [...grid.voxelSize] as const;
  return { of: "images", memory, module, size, voxelSize, segments, mix, ...places };
}
