import { AppError } from "#core/errors.ts";
import { chooseLevel } from "#core/fit/support.ts";
import type { MapDescription, StructureDescription } from "#core/format/describe.ts";
import { referenceMaps } from "#core/kernel/reference-maps.ts";
import { residueCount } from "#core/structure/chains.ts";
import { selectAtoms } from "#core/structure/select-atoms.ts";
import type { Structure } from "#core/structure/structure.ts";
import { measure, type VolumeStats } from "#core/volume/stats.ts";
import type { Volume } from "#core/volume/volume.ts";
import type { MapSummary, ModelId, ModelSummary, VolumeId } from "#workers/protocol.ts";

/** Labels of an MRC header besides that of the program. */
const MOST_LABELS = 9;

/** The summary of a map read from a file. */
export function summarizeMap(
  id: VolumeId,
  name: string,
  volume: Volume,
  description: MapDescription,
): MapSummary {
  return summary(id, name, volume, measure(volume), description);
}

/** The summary of a map made here; the labels say how, the last step last. A file has room for ten. */
export function summarizeMadeMap(
  id: VolumeId,
  name: string,
  volume: Volume,
  ...labels: readonly string[]
): MapSummary {
  const stats = measure(volume);
  const { size, voxelSize, origin } = volume.grid;
  return summary(id, name, volume, stats, {
    kind: "map",
    size,
    voxelSize,
    origin,
    originSource: "ORIGIN",
    mode: 2,
    storage: "float32",
    byteOrder: "little-endian",
    axisOrder: "x y z",
    cell: {
      lengths: [size[0] * voxelSize[0], size[1] * voxelSize[1], size[2] * voxelSize[2]],
      angles: [90, 90, 90],
    },
    spaceGroup: 1,
    extendedHeader: { bytes: 0, type: "" },
    min: stats.min,
    max: stats.max,
    mean: stats.mean,
    sd: stats.sd,
    labels: labels.slice(-MOST_LABELS),
    warnings: [],
  });
}

function summary(
  id: VolumeId,
  name: string,
  volume: Volume,
  { min, max, mean, sd, histogram }: VolumeStats,
  description: MapDescription,
): MapSummary {
  const level = proposedLevel(volume, max);
  return {
    id,
    name,
    grid: volume.grid,
    min,
    max,
    mean,
    sd,
    histogram,
    level,
    description,
    warnings: description.warnings,
  };
}

/** The level a fit would choose; a map that no fit could use is still shown. */
function proposedLevel(volume: Volume, highest: number): MapSummary["level"] {
  try {
    return chooseLevel(referenceMaps, volume, highest, undefined);
  } catch (thrown) {
    if (!(thrown instanceof AppError)) throw thrown;
    return { value: highest, reason: "no density of the map is positive; this is the highest" };
  }
}

/** The summary of one structure of a file, or of one chain of it. */
export function summarizeModel(
  id: ModelId,
  structure: Structure,
  resolution: number | null,
  description: StructureDescription,
): ModelSummary {
  const { centre, radius } = extentOf(structure);
  return {
    id,
    name: structure.name,
    chains: [...new Set(structure.chainId)],
    residues: residueCount(structure),
    atoms: structure.atomCount,
    resolution,
    centre,
    radius,
    description,
    warnings: description.warnings,
  };
}

/** Of the heavy atoms without water; of all atoms when there are no such. */
function extentOf(structure: Structure): Pick<ModelSummary, "centre" | "radius"> {
  const heavy = selectAtoms(structure, "all").indices;
  const atoms = heavy.length > 0 ? heavy : Uint32Array.from({ length: structure.atomCount }, (_, n) => n);
  const { xyz } = structure;
  const centre: [number, number, number] = [0, 0, 0];
  for (const n of atoms) for (let k = 0; k < 3; k++) centre[k] += xyz[3 * n + k] / atoms.length;
  let radius = 0;
  for (const n of atoms) {
    const [x, y, z] = xyz.subarray(3 * n, 3 * n + 3);
    radius = Math.max(radius, Math.hypot(x - centre[0], y - centre[1], z - centre[2]));
  }
  return { centre, radius };
}
