import { AppError } from "#core/errors.ts";
import type { JobContext } from "#core/job/job-context.ts";
import type { Vec3 } from "#core/math/vec3.ts";
import { binVolume } from "#core/volume/bin.ts";
import { type BlobChoice, cutBlob } from "#core/volume/blob.ts";
import { cropToBox, cropToLevel, type IndexBox } from "#core/volume/crop.ts";
import { type Clamp, clampDensities, type Rescale, rescaleDensities } from "#core/volume/densities.ts";
import { gaussianBlur } from "#core/volume/filter.ts";
import { type Axes, flipVolume } from "#core/volume/flip.ts";
import { createGrid } from "#core/volume/grid.ts";
import { gridOfSpacing, resample } from "#core/volume/resample.ts";
import { eraseSphere, type Sphere } from "#core/volume/sphere.ts";
import type { Volume } from "#core/volume/volume.ts";

/** A change of one map that needs nothing but numbers; most are ChimeraX's `volume` operations of that name. */
export type VolumeEdit =
  | { readonly kind: "copy" }
  | ({ readonly kind: "erase" } & Sphere)
  | ({ readonly kind: "threshold" } & Clamp)
  /** Standard deviation of the blur, Å, for all axes or for each. */
  | { readonly kind: "gaussian"; readonly sigma: number | Vec3 }
  /** The B factor of the blur, Å²: σ² = B ⁄ 8π². */
  | { readonly kind: "bfactor"; readonly b: number }
  | { readonly kind: "flip"; readonly axes: Axes }
  /** Voxels averaged along x, y, z. */
  | { readonly kind: "bin"; readonly size: Vec3 }
  | ({ readonly kind: "scale" } & Rescale)
  /** Voxels of this size, Å. */
  | { readonly kind: "spacing"; readonly spacing: number | Vec3 }
  | ({ readonly kind: "crop" } & IndexBox)
  | ({ readonly kind: "blob" } & BlobChoice)
  /** The box around all voxels at or above a level (map units), wider by a margin, Å. */
  | { readonly kind: "trim"; readonly level: number; readonly margin: number }
  /** The same densities at another place, or with voxels of another size, Å. */
  | { readonly kind: "place"; readonly origin: Vec3; readonly voxelSize: Vec3 };

/** The map after an edit; the map given stays as it is. Throws `input` for numbers that make no sense, `cancelled`. */
export async function editVolume(volume: Volume, edit: VolumeEdit, job: JobContext): Promise<Volume> {
  switch (edit.kind) {
    case "copy":
      return { grid: volume.grid, values: volume.values.slice() };
    case "erase":
      return eraseSphere(volume, edit);
    case "threshold":
      return clampDensities(volume, edit, job);
    case "gaussian":
      return gaussianBlur(volume, edit.sigma, job);
    case "bfactor":
      return gaussianBlur(volume, sigmaOfB(edit.b), job);
    case "flip":
      return flipVolume(volume, edit.axes);
    case "bin":
      return binVolume(volume, edit.size, job);
    case "scale":
      return rescaleDensities(volume, edit, job);
    case "spacing":
      return resample(volume, gridOfSpacing(volume.grid, edit.spacing), job);
    case "blob":
      return (await cutBlob(volume, edit, job)).volume;
    case "crop":
      return cropToBox(volume, edit);
    case "trim":
      return cropToLevel(volume, edit.level, edit.margin);
    case "place":
      return { grid: createGrid(volume.grid.size, edit.origin, edit.voxelSize), values: volume.values };
    default:
      throw edit satisfies never;
  }
}

/** exp(−B s² ⁄ 4) in Fourier space is a Gaussian of variance B ⁄ 8π² in real space. */
function sigmaOfB(b: number): number {
  if (b >= 0) return Math.sqrt(b / 8) / Math.PI;
  throw new AppError("input", "The B factor of a blur must be zero or positive, in Å².", { b });
}
