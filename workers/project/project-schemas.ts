import { z } from "zod";
import { AppError } from "#core/errors.ts";
import type { AtomScores, FitSetup, RankedPlacement, Verdict } from "#core/fit/result.ts";
import type { MapDescription } from "#core/format/describe.ts";
import { requestSchema } from "#workers/engine/fit-request-schema.ts";
import { copy, entry, map, proposed } from "#workers/project/entry-schemas.ts";
import { fromJson } from "#workers/project/json.ts";
import { MANIFEST_VERSION, type Manifest, type MapRecord } from "#workers/project/manifest.ts";
import { particleView } from "#workers/project/particle-view-schema.ts";
import {
  count,
  LARGEST_FILE,
  MOST_CANDIDATES,
  MOST_LINES,
  MOST_PLACEMENTS,
  MOST_RANGES,
  many,
  mapId,
  modelId,
  number,
  quaternion,
  rigid,
  score,
  share,
  text,
  vec3,
} from "#workers/project/schema-parts.ts";
import type {
  ProjectView,
  SavedFitOptions,
  SavedIdentify,
  SavedIdentifyOptions,
  SavedSelection,
  SavedStep,
  SavedTable,
} from "#workers/project/view.ts";

const chosen = z.object({ value: number, reason: text });
const setup: z.ZodType<FitSetup> = z.object({
  level: chosen,
  resolution: chosen,
  minIsland: chosen,
  score: z
    .object({ value: z.enum(["vrm", "molmap"]), reason: text })
    .default({ value: "molmap", reason: "made before there was a choice" }),
  kernel: z.enum(["reference", "cpu", "gpu"]),
  device: text,
  threads: count,
  seed: count,
});
const verdict: z.ZodType<Verdict> = z.object({
  kind: z.enum(["clear", "equivalent", "ambiguous", "none"]),
  label: text,
  sentence: text,
  sites: count,
  gap: score,
  z: score,
  hits: count,
});
const ranked: z.ZodType<RankedPlacement> = z.object({
  placement: z.object({
    motion: rigid,
    scores: z.object({
      correlation: score,
      correlationAboutMean: score,
      overlap: score,
      averageDensity: score,
      inside: score,
    }),
  }),
  hits: count,
});
const atomScores: z.ZodType<AtomScores> = z.object({
  density: score,
  overlap: score,
  correlation: score,
  correlationAboutMean: score,
  inside: score,
});
const rowState = z.enum(["new", "placed", "rejected", "zeroed"]);
/** By index of the placement; JSON makes text of the keys. */
const byPlacement = <T>(value: z.ZodType<T>) => z.record(z.string().regex(/^\d{1,6}$/), value);

const table: z.ZodType<SavedTable> = z
  .object({
    model: modelId,
    map: mapId,
    name: text,
    centre: vec3,
    symmetry: many(rigid),
    setup,
    request: requestSchema,
    reach: number,
    atoms: count,
    starts: count,
    seconds: number,
    spent: z.object({ prepare: number, search: number, refine: number }),
    verdict,
    warnings: many(text),
    wrong: z.object({ mean: number, sd: number }).nullable(),
    placements: many(ranked, MOST_PLACEMENTS),
    states: byPlacement(rowState),
    clashes: byPlacement(count),
    notes: byPlacement(text),
    atomScores: byPlacement(atomScores),
    command: text,
  })
  .refine(
    ({ states, clashes, notes, atomScores: scored, placements }) =>
      [states, clashes, notes, scored].every((record) =>
        Object.keys(record).every((key) => Number(key) < placements.length),
      ),
    "speaks of placements that it lacks",
  );

const selection: z.ZodType<SavedSelection> = z.object({
  map: mapId.nullable(),
  model: modelId.nullable(),
  picked: many(text),
  atoms: z.record(text, many(count, MOST_RANGES)),
  names: z.record(text, text),
  table: z.union([modelId, z.literal("all")]).nullable(),
  pose: z.object({ model: modelId, placement: count }).nullable(),
});
const fitOptions: z.ZodType<SavedFitOptions> = z.object({
  resolution: number.positive().nullable(),
  level: number.nullable(),
  starts: z.int().positive().nullable(),
  atoms: z.enum(["all", "backbone", "ca"]),
  seed: count,
  symmetry: z.string().max(10),
  split: z.boolean(),
  score: z.enum(["vrm", "molmap"]).exactOptional(),
  wishes: z
    .object({
      radius: number.positive().exactOptional(),
      levelInside: number.exactOptional(),
      method: z.enum(["fast", "difffit"]).exactOptional(),
      placement: z.enum(["s", "r"]).exactOptional(),
      asymmetricUnit: z.literal(false).exactOptional(),
      listFits: z.boolean().exactOptional(),
      logFits: text.exactOptional(),
      part: z.object({ atoms: many(count, MOST_RANGES), text }).exactOptional(),
    })
    .exactOptional(),
});

const identifyOptions: z.ZodType<SavedIdentifyOptions> = z.object({
  resolution: number.positive().nullable(),
  level: number.nullable(),
  split: z.enum(["none", "chains", "domains"]),
  leastPlddt: number.nullable(),
  full: count,
  seed: count,
});
const identify: z.ZodType<SavedIdentify> = z.object({
  options: identifyOptions,
  library: many(text, MOST_CANDIDATES),
  held: text.nullable(),
  run: z.object({ map: mapId, isPart: z.boolean(), options: identifyOptions }).nullable(),
  goesOn: z.boolean(),
  chosen: text.nullable(),
  shown: z.object({ name: text, model: modelId }).nullable(),
  marks: z.record(text, z.enum(["keep", "reject"])),
});

const label = text;
const step: z.ZodType<SavedStep> = z.union([
  z.object({ kind: z.literal("place"), label, copy, placement: count, before: rowState }),
  z.object({
    kind: z.literal("reject"),
    label,
    model: modelId,
    placement: count,
    before: rowState,
    after: rowState,
  }),
  z.object({
    kind: z.literal("note"),
    label,
    model: modelId,
    placement: count,
    before: text,
    after: text,
  }),
  z.object({ kind: z.literal("fit"), label, earlier: many(table), made: many(table) }),
  z.object({
    kind: z.literal("zero"),
    label,
    from: mapId,
    made: map,
    copies: many(copy),
  }),
  z.object({ kind: z.literal("close"), label, entries: many(entry), tables: many(table), selection }),
]);

const camera = { orientation: quaternion, position: vec3 };

/** Checks what a window contributes. */
export const viewSchema: z.ZodType<ProjectView> = z.object({
  name: text.nullable(),
  unsaved: z.boolean(),
  nextNumber: count,
  known: many(text),
  entries: many(entry),
  tables: many(table),
  tolerance: z.object({ shift: number.nonnegative(), angle: number.nonnegative() }),
  selection,
  settings: z.object({
    fit: fitOptions,
    zero: z.object({ method: z.enum(["erase", "fractional"]), mass: share, shrink: number.nonnegative() }),
    lighting: z.enum(["simple", "soft", "full", "gentle", "flat"]),
    shadows: z.boolean().exactOptional(),
    background: z
      .string()
      .regex(/^#[0-9a-f]{6}$/i)
      .nullable(),
    silhouettes: z.boolean(),
    depthCue: z.boolean(),
  }),
  camera: z.object(camera).nullable(),
  stage: z.object({
    clip: z.object({ centre: vec3, near: number.nullable(), far: number.nullable() }).nullable(),
    pivot: vec3.nullable(),
    pivotFollows: z.boolean().exactOptional(),
    views: many(z.object({ ...camera, name: text })),
    sideView: z.boolean(),
    distances: many(z.object({ from: vec3, to: vec3, text })).exactOptional(),
    orthographic: z.boolean().exactOptional(),
    scaleBar: z.object({ length: number.positive().nullable() }).nullable().exactOptional(),
  }),
  log: many(
    z.object({
      kind: z.enum(["command", "note", "warning", "error"]),
      text,
      failed: z.boolean().exactOptional(),
    }),
    MOST_LINES,
  ),
  fits: many(z.object({ call: count, map: mapId, models: many(modelId), options: fitOptions })),
  history: z.object({ undo: many(step), redo: many(step), notKept: count }),
  identify: identify.exactOptional(),
  particles: particleView.exactOptional(),
});

/** A view from JSON text of our own. Throws `format` for any other. */
export function readView(value: unknown): ProjectView {
  const checked = viewSchema.safeParse(value);
  if (!checked.success) throw damaged(checked.error.issues[0]?.message ?? "not as expected");
  return checked.data;
}

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const size = count.max(LARGEST_FILE);
/** A path in the archive that leads nowhere else. */
const archivePath = z.string().regex(/^(maps|models)\/[A-Za-z0-9._-]{1,120}$/);
const grid = z.object({
  size: z.tuple([z.int().positive(), z.int().positive(), z.int().positive()]),
  origin: vec3,
  voxelSize: z.tuple([number.positive(), number.positive(), number.positive()]),
});
const description: z.ZodType<MapDescription> = z.object({
  kind: z.literal("map"),
  size: vec3,
  voxelSize: vec3,
  origin: vec3,
  originSource: z.enum(["ORIGIN", "NSTART", "none"]),
  mode: number,
  storage: text,
  byteOrder: z.enum(["little-endian", "big-endian"]),
  axisOrder: text,
  cell: z.object({ lengths: vec3, angles: vec3 }),
  spaceGroup: number,
  extendedHeader: z.object({ bytes: count, type: text }),
  min: score,
  max: score,
  mean: score,
  sd: score,
  labels: many(text),
  warnings: many(text),
});
const mapRecord: z.ZodType<MapRecord> = z.union([
  z.object({ kind: z.literal("file"), id: mapId, file: count }),
  z.object({
    kind: z.literal("made"),
    id: mapId,
    name: text,
    grid,
    description,
    level: proposed,
    entry: archivePath,
    size,
    sha256,
  }),
]);
const modelPlace = z.object({ file: count, model: count, chain: count.nullable() });
const manifest: z.ZodType<Manifest> = z.object({
  format: z.literal("mapwright-project"),
  version: z.literal(MANIFEST_VERSION),
  program: text,
  saved: text,
  files: many(z.object({ name: text, place: text.nullable(), size, sha256, entry: archivePath.nullable() })),
  maps: many(mapRecord),
  models: many(
    modelPlace.extend({
      id: modelId,
      errors: z.object({ file: count, whole: modelPlace }).exactOptional(),
    }),
  ),
  view: viewSchema,
  notKept: many(text),
});

/**
 * The manifest of a project from its text. Throws `format` for text that is none, that was written by a newer program,
 * or whose parts do not fit each other.
 */
export function readManifest(json: string): Manifest {
  const seen = fromJson(json);
  const version = z.object({ format: z.literal("mapwright-project"), version: z.int() }).safeParse(seen);
  if (!version.success) throw damaged("it is no manifest of a Mapwright project");
  if (version.data.version > MANIFEST_VERSION) {
    throw new AppError(
      "format",
      "The project was saved by a newer Mapwright. Update this one, or save the project there once more for this version.",
      { seen: version.data.version, expected: MANIFEST_VERSION },
    );
  }
  const checked = manifest.safeParse(seen);
  if (!checked.success) {
    const [issue] = checked.error.issues;
    throw damaged(`${issue?.path.join(".") || "manifest"}: ${issue?.message ?? "not as expected"}`);
  }
  refuseLooseEnds(checked.data);
  return checked.data;
}

/** Every reference must lead somewhere, and no id may be used twice. */
function refuseLooseEnds({ files, maps, models }: Manifest): void {
  const ids = [...maps, ...models].map(({ id }) => id);
  if (new Set(ids).size < ids.length) throw damaged("two maps or models have the same id");
  const used = [
    ...maps.flatMap((one) => (one.kind === "file" ? [one.file] : [])),
    ...models.flatMap(({ file, errors }) => [file, ...(errors ? [errors.file, errors.whole.file] : [])]),
  ];
  if (used.some((file) => file >= files.length))
    throw damaged("a map or model names a file that is not listed");
}

function damaged(why: string): AppError {
  return new AppError("format", "The project's manifest is damaged. Open an older copy of the file.", {
    why,
  });
}
