import { DoubleSide, type Group, Mesh, MeshStandardMaterial, Scene } from "three";
import type { Vec3 } from "#core/math/vec3.ts";
import type { MapImage as MapImageShape } from "#core/surface/map-image.ts";
import { geometryOf } from "#renderer/scene/buffers.ts";
import { ClusterSpheres } from "#renderer/scene/ClusterSpheres.ts";
import type { Sheet } from "#renderer/scene/Compositor.ts";
import { type Camera, depthOf, enclosing, type Sphere } from "#renderer/scene/camera.ts";
import { ballsOf } from "#renderer/scene/cluster-balls.ts";
import { type CropBox, cropBox } from "#renderer/scene/crop-handles.ts";
import { meshIdMaterial, type Pickable } from "#renderer/scene/id-pass.ts";
import { MapDrawing } from "#renderer/scene/MapDrawing.ts";
import type { MapImage } from "#renderer/scene/MapImage.ts";
import type { PlaneShape } from "#renderer/scene/MapPlanes.ts";
import type { SurfaceShape } from "#renderer/scene/MapSurface.ts";
import { Models } from "#renderer/scene/Models.ts";
import { legendOf } from "#renderer/scene/map-paint.ts";
import { posesOf } from "#renderer/scene/multiples.ts";
import type { Label } from "#renderer/scene/Overlay.ts";
import { RotationCentre } from "#renderer/scene/RotationCentre.ts";
import type { SeenPart } from "#renderer/scene/view.ts";
import { isMap, type MapEntry, type SceneEntry, specOf } from "#renderer/stores/scene.ts";
import type { Legend } from "#renderer/stores/scores.ts";
import type { Settings } from "#renderer/stores/settings.ts";
import type { StageState } from "#renderer/stores/stage.ts";
import type { Stores } from "#renderer/stores/stores.ts";
import { type ComparedPose, rowsInFront } from "#renderer/stores/visible-rows.ts";
import type { MeshBuffers, ModelId, ModelShape, VolumeId } from "#workers/protocol.ts";

const NOTHING: Sphere = { centre: [0, 0, 0], radius: 30 };
/** From here on nothing shows through. */
const OPAQUE = 0.999;
/** three.js has layers 0 to 31; more see-through things than that share some. */
const LAYERS = 31;

/** Drawn after every surface, so that what will go is seen inside them. */
const PREVIEW_ORDER = 1000;

/** What is laid over the solid things by itself. */
interface SeeThrough {
  readonly group: Group;
  readonly opacity: number;
  readonly centre: Vec3;
  readonly image?: MapImage;
}

/** The things in the two views, made from the shapes handed over and kept as the stores say. */
export class Contents {
  readonly main = new Scene();
  readonly beside = new Scene();
  readonly clusters = new ClusterSpheres();
  readonly rotationCentre = new RotationCentre();
  private readonly maps = new Map<VolumeId, MapDrawing>();
  readonly models = new Models(this.main);
  private readonly surfaceId = meshIdMaterial(false);
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
  /** Maps drawn so far. */
  private drawn = 0;
  private ballsKey: unknown[] = [];

  constructor(stores: Stores) {
    this.stores = stores;
  }

  setSurface(map: VolumeId, n: number, shape: SurfaceShape | null): void {
    this.mapOf(map).setSurface(n, shape);
  }

  setPlane(map: VolumeId, axis: 0 | 1 | 2, plane: PlaneShape): void {
    this.mapOf(map).setPlane(axis, plane);
  }

  setImage(map: VolumeId, image: MapImageShape): void {
    this.mapOf(map).setImage(image);
  }

  setShape(model: ModelId, shape: ModelShape): void {
    this.models.setShape(model, shape);
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
    for (const [id, drawing] of this.maps) {
      if (ids.has(id)) continue;
      drawing.dispose();
      this.maps.delete(id);
    }
    this.models.keepOnly(ids);
  }

  /** Brings everything drawn in line with the stores. */
  follow(sceneRadius: number): void {
    const { entries } = this.stores.scene.getState();
    const selection = this.stores.selection.getState();
    const { picked } = selection;
    this.models.follow(entries, selection, this.stores.scores.getState().bySpec);
    this.followMaps(entries.filter(isMap), picked);
    this.followClusters(sceneRadius);
  }

  /** Spheres around everything shown, or around the entries named. */
  spheres(specs?: readonly string[]): Sphere[] {
    const { entries } = this.stores.scene.getState();
    return entries
      .filter((entry) => (specs ? specs.includes(specOf(entry)) : entry.shown))
      .flatMap((entry) => this.sphereOf(entry) ?? []);
  }

  /** What is shown but has not come to the screen yet. */
  undrawn(): string[] {
    const { entries } = this.stores.scene.getState();
    return entries.filter((entry) => entry.shown && !this.sphereOf(entry)).map(specOf);
  }

  /** The sphere around some atoms of a model or copy, or around all of an entry; null while it is not drawn. */
  sphereOfPart({ spec, ranges }: SeenPart): Sphere | null {
    const entry = this.stores.scene.getState().entries.find((one) => specOf(one) === spec);
    if (!entry) return null;
    return ranges && !isMap(entry) ? this.models.sphereOfAtoms(entry, ranges) : this.sphereOf(entry);
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
    const maps = this.stores.scene.getState().entries.filter(isMap);
    const surfaces = maps.flatMap((entry): Pickable[] => {
      const meshes = entry.shown ? (this.maps.get(entry.id)?.pickables() ?? []) : [];
      return meshes.map((mesh) => ({ mesh, material: this.surfaceId, what: () => null, entry }));
    });
    return [...surfaces, ...this.models.pickables()];
  }

  /**
   * What is drawn together: everything solid, then each see-through map and model, the farther first. Gives every thing
   * the layer of its sheet.
   */
  sheets(camera: Camera): Sheet[] {
    const maps = this.stores.scene.getState().entries.filter(isMap);
    const surfaces = maps.flatMap((entry) => this.maps.get(entry.id)?.groups(entry) ?? []);
    const images = maps.flatMap((entry) => this.maps.get(entry.id)?.image(entry) ?? []);
    const things = [...surfaces, ...this.models.groups()];
    const solid = things.filter(({ opacity }) => opacity >= OPAQUE);
    const seeThrough: readonly SeeThrough[] = [
      ...things.filter(({ opacity }) => opacity < OPAQUE),
      ...images,
    ].sort((a, b) => depthOf(camera, b.centre) - depthOf(camera, a.centre));
    for (const { group } of solid) setLayer(group, 0);
    seeThrough.forEach(({ group }, n) => {
      setLayer(group, layerAt(n));
    });
    return [
      { layer: 0, opacity: 1 },
      ...seeThrough.map(({ opacity, image }, n) => ({ layer: layerAt(n), opacity, ...(image && { image }) })),
    ];
  }

  /** Whether a map is drawn as an image. */
  hasImages(): boolean {
    const maps = this.stores.scene.getState().entries.filter(isMap);
    return maps.some((entry) => this.maps.get(entry.id)?.image(entry));
  }

  /** How many small pictures the main view is divided into. */
  cells(): number {
    return posesOf(this.stores).length === 0 ? 1 : this.stores.results.getState().compared;
  }

  /** The pose in a small picture; undefined where there is none. */
  cell(n: number): ComparedPose | undefined {
    return n < 0 ? undefined : posesOf(this.stores)[n];
  }

  /** Draws as the n-th small picture wants it: its model at its pose. Other numbers change nothing. */
  posed<T>(n: number, draw: () => T): T {
    const cell = this.cell(n);
    if (!cell) return draw();
    const fitted = new Set(this.stores.fits.getState().tables.map((table) => table.model));
    return this.models.posed(cell.model, cell.motion, fitted, draw);
  }

  /** Points of what is shown, xyz triplets, Å: of models, or of maps where there are none. */
  cloud(): Float32Array {
    const atoms = this.models.cloud();
    if (atoms.length > 0) return atoms;
    const maps = this.stores.scene
      .getState()
      .entries.filter(isMap)
      .filter(({ shown }) => shown);
    return Float32Array.from(maps.flatMap(({ id }) => [...(this.maps.get(id)?.points() ?? [])]));
  }

  labels(): Label[] {
    return this.models.labels();
  }

  /** The scales that colours stand for. */
  legends(): Legend[] {
    const maps = this.stores.scene.getState().entries.filter(isMap);
    return [...this.models.legends(), ...maps.flatMap((entry) => legendOf(entry) ?? [])];
  }

  stage(): StageState {
    return this.stores.stage.getState();
  }

  /** The box of the active map while the right button crops; null otherwise. */
  cropBox(): CropBox | null {
    if (this.settings().rightMouse !== "crop") return null;
    const maps = this.stores.scene
      .getState()
      .entries.filter(isMap)
      .filter(({ shown }) => shown);
    const active = this.stores.selection.getState().map;
    const entry = maps.find(({ id }) => id === active) ?? maps[0];
    return entry ? cropBox(entry, specOf(entry)) : null;
  }

  /** The centre of rotation. `look` finds how deep what the middle of the view shows lies, Å; null where that is empty. */
  pivot(camera: Camera, aspect: number, look?: () => number | null): Vec3 {
    const bounds = enclosing(this.spheres()) ?? NOTHING;
    return this.rotationCentre.at(this.stage(), camera, { bounds, aspect, look });
  }

  private sphereOf(entry: SceneEntry): Sphere | null {
    if (isMap(entry)) return this.maps.get(entry.id)?.sphere(entry) ?? null;
    return this.models.sphere(entry);
  }

  private mapOf(id: VolumeId): MapDrawing {
    let drawing = this.maps.get(id);
    if (!drawing) {
      drawing = new MapDrawing(this.drawn++);
      this.maps.set(id, drawing);
      this.main.add(drawing.main);
      this.beside.add(drawing.faint);
    }
    return drawing;
  }

  private followMaps(entries: readonly MapEntry[], picked: readonly string[]): void {
    const ids = new Set(entries.map(({ id }) => id));
    for (const [id, drawing] of this.maps) {
      if (!ids.has(id)) drawing.main.visible = drawing.faint.visible = false;
    }
    const isCut = typeof this.stage().clip?.near === "number";
    for (const entry of entries) {
      const highlighted = picked.includes(specOf(entry));
      this.mapOf(entry.id).update(entry, { highlighted, isCut }, (near) =>
        near.flatMap((one) => this.models.atomColors(one)),
      );
    }
  }

  private followClusters(sceneRadius: number): void {
    const { table, pose } = this.stores.selection.getState();
    const fits = this.stores.fits.getState();
    const look = this.stores.settings.getState().results;
    const { hovered } = this.stores.results.getState();
    const key = [fits, table, pose, sceneRadius, look, hovered];
    if (key.every((part, n) => part === this.ballsKey[n])) return;
    this.ballsKey = key;
    this.beside.add(
      this.clusters.update(ballsOf(rowsInFront(fits, table), pose, look, hovered), sceneRadius),
    );
  }
}

function layerAt(n: number): number {
  return 1 + (n % LAYERS);
}

function setLayer(group: Group, layer: number): void {
  group.traverse((object) => object.layers.set(layer));
}
