import { z } from "zod";
import type { ClimbWishes } from "#core/fit/map-fit.ts";
import {
  count,
  finite,
  MOST_MODELS,
  modelId,
  name,
  placed,
  placedAtoms,
  positive,
  rigid,
  vec3,
  volumeId,
} from "#workers/engine/basic-schemas.ts";
import { chooseSchemas } from "#workers/engine/choose-schemas.ts";
import { MOST_ROWS, MOST_STARTS, requestSchema } from "#workers/engine/fit-request-schema.ts";
import { identifySchemas, libraryId } from "#workers/engine/identify-schemas.ts";
import { judgeSchemas } from "#workers/engine/judge-schemas.ts";
import { mapSchemas, region } from "#workers/engine/map-schemas.ts";
import { modelSchemas } from "#workers/engine/model-schemas.ts";
import { particleSchemas } from "#workers/engine/particle-schemas.ts";
import { sessionSchemas, source } from "#workers/engine/session-schemas.ts";
import { startSchemas } from "#workers/engine/start-schemas.ts";
import type { CallName, Params, ToEngine, ZeroCoverage } from "#workers/protocol.ts";

/*
 * What may cross the border to the engine. Numbers are finite (zod's z.number() refuses the others); unknown entries
 * are dropped. Limits keep a wrong number from taking all memory; what they mean is checked where it is used.
 */
const MOST_POINTS = 100_000;
const MOST_STEPS = 100_000;

const climb: z.ZodType<ClimbWishes> = z.object({
  metric: z.enum(["overlap", "correlation", "cam"]).exactOptional(),
  hold: z.enum(["shift", "rotation"]).exactOptional(),
  iterations: z.int().min(1).max(MOST_STEPS).exactOptional(),
  largestStep: positive.exactOptional(),
  smallestStep: positive.exactOptional(),
});

const coverage: z.ZodType<ZeroCoverage> = z.union([
  z.object({ radius: positive.max(100), shrink: finite.nonnegative().exactOptional() }),
  z.object({
    resolution: positive,
    kernel: z.enum(["vrm", "molmap"]).exactOptional(),
    threshold: finite.nonnegative(),
    mass: positive.max(1).exactOptional(),
    shrink: finite.nonnegative().exactOptional(),
    fractional: z.boolean(),
  }),
]);

const manyPlaced = z.array(placed).max(MOST_MODELS);
const zeroing = z.object({ map: volumeId, placed: manyPlaced.min(1), coverage, level: finite });

const SCHEMAS: { readonly [C in CallName]: z.ZodType<Params<C>> } = {
  about: z.object({}) as z.ZodType<Params<"about">>,
  openMap: source,
  openModel: source,
  openErrors: source,
  close: z.object({ id: z.union([volumeId, modelId, libraryId]) }),
  split: z.object({ model: modelId }),
  ...mapSchemas,
  ...chooseSchemas,
  ...modelSchemas,
  ...judgeSchemas,
  ...identifySchemas,
  ...particleSchemas,
  plane: z.object({ map: volumeId, axis: z.literal([0, 1, 2]), index: count }),
  mapImage: z.object({ map: volumeId, region: region.exactOptional() }),
  shape: z.object({ model: modelId }),
  mapValues: z.object({
    map: volumeId,
    at: z.union([placed, z.object({ points: z.array(vec3).max(MOST_POINTS) })]),
  }),
  fit: z.object({
    map: volumeId,
    models: z.array(modelId).min(1).max(MOST_MODELS),
    split: z.boolean(),
    request: requestSchema,
    stated: z.object({ value: positive, reason: name }).exactOptional(),
  }),
  composite: z.object({
    map: volumeId,
    models: z.array(modelId).min(1).max(MOST_MODELS),
    request: requestSchema,
    stated: z.object({ value: positive, reason: name }).exactOptional(),
  }),
  refine: placedAtoms.extend({
    map: volumeId,
    level: finite,
    resolution: positive,
    region: region.exactOptional(),
    climb: climb.exactOptional(),
    without: manyPlaced.exactOptional(),
  }),
  refineMap: z.object({
    map: volumeId,
    moved: volumeId,
    level: finite.nullable(),
    region: region.exactOptional(),
    climb: climb.exactOptional(),
  }),
  fitPath: z.object({
    map: volumeId,
    model: modelId,
    motion: rigid,
    request: requestSchema,
    reach: positive,
    starts: z.int().min(1).max(MOST_STARTS),
  }),
  clashes: z.object({ model: modelId, motions: z.array(rigid).max(MOST_ROWS), others: manyPlaced }),
  clashTable: z.object({ placed: manyPlaced }),
  previewZero: zeroing,
  zero: zeroing.extend({ name }),
  ...startSchemas,
  writeMap: z.object({
    map: volumeId,
    region: region.exactOptional(),
    step: z.int().min(1).max(1000).exactOptional(),
    isHalf: z.boolean().exactOptional(),
  }),
  writeModels: z.object({ placed: manyPlaced.min(1), format: z.enum(["cif", "pdb"]) }),
  ...sessionSchemas,
};

const envelope: z.ZodType<ToEngine> = z.union([
  z.object({
    kind: z.literal("call"),
    id: count,
    name: z.enum(Object.keys(SCHEMAS) as CallName[]),
    params: z.unknown(),
  }),
  z.object({ kind: z.literal("cancel"), id: count }),
]);

/** A message of anyone as one to the engine; undefined when it is none. */
export function checkMessage(message: unknown): ToEngine | undefined {
  return envelope.safeParse(message).data;
}

/** What a message that is none asks for, as far as it can be told: the id to answer under. */
export function idOf(message: unknown): number | undefined {
  return z.object({ kind: z.literal("call"), id: count }).safeParse(message).data?.id;
}

/** The parameters of a call, or a sentence that says what is wrong with them. */
export function checkParams<C extends CallName>(
  call: C,
  params: unknown,
): { readonly params: Params<C> } | { readonly problem: string } {
  const checked = (SCHEMAS[call] as z.ZodType<Params<C>>).safeParse(params);
  if (checked.success) return { params: checked.data };
  const [issue] = checked.error.issues;
  const place = issue?.path.join(".") || "the parameters";
  return { problem: `${place}: ${issue?.message ?? "not as expected"}` };
}
