import { AppError } from "#core/errors.ts";
import type { Vec3 } from "#core/math/vec3.ts";
import type { Axes } from "#core/volume/flip.ts";
import { ijkToXyz } from "#core/volume/grid.ts";
import type { App } from "#renderer/commands/app.ts";
import { regionFrom } from "#renderer/commands/region.ts";
import { atomsOf } from "#renderer/commands/surface-near.ts";
import { isMap, type MapEntry, type SceneEntry, specOf } from "#renderer/stores/scene.ts";
import type { MapEdit } from "#workers/protocol.ts";

export type Operation =
  | "erase"
  | "zone"
  | "mask"
  | "threshold"
  | "gaussian"
  | "subtract"
  | "resample"
  | "crop"
  | "trim"
  | "bin"
  | "flip"
  | "scale"
  | "copy";

/** What the fields of the edit menu hold; each operation reads its own. */
export interface EditForm {
  readonly operation: Operation;
  readonly centre: Vec3;
  /** Å: of the sphere, of the zone, of the blur, around the box; the pad of the mask. */
  readonly radius: number;
  readonly range: number;
  readonly sigma: number;
  readonly pad: number;
  /** Voxels this large, Å. */
  readonly spacing: number;
  readonly minimum: number;
  readonly factor: number;
  readonly bin: number;
  readonly axes: Axes;
  /** First and last voxel: "0,0,0,63,63,63". */
  readonly region: string;
  /** The model or map besides: "#2"; "" = the first there is. */
  readonly other: string;
  readonly isInverted: boolean;
}

/** Operations in the order of the menu. */
export const OPERATIONS: readonly { readonly value: Operation; readonly text: string }[] = [
  { value: "erase", text: "erase a sphere" },
  { value: "zone", text: "keep near atoms" },
  { value: "mask", text: "keep inside a surface" },
  { value: "subtract", text: "subtract a map" },
  { value: "threshold", text: "cut below a density" },
  { value: "gaussian", text: "blur (Gaussian)" },
  { value: "trim", text: "crop to the surface" },
  { value: "crop", text: "crop to a region" },
  { value: "resample", text: "resample" },
  { value: "bin", text: "bin" },
  { value: "flip", text: "flip the hand" },
  { value: "scale", text: "multiply" },
  { value: "copy", text: "copy" },
];

/** Operations whose effect can be shown beforehand. */
export const PREVIEWED: ReadonlySet<Operation> = new Set(["erase", "zone", "mask", "threshold", "subtract"]);

/** Fields that make sense for a map. */
export function formFor({ grid, level, region }: MapEntry): EditForm {
  const [nx, ny, nz] = grid.size;
  const last: Vec3 = [nx - 1, ny - 1, nz - 1];
  const middle = ijkToXyz(grid, [last[0] / 2, last[1] / 2, last[2] / 2]);
  const shown = region ?? { first: [0, 0, 0], last };
  return {
    operation: "erase",
    // A tenth of an Å is seen in the narrow fields.
    centre: [round(middle[0], 1), round(middle[1], 1), round(middle[2], 1)],
    radius: 10,
    range: 3,
    sigma: round(grid.voxelSize[0]),
    pad: 3,
    spacing: round(2 * grid.voxelSize[0]),
    minimum: Number(level.toPrecision(3)),
    factor: 2,
    bin: 2,
    axes: "z",
    region: [...shown.first, ...shown.last].join(","),
    other: "",
    isInverted: false,
  };
}

/** What the operation needs besides: a model, another map, or nothing. */
export function otherFor(operation: Operation): "model" | "map" | null {
  if (operation === "zone") return "model";
  return operation === "mask" || operation === "subtract" ? "map" : null;
}

/** What can be chosen for it. */
export function othersFor(app: App, map: MapEntry, operation: Operation): readonly SceneEntry[] {
  const { entries } = app.stores.scene.getState();
  const kind = otherFor(operation);
  if (kind === "model") return entries.filter((entry) => !isMap(entry));
  return kind === "map" ? entries.filter((entry) => isMap(entry) && entry.id !== map.id) : [];
}

/** The edit that the fields ask for. Throws `input` when a model or map is missing. */
export function editFrom(app: App, map: MapEntry, form: EditForm): MapEdit {
  const { operation, isInverted: invert } = form;
  switch (operation) {
    case "erase":
      return { kind: "erase", centre: form.centre, radius: form.radius, value: 0, outside: invert };
    case "zone":
      return { kind: "zone", near: atomsOf([otherOf(app, map, form)]), range: form.range, invert };
    case "mask": {
      const by = secondMap(app, map, form);
      return { kind: "mask", by: by.id, level: by.level, pad: form.pad, invert };
    }
    case "subtract": {
      const by = secondMap(app, map, form);
      return { kind: "subtract", other: by.id, factors: { leastRmsAbove: by.level } };
    }
    case "threshold":
      return { kind: "threshold", minimum: form.minimum, set: 0 };
    case "gaussian":
      return { kind: "gaussian", sigma: form.sigma };
    case "resample":
      return { kind: "spacing", spacing: form.spacing };
    case "trim":
      return { kind: "trim", level: map.level, margin: form.pad };
    case "crop":
      return { kind: "crop", ...(regionFrom(map, form.region) ?? wholeOf(map)) };
    case "bin":
      return { kind: "bin", size: [form.bin, form.bin, form.bin] };
    case "flip":
      return { kind: "flip", axes: form.axes };
    case "scale":
      return { kind: "scale", factor: form.factor };
    case "copy":
      return { kind: "copy" };
    default:
      throw operation satisfies never;
  }
}

function otherOf(app: App, map: MapEntry, { operation, other }: EditForm): SceneEntry {
  const all = othersFor(app, map, operation);
  const found = all.find((entry) => specOf(entry) === other) ?? all[0];
  if (found) return found;
  throw new AppError(
    "input",
    `Open a ${otherFor(operation) ?? "file"} first; this needs one besides the map.`,
  );
}

function secondMap(app: App, map: MapEntry, form: EditForm): MapEntry {
  return otherOf(app, map, form) as MapEntry;
}

function wholeOf({ grid: { size } }: MapEntry): { first: Vec3; last: Vec3 } {
  return { first: [0, 0, 0], last: [size[0] - 1, size[1] - 1, size[2] - 1] };
}

function round(value: number, digits = 2): number {
  return Number(value.toFixed(digits));
}
