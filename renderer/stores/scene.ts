import { createStore, type StoreApi } from "zustand/vanilla";
import type { Rigid } from "#core/math/rigid.ts";
import type { Vec3 } from "#core/math/vec3.ts";
import type { AtomRanges } from "#core/structure/atom-ranges.ts";
import type { Grid } from "#core/volume/grid.ts";
import type { MapLook } from "#renderer/stores/map-look.ts";
import type { ModelId, ModelSummary, VolumeId } from "#workers/protocol.ts";
import type { StatedByDepositors } from "#workers/start-calls.ts";

/** A file by name, and the only chain of it that a model holds; null for all of it. */
export interface FileSource {
  readonly file: string;
  readonly chain: string | null;
}

/** A map as the window shows it: what the engine said about it, and how it is drawn. */
export interface MapEntry extends MapLook {
  readonly kind: "map";
  /** The number after # by which commands name it. */
  readonly number: number;
  readonly id: VolumeId;
  readonly name: string;
  readonly grid: Grid;
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  readonly sd: number;
  readonly histogram: MapHistogram;
  /** The level the engine proposed, and why. */
  readonly proposed: { readonly value: number; readonly reason: string };
  /** Where it was read from; left out for what was made here. */
  readonly source?: FileSource;
  /** What its depositors state; null for a map that is not from an archive. */
  readonly stated: StatedByDepositors | null;
  /** Contour level, map units. */
  readonly level: number;
  readonly style: SurfaceStyle;
  /** Display sub-sampling; 0 lets the engine choose. */
  readonly step: number;
  /** "#rrggbb". */
  readonly color: string;
  /** 0…1. */
  readonly opacity: number;
  readonly shown: boolean;
  readonly outline: boolean;
  /** What the drawn surface encloses (Å³) and the step it was made with; null until it is drawn. */
  readonly drawn: Drawn | null;
  /** The model whose density it is, when molmap made it. */
  readonly madeOf?: ModelId;
  /** Share of the density of the map it was made from that placed models explain, 0…1. */
  readonly explained: number | null;
}

/** An image shows planes, or all of the density where there are none. */
export type SurfaceStyle = "surface" | "mesh" | "image";

/** Whether all of a map's density is seen through, instead of surfaces or planes. */
export function isWholeImage({ style, planes }: Pick<MapEntry, "style" | "planes">): boolean {
  return style === "image" && planes.length === 0;
}

export interface Drawn {
  readonly step: number;
  readonly enclosedVolume: number;
  /** Least and largest density that the surface is coloured by, when it is. */
  readonly painted?: readonly [number, number];
}

/** How often densities occur; bin b starts at start + b · binWidth. */
export interface MapHistogram {
  readonly start: number;
  readonly binWidth: number;
  readonly counts: readonly number[];
}

/** A model as the window shows it, at the pose being looked at. */
export interface ModelEntry {
  readonly kind: "model";
  readonly number: number;
  readonly id: ModelId;
  readonly name: string;
  readonly chains: readonly string[];
  readonly residues: number;
  readonly atoms: number;
  /** Da, without water. */
  readonly mass: number;
  /** Of the file it came from; "gaussians": its atoms are Gaussians. */
  readonly format: ModelSummary["description"]["format"];
  /** Å, when the file states it. */
  readonly resolution: number | null;
  /** Mean of the heavy atoms in the file's frame, Å. */
  readonly centre: Vec3;
  readonly radius: number;
  readonly shown: boolean;
  readonly look: ModelLook;
  /** Why it was first drawn as it was. */
  readonly lookReason: string;
  /** Where it was read from; left out for what was made here. */
  readonly source?: FileSource;
  /** The model whose copies by symmetry this one holds. */
  readonly symmetryOf?: ModelId;
  /** Moves the file's coordinates to where the model is drawn. */
  readonly motion: Rigid;
}

export interface ModelLook {
  readonly color: ModelColor;
  /** Elements other than carbon in their own colours, unless colours show numbers. */
  readonly elements: boolean;
  /** Of the cartoon, when it is another one. */
  readonly cartoonColor?: ModelColor;
  /** Of colours that show numbers, by name or as colours; left out: viridis. */
  readonly palette?: string;
  /** Ends of the scale when colours show numbers; null = from the data. */
  readonly range: readonly [number, number] | null;
  /** Whose density "bydensity" shows, in map units or as a multiple of the map's contour level. */
  readonly density: { readonly map: VolumeId; readonly relative: boolean } | null;
  readonly opacity: number;
  readonly cartoon: boolean;
  /** Cα (P) of neighbours joined by sticks. */
  readonly trace: boolean;
  readonly atoms: AtomStyle;
  /** Ligands and ions are seen, also where other atoms are not. */
  readonly ligands: boolean;
  readonly labels: "none" | "chains" | "residues";
  /** Parts that look otherwise than the whole, later ones over earlier ones. */
  readonly parts: readonly LookPart[];
}

/** How some of a model's atoms look otherwise; what is not said is as for the whole. */
export interface LookPart {
  readonly ranges: AtomRanges;
  readonly color?: `#${string}`;
  readonly atoms?: AtomStyle;
  readonly cartoon?: boolean;
}

export const ATOM_STYLES = ["stick", "ball", "sphere"] as const;
export type AtomStyle = "none" | (typeof ATOM_STYLES)[number];

/** What residues are coloured by: chain, B, element, model, secondary structure, place along the chain, occupancy (amplitude of Gaussians), density, Q-score and correlation of the last validation, resolution; or one colour "#rrggbb". */
export type ModelColor = ColorScheme | `#${string}`;

export const COLOR_SCHEMES = [
  "bychain",
  "byelement",
  "bymodel",
  "bysecondary",
  "byresidue",
  "byb",
  "byoccupancy",
  "bydensity",
  "byq",
  "bycc",
  "byresolution",
] as const;
export type ColorScheme = (typeof COLOR_SCHEMES)[number];

export const LOOK_DEFAULTS: ModelLook = {
  color: "bychain",
  elements: true,
  range: null,
  density: null,
  opacity: 1,
  cartoon: true,
  trace: false,
  atoms: "none",
  ligands: true,
  labels: "none",
  parts: [],
};

/** A copy of a model that the user placed. Copies of model #2 are #2.1, #2.2, … */
export interface PlacedEntry {
  readonly kind: "placed";
  readonly number: number;
  readonly copy: number;
  readonly model: ModelId;
  readonly name: string;
  readonly motion: Rigid;
  readonly shown: boolean;
  readonly look: ModelLook;
}

export type SceneEntry = MapEntry | ModelEntry | PlacedEntry;

/** Everything opened, in the order of its numbers. */
export interface SceneState {
  readonly entries: readonly SceneEntry[];
  /** The number the next entry gets; numbers are not used twice. */
  readonly nextNumber: number;
}

export type SceneStore = StoreApi<SceneState>;

export function createSceneStore(): SceneStore {
  return createStore<SceneState>(() => ({ entries: [], nextNumber: 1 }));
}

/** "#2" or, for a placed copy, "#2.1". */
export function specOf(entry: SceneEntry): string {
  return entry.kind === "placed" ? `#${entry.number}.${entry.copy}` : `#${entry.number}`;
}

export function isMap(entry: SceneEntry): entry is MapEntry {
  return entry.kind === "map";
}

export function isModel(entry: SceneEntry): entry is ModelEntry {
  return entry.kind === "model";
}

export function isPlaced(entry: SceneEntry): entry is PlacedEntry {
  return entry.kind === "placed";
}

export function mapById(state: SceneState, id: VolumeId | null): MapEntry | undefined {
  return state.entries.filter(isMap).find((entry) => entry.id === id);
}

export function modelById(state: SceneState, id: ModelId | null): ModelEntry | undefined {
  return state.entries.filter(isModel).find((entry) => entry.id === id);
}

/** Adds entries in the order of their numbers, copies after their model. */
export function addEntries(store: SceneStore, added: readonly SceneEntry[]): void {
  store.setState(({ entries, nextNumber }) => ({
    entries: [...entries, ...added].sort(byNumber),
    nextNumber: Math.max(nextNumber, ...added.map((entry) => entry.number + 1)),
  }));
}

export function removeEntries(store: SceneStore, removed: readonly SceneEntry[]): void {
  const specs = new Set(removed.map(specOf));
  store.setState(({ entries }) => ({ entries: entries.filter((entry) => !specs.has(specOf(entry))) }));
}

export function changeMap(
  store: SceneStore,
  id: VolumeId,
  change: Partial<Omit<MapEntry, "kind" | "id">>,
): void {
  store.setState(({ entries }) => ({
    entries: entries.map((entry) => (isMap(entry) && entry.id === id ? { ...entry, ...change } : entry)),
  }));
}

/** Puts another map in the place of one. */
export function replaceMap(store: SceneStore, id: VolumeId, next: MapEntry): void {
  store.setState(({ entries }) => ({
    entries: entries.map((entry) => (isMap(entry) && entry.id === id ? next : entry)),
  }));
}

export function changeModel(
  store: SceneStore,
  id: ModelId,
  change: Partial<Omit<ModelEntry, "kind" | "id">>,
): void {
  store.setState(({ entries }) => ({
    entries: entries.map((entry) => (isModel(entry) && entry.id === id ? { ...entry, ...change } : entry)),
  }));
}

/** What every kind of entry can be asked to do. */
export function changeShared(
  store: SceneStore,
  spec: string,
  change: Partial<{ name: string; shown: boolean }>,
): void {
  store.setState(({ entries }) => ({
    entries: entries.map((entry) => (specOf(entry) === spec ? { ...entry, ...change } : entry)),
  }));
}

/** Where a model or a copy is drawn. */
export function changeMotion(store: SceneStore, spec: string, motion: Rigid): void {
  store.setState(({ entries }) => ({
    entries: entries.map((entry) =>
      entry.kind !== "map" && specOf(entry) === spec ? { ...entry, motion } : entry,
    ),
  }));
}

export function changeLook(store: SceneStore, spec: string, change: Partial<ModelLook>): void {
  store.setState(({ entries }) => ({
    entries: entries.map((entry) =>
      entry.kind !== "map" && specOf(entry) === spec
        ? { ...entry, look: { ...entry.look, ...change } }
        : entry,
    ),
  }));
}

/** As `changeLook`, from the look as it is now; what the new one does not say is not kept. */
export function replaceLook(store: SceneStore, spec: string, next: (look: ModelLook) => ModelLook): void {
  store.setState(({ entries }) => ({
    entries: entries.map((entry) =>
      entry.kind !== "map" && specOf(entry) === spec ? { ...entry, look: next(entry.look) } : entry,
    ),
  }));
}

function byNumber(a: SceneEntry, b: SceneEntry): number {
  const copy = (entry: SceneEntry) => (entry.kind === "placed" ? entry.copy : 0);
  return a.number - b.number || copy(a) - copy(b);
}
