import { z } from "zod";
import {
  color,
  count,
  MOST_RANGES,
  many,
  mapId,
  modelId,
  number,
  rigid,
  share,
  text,
} from "#workers/project/schema-parts.ts";
import type { SavedCopy, SavedEntry, SavedLook } from "#workers/project/view.ts";

/* How maps, models and copies are shown: a part of the view that a project holds. */

const look: z.ZodType<SavedLook> = z.object({
  color,
  elements: z.boolean(),
  cartoonColor: color.exactOptional(),
  palette: text.exactOptional(),
  range: z.tuple([number, number]).nullable(),
  density: z.object({ map: mapId, relative: z.boolean() }).nullable(),
  opacity: share,
  cartoon: z.boolean(),
  trace: z.boolean(),
  atoms: z.enum(["none", "stick", "ball", "sphere"]),
  ligands: z.boolean(),
  labels: z.enum(["none", "chains", "residues"]),
  parts: many(
    z.object({
      ranges: z.array(count).max(MOST_RANGES),
      color: z.templateLiteral(["#", z.string().regex(/^[0-9a-f]{6}$/i)]).exactOptional(),
      atoms: z.enum(["none", "stick", "ball", "sphere"]).exactOptional(),
      cartoon: z.boolean().exactOptional(),
    }),
  ),
});
export const proposed = z.object({ value: number, reason: text });

const mapColor = z.string().regex(/^#[0-9a-f]{6}$/i);
const near = z.object({
  near: many(z.object({ model: modelId, motion: rigid, atoms: many(count, MOST_RANGES).exactOptional() })),
  spec: text,
  distance: number.positive(),
  pieces: count.exactOptional(),
});
const ijk = z.tuple([count, count, count]);

const source = z.object({ file: text, chain: text.nullable() });

export const map = z.object({
  kind: z.literal("map"),
  number: count,
  id: mapId,
  name: text,
  proposed,
  level: number,
  style: z.enum(["surface", "mesh", "image"]),
  step: count,
  color: mapColor,
  opacity: share,
  more: many(z.object({ level: number, color: mapColor, opacity: share })),
  dust: number.nonnegative(),
  dustMetric: z.enum(["voxels", "size", "area", "volume", "size rank", "area rank", "volume rank"]),
  region: z.object({ first: ijk, last: ijk }).nullable(),
  zone: near.nullable(),
  paint: z
    .union([
      near.extend({ kind: z.literal("atoms") }),
      z.object({
        kind: z.literal("map"),
        by: mapId,
        spec: text,
        range: z.tuple([number, number]).nullable(),
        palette: text.exactOptional(),
      }),
    ])
    .nullable(),
  planes: many(z.object({ axis: z.literal([0, 1, 2]), index: count })),
  grey: z.tuple([number, number]),
  smooth: z.boolean().exactOptional(),
  symmetry: text.exactOptional(),
  isWorkingCopy: z.boolean(),
  shown: z.boolean(),
  outline: z.boolean(),
  madeOf: modelId.exactOptional(),
  source: source.exactOptional(),
  stated: z
    .object({
      entry: text,
      title: text,
      level: number.nullable(),
      resolution: number.nullable(),
      models: many(text),
    })
    .nullable(),
  explained: share.nullable(),
});
const model = z.object({
  kind: z.literal("model"),
  number: count,
  id: modelId,
  name: text,
  shown: z.boolean(),
  look,
  lookReason: text,
  symmetryOf: modelId.exactOptional(),
  source: source.exactOptional(),
  motion: rigid,
});
export const copy: z.ZodType<SavedCopy> = z.object({
  kind: z.literal("placed"),
  number: count,
  copy: count,
  model: modelId,
  name: text,
  motion: rigid,
  shown: z.boolean(),
  look,
});
export const entry: z.ZodType<SavedEntry> = z.union([map, model, copy]);
