import type { MapEntry, ModelEntry } from "#renderer/stores/scene.ts";

/** A resolution (Å) and where it comes from. */
export interface StatedResolution {
  readonly value: number;
  readonly reason: string;
}

const NOTHING_STATED = 3;

/** What is known of the resolution at which a model should be compared with a map. */
export function statedResolution(
  map: MapEntry | null,
  model: ModelEntry,
  given: number | null = null,
): StatedResolution {
  if (given !== null) return { value: given, reason: "as you gave it" };
  if (map?.stated?.resolution) {
    return { value: map.stated.resolution, reason: `from the depositors of ${map.stated.entry}` };
  }
  if (model.resolution !== null) return { value: model.resolution, reason: "from the model file" };
  if (!map) return { value: NOTHING_STATED, reason: `${NOTHING_STATED} Å, since nothing states one` };
  const voxel = Math.max(...map.grid.voxelSize);
  return { value: Number((3 * voxel).toPrecision(2)), reason: "guessed: three times the voxel size" };
}
