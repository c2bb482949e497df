import { DoubleSide, Mesh, MeshStandardMaterial, Scene } from "three";
import { geometryOf } from "#renderer/scene/buffers.ts";
import { ClusterSpheres } from "#renderer/scene/ClusterSpheres.ts";
import type { Sphere } from "#renderer/scene/camera.ts";
import { ballsOf } from "#renderer/scene/cluster-balls.ts";
import { MapSurface } from "#renderer/scene/MapSurface.ts";
import { ModelDrawing } from "#renderer/scene/ModelDrawing.ts";
import {
  isMap,
  isPlaced,
  type MapEntry,
  type ModelEntry,
  type PlacedEntry,
  type SceneEntry,
  specOf,
} from "#renderer/stores/scene.ts";
import type { Settings } from "#renderer/stores/settings.ts";
import type { Stores } from "#renderer/stores/stores.ts";
import { rowsInFront } from "#renderer/stores/visible-rows.ts";
import type { MeshBuffers, ModelId, ModelShape, VolumeId } from "#workers/protocol.ts";

/** Something that can be pointed at, the entry it belongs to, and what a corner of its mesh is called. */
export interface Pickable {
  readonly mesh: Mesh;
  readonly entry: SceneEntry;
  readonly labelAt: (vertex: number) => string;
}

/** Drawn after every surface, so that what will go is seen inside them. */
const PREVIEW_ORDER = 1000;

/** The things in the two views, made from the shapes handed over and kept as the stores say. */
export class Contents {
  readonly main = new Scene();
  readonly beside = new Scene();
  readonly clusters = new ClusterSpheres();
  private readonly surfaces = new Map<VolumeId, MapSurface>();
  private readonly shapes = new Map<ModelId, ModelShape>();
  /** By spec: "#2", "#2.1". */
  private readonly models = new Map<string, { drawing: ModelDrawing; shape: ModelShape }>();
  private preview: Mesh | null = null;
  private readonly previewMaterial = new MeshStandardMaterial({
    color: 0xf2b35e,
    emissive: 0x5a3a10,
    transparent: true,
    opacity: 0.55,
    depthWrite: false,
    side: DoubleSide,
  });
  private readonly stores: Stores;
  private ballsKey: unknown[] = [];

  constructor(stores: Stores) {
    this.stores = stores;
  }

  setSurface(map: VolumeId, mesh: MeshBuffers): void {
    let surface = this.surfaces.get(map);
    if (!surface) {
      surface = new MapSurface();
      this.surfaces.set(map, surface);
      this.main.add(surface.main);
      this.beside.add(surface.faint);
    }
    surface.setMesh(mesh);
  }

  setShape(model: ModelId, shape: ModelShape): void {
    this.shapes.set(model, shape);
  }

  setPreview(mesh: MeshBuffers | null): void {
    this.preview?.geometry.dispose();
    this.preview?.removeFromParent();
    this.preview = mesh && new Mesh(geometryOf(mesh), this.previewMaterial);
    if (!this.preview) return;
    this.preview.renderOrder = PREVIEW_ORDER;
    this.main.add(this.preview);
  }

  keepOnly(ids: ReadonlySet<string>): void {
    for (const [id, surface] of this.surfaces) {
      if (ids.has(id)) continue;
      surface.dispose();
      this.surfaces.delete(id);
    }
    for (const id of this.shapes.keys()) if (!ids.has(id)) this.shapes.delete(id);
  }

  /** Brings everything drawn in line with the stores. */
  follow(sceneRadius: number): void {
    const { entries } = this.stores.scene.getState();
    const { picked } = this.stores.selection.getState();
    this.followMaps(entries.filter(isMap), picked);
    this.followModels(entries, picked);
    this.followClusters(sceneRadius);
  }

  /** Spheres around everything shown, or around the entries named. */
  spheres(specs?: readonly string[]): Sphere[] {
    const { entries } = this.stores.scene.getState();
    return entries
      .filter((entry) => (specs ? specs.includes(specOf(entry)) : entry.shown))
      .flatMap((entry) => this.sphereOf(entry) ?? []);
  }

  /** Whether every map is drawn at the level that was proposed for it. */
  showsProposals(): boolean {
    const maps = this.stores.scene.getState().entries.filter(isMap);
    return maps.every(({ level, proposed }) => level === proposed.value);
  }

  settings(): Settings {
    return this.stores.settings.getState();
  }

  /** What can be pointed at in the main view, with the entry it belongs to. */
  pickables(): Pickable[] {
    const { entries } = this.stores.scene.getState();
    return entries.flatMap((entry): Pickable[] => {
      if (!entry.shown) return [];
      if (isMap(entry)) {
        const surface = this.surfaces.get(entry.id);
        return surface ? [{ mesh: surface.pickable(), entry, labelAt: () => "" }] : [];
      }
      const drawing = this.models.get(specOf(entry))?.drawing;
      return drawing
        ? [{ mesh: drawing.pickable(), entry, labelAt: (vertex: number) => drawing.labelAt(vertex) }]
        : [];
    });
  }

  private sphereOf(entry: SceneEntry): Sphere | null {
    if (isMap(entry)) return this.surfaces.get(entry.id)?.sphere() ?? null;
    return this.models.get(specOf(entry))?.drawing.sphere(entry) ?? null;
  }

  private followMaps(entries: readonly MapEntry[], picked: readonly string[]): void {
    const ids = new Set(entries.map(({ id }) => id));
    for (const [id, surface] of this.surfaces) {
      if (!ids.has(id)) surface.main.visible = surface.faint.visible = false;
    }
    entries.forEach((entry, order) => {
      const surface = this.surfaces.get(entry.id);
      if (!surface) return;
      surface.main.visible = true;
      surface.update(entry, order, picked.includes(specOf(entry)));
    });
  }

  private followModels(entries: readonly SceneEntry[], picked: readonly string[]): void {
    const wanted = entries.filter((entry): entry is ModelEntry | PlacedEntry => !isMap(entry));
    const specs = new Set(wanted.map(specOf));
    for (const [spec, { drawing }] of this.models) {
      if (specs.has(spec)) continue;
      drawing.dispose();
      this.models.delete(spec);
    }
    for (const entry of wanted) {
      const drawing = this.drawingOf(entry);
      drawing?.update(
        coveredByCopy(entry, wanted) ? { ...entry, shown: false } : entry,
        picked.includes(specOf(entry)),
      );
    }
  }

  private drawingOf(entry: ModelEntry | PlacedEntry): ModelDrawing | null {
    const spec = specOf(entry);
    const shape = this.shapes.get(isPlaced(entry) ? entry.model : entry.id);
    const known = this.models.get(spec);
    if (known?.shape === shape && known) return known.drawing;
    known?.drawing.dispose();
    this.models.delete(spec);
    if (!shape) return null;
    const drawing = new ModelDrawing(shape);
    this.models.set(spec, { drawing, shape });
    this.main.add(drawing.group);
    return drawing;
  }

  private followClusters(sceneRadius: number): void {
    const { table, pose } = this.stores.selection.getState();
    const fits = this.stores.fits.getState();
    const key = [fits, table, pose, sceneRadius];
    if (key.every((part, n) => part === this.ballsKey[n])) return;
    this.ballsKey = key;
    this.beside.add(this.clusters.update(ballsOf(rowsInFront(fits, table), pose), sceneRadius));
  }
}

/** A model looked at where a copy of it was placed would fight with the copy for every pixel. */
function coveredByCopy(entry: ModelEntry | PlacedEntry, all: readonly (ModelEntry | PlacedEntry)[]): boolean {
  if (entry.kind === "placed") return false;
  return all.some(
    (other) =>
      other.kind === "placed" && other.model === entry.id && other.shown && other.motion === entry.motion,
  );
}
