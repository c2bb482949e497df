import { mapEntry, modelEntry } from "#renderer/commands/entries.ts";
import type { FitTable } from "#renderer/stores/fits.ts";
import type {
  MapEntry,
  ModelColor,
  ModelEntry,
  ModelLook,
  PlacedEntry,
  SceneEntry,
  SceneState,
} from "#renderer/stores/scene.ts";
import type { MapSummary, ModelId, ModelSummary, Params, VolumeId } from "#workers/protocol.ts";

/** What is kept of the window, as a document. */
export type SavedView = Params<"keepView">["view"];
export type SavedEntry = SavedView["entries"][number];
export type SavedMap = Extract<SavedEntry, { kind: "map" }>;
export type SavedModel = Extract<SavedEntry, { kind: "model" }>;
export type SavedTable = SavedView["tables"][number];

/** What the engine has open, by id. */
export interface Inventory {
  readonly maps: ReadonlyMap<string, MapSummary>;
  readonly models: ReadonlyMap<string, ModelSummary>;
}

/*
 * Everything about an entry is either said by the engine again or kept. A field that is neither does not compile here:
 * add it to workers/project/view.ts and project-schemas.ts, or to what the engine says.
 */
type FromEngine = "grid" | "min" | "max" | "mean" | "sd" | "histogram" | "drawn";
type FromEngineModel =
  | "chains"
  | "residues"
  | "atoms"
  | "mass"
  | "format"
  | "resolution"
  | "centre"
  | "radius";
type Forgotten<Entry, Saved, Said extends keyof Entry> = Exclude<keyof Entry, keyof Saved | Said>;
type Nothing<T extends never> = T;
/** @public */
export type NothingForgotten =
  | Nothing<Forgotten<MapEntry, SavedMap, FromEngine>>
  | Nothing<Forgotten<ModelEntry, SavedModel, FromEngineModel>>
  | Nothing<Forgotten<PlacedEntry, Extract<SavedEntry, { kind: "placed" }>, never>>
  | Nothing<Forgotten<FitTable, SavedTable, never>>;

export function savedEntry(entry: SceneEntry): SavedEntry {
  if (entry.kind === "map") {
    const { grid, min, max, mean, sd, histogram, drawn, ...kept } = entry;
    return kept;
  }
  if (entry.kind === "placed") return entry;
  const { chains, residues, atoms, mass, format, resolution, centre, radius, ...kept } = entry;
  return kept;
}

/** An entry as it was; undefined when the engine lacks its map or model. */
export function entryOf(saved: SavedEntry, { maps, models }: Inventory): SceneEntry | undefined {
  switch (saved.kind) {
    case "map": {
      const summary = maps.get(saved.id);
      return summary && { ...mapEntry(NO_SCENE, summary), ...mapFrom(saved) };
    }
    case "model": {
      const summary = models.get(saved.id);
      const { symmetryOf, ...rest } = saved;
      return (
        summary && {
          ...modelEntry(NO_SCENE, summary),
          ...rest,
          id: saved.id as ModelId,
          look: lookOf(saved),
          ...(symmetryOf !== undefined && { symmetryOf: symmetryOf as ModelId }),
        }
      );
    }
    default:
      return models.has(saved.model)
        ? { ...saved, model: saved.model as ModelId, look: lookOf(saved) }
        : undefined;
  }
}

/** Ids are the engine's again. */
function mapFrom(saved: SavedMap): Omit<MapEntry, FromEngine> {
  const near = ({ near: atoms, ...rest }: NonNullable<SavedMap["zone"]>) => ({
    ...rest,
    near: atoms.map((one) => ({ ...one, model: one.model as ModelId })),
  });
  const { zone, paint, madeOf, ...rest } = saved;
  return {
    ...rest,
    id: saved.id as VolumeId,
    zone: zone && near(zone),
    paint:
      paint?.kind === "map"
        ? { ...paint, by: paint.by as VolumeId }
        : paint && { kind: "atoms", ...near(paint) },
    ...(madeOf !== undefined && { madeOf: madeOf as ModelId }),
  };
}

function lookOf({ look }: Pick<SavedModel, "look">): ModelLook {
  const density = look.density && { ...look.density, map: look.density.map as VolumeId };
  const { cartoonColor, ...rest } = look;
  return {
    ...rest,
    color: look.color as ModelColor,
    density,
    ...(cartoonColor !== undefined && { cartoonColor: cartoonColor as ModelColor }),
  };
}

/** A table as it was; its ids are those of the engine's again. */
export function tableFrom(saved: SavedTable): FitTable {
  return { ...saved, model: saved.model as ModelId, map: saved.map as VolumeId };
}

export function inventoryOf(maps: readonly MapSummary[], models: readonly ModelSummary[]): Inventory {
  return {
    maps: new Map(maps.map((summary) => [summary.id, summary])),
    models: new Map(models.map((summary) => [summary.id, summary])),
  };
}

/** Entries are filled from what was kept; where they stand in a scene does not matter. */
const NO_SCENE: SceneState = { entries: [], nextNumber: 0 };
