import { z } from "zod";
import type { DustMetric } from "#core/surface/dust.ts";
import type { IndexBox } from "#core/volume/crop.ts";
import type { VolumeEdit } from "#core/volume/edit.ts";
import type { Grid } from "#core/volume/grid.ts";
import {
  count,
  finite,
  MOST_MODELS,
  name,
  placedAtoms,
  positive,
  rigid,
  vec3,
  volumeId,
} from "#workers/engine/basic-schemas.ts";
import type { ContourRequest, MapEdit, Params, PlacedAtoms } from "#workers/protocol.ts";

/** Samples of a map: 2³⁰ fill 4 GiB. */
const MOST_SAMPLES = 2 ** 30;
/** Å; a longer reach finds everything anyway. */
const FARTHEST = 1000;

const ijk = z.tuple([count, count, count]);
const near: z.ZodType<PlacedAtoms[]> = z.array(placedAtoms).min(1).max(MOST_MODELS);
const distance = positive.max(FARTHEST);
export const region: z.ZodType<IndexBox> = z.object({ first: ijk, last: ijk });
const metric: z.ZodType<DustMetric> = z.enum([
  "size",
  "area",
  "volume",
  "size rank",
  "area rank",
  "volume rank",
]);

const contour: z.ZodType<ContourRequest> = z.object({
  map: volumeId,
  level: finite,
  step: count.max(1000),
  fine: z.boolean().exactOptional(),
  dust: finite.nonnegative(),
  dustMetric: metric.exactOptional(),
  region: region.exactOptional(),
  zone: z.object({ near, distance, pieces: count.exactOptional() }).exactOptional(),
  smooth: z.boolean().exactOptional(),
  paint: z.union([z.object({ near, distance }), z.object({ by: volumeId })]).exactOptional(),
});

const alone: z.ZodType<VolumeEdit> = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("copy") }),
  z.object({
    kind: z.literal("erase"),
    centre: vec3,
    radius: positive,
    value: finite,
    outside: z.boolean(),
  }),
  z.object({
    kind: z.literal("threshold"),
    minimum: finite.exactOptional(),
    set: finite.exactOptional(),
    maximum: finite.exactOptional(),
    setMaximum: finite.exactOptional(),
  }),
  z.object({ kind: z.literal("gaussian"), sigma: z.union([finite, vec3]) }),
  z.object({ kind: z.literal("bfactor"), b: finite }),
  z.object({ kind: z.literal("flip"), axes: z.enum(["x", "y", "z", "xy", "yz", "xyz"]) }),
  z.object({ kind: z.literal("bin"), size: ijk }),
  z.object({
    kind: z.literal("scale"),
    shift: finite.exactOptional(),
    factor: finite.exactOptional(),
    sd: positive.exactOptional(),
    rms: positive.exactOptional(),
  }),
  z.object({
    kind: z.literal("spacing"),
    spacing: z.union([positive, z.tuple([positive, positive, positive])]),
  }),
  z.object({ kind: z.literal("trim"), level: finite, margin: finite.nonnegative() }),
  z.object({
    kind: z.literal("blob"),
    which: z.union([z.int().min(1), vec3]),
    level: finite,
    fade: finite.nonnegative().max(FARTHEST),
  }),
  z.object({ kind: z.literal("crop"), first: ijk, last: ijk }),
  z.object({
    kind: z.literal("place"),
    origin: vec3,
    voxelSize: z.tuple([positive, positive, positive]),
  }),
]);

const withOthers = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("zone"), near, range: finite.nonnegative().max(FARTHEST), invert: z.boolean() }),
  z.object({
    kind: z.literal("mask"),
    by: volumeId,
    level: finite,
    pad: finite.min(-FARTHEST).max(FARTHEST),
    invert: z.boolean(),
  }),
  z.object({
    kind: z.literal("subtract"),
    other: volumeId,
    factors: z.union([z.tuple([finite, finite]), z.object({ leastRmsAbove: finite })]),
    onGrid: volumeId.exactOptional(),
  }),
  z.object({ kind: z.literal("resample"), onGrid: volumeId, motion: rigid.exactOptional() }),
]);

const edit: z.ZodType<MapEdit> = z.union([alone, withOthers]);

const size = z.tuple([z.int().positive(), z.int().positive(), z.int().positive()]);
const grid: z.ZodType<Grid> = z.object({
  size: size.refine(([x, y, z]) => x * y * z <= MOST_SAMPLES, "is too large for memory"),
  origin: vec3,
  voxelSize: z.tuple([positive, positive, positive]),
});

type MapCall =
  | "contour"
  | "editMap"
  | "newMap"
  | "previewEdit"
  | "measureSurface"
  | "measureAtoms"
  | "correlateMaps"
  | "findSymmetry";

/** What may be asked about maps: surfaces, edits, measures. */
export const mapSchemas: { readonly [C in MapCall]: z.ZodType<Params<C>> } = {
  contour,
  measureSurface: contour,
  editMap: z.object({ map: volumeId, edit, name }),
  newMap: z.object({ name, grid }),
  previewEdit: z.object({ map: volumeId, edit, level: finite }),
  measureAtoms: z.object({ map: volumeId, near }),
  findSymmetry: z.object({
    map: volumeId,
    level: finite,
    minimum: finite.min(0).max(1),
    most: z.int().min(2).max(60),
  }),
  correlateMaps: z.object({ map: volumeId, inMap: volumeId, level: finite.nullable() }),
};
