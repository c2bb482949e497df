import type { Vec3 } from "#core/math/vec3.ts";
import type { AtomRanges } from "#core/structure/atom-ranges.ts";
import type { MapImage } from "#core/surface/map-image.ts";
import type { Camera, Sphere } from "#renderer/scene/camera.ts";
import type { PlaneShape } from "#renderer/scene/MapPlanes.ts";
import type { SurfaceShape } from "#renderer/scene/MapSurface.ts";
import type { MeshBuffers, ModelId, ModelShape, VolumeId } from "#workers/protocol.ts";

/** The scene as commands see it. What is drawn follows the stores; this hands over shapes and moves the camera. */
export interface View {
  /** The surface of a map at its n-th level; null takes it and those after it away. */
  setSurface(map: VolumeId, n: number, shape: SurfaceShape | null): void;
  /** A plane of densities across an axis of a map. */
  setPlane(map: VolumeId, axis: 0 | 1 | 2, plane: PlaneShape): void;
  /** What a map is drawn from as an image. */
  setImage(map: VolumeId, image: MapImage): void;
  setShape(model: ModelId, shape: ModelShape): void;
  /** What zeroing would remove, drawn over everything; null takes it away. */
  setPreview(mesh: MeshBuffers | null): void;
  /** Forgets the shapes of everything not listed. */
  keepOnly(ids: ReadonlySet<string>): void;
  /** Moves the camera so that all shown, or the entries named by their specs, fill the view. */
  viewAll(specs?: readonly string[]): void;
  /** The sphere around parts of what is open; null when nothing of it is drawn yet. */
  sphereOf(parts: readonly SeenPart[]): Sphere | null;
  /** Moves the camera so that a sphere fills the view but for a margin of `padding` (share); `upright` looks along −z. */
  fill(sphere: Sphere, options: { readonly padding: number; readonly upright: boolean }): void;
  /** The same for all that is shown, and once more as soon as what of it is not drawn yet has come, unless the camera is moved before. */
  fillAll(options: { readonly padding: number; readonly upright: boolean }): void;
  /** Looks along −z with y up, all in view. */
  viewInitial(): void;
  /** Turns the scene about an axis of the screen through the centre of rotation, degrees. */
  turn(axis: Vec3, degrees: number): void;
  /** Moves the scene along an axis of the screen, Å. */
  move(axis: Vec3, distance: number): void;
  /** Enlarges by a factor. */
  zoom(factor: number): void;
  /** Does a step before each of the next frames drawn, so many of them, beside other motions; then, or when it is stopped, `ended`. */
  everyFrame(frames: number, step: (frame: number) => void, ended?: () => void): void;
  /** Resolves when no motion goes on but those without end. */
  motionsEnded(): Promise<void>;
  /** How many pictures a second the scene is drawn in when it moves, and of how many triangles. */
  measure(): Promise<{ readonly rate: number; readonly triangles: number }>;
  /** Ends what `everyFrame` began. */
  stopMotion(): void;
  /** Å that a pixel shows at the centre of rotation, and the pixels of the main view. */
  pixelSize(): number;
  size(): { readonly width: number; readonly height: number };
  /** Where one looks from, and moving there. */
  currentCamera(): Camera;
  setCamera(camera: Camera): void;
  /** The same at once. */
  placeCamera(camera: Camera): void;
  /** The centre of rotation, Å. */
  pivot(): Vec3;
  /** Radius of what is shown, Å. */
  extent(): number;
  /** Turns the scene so that the longest side of what is shown lies across the screen and the shortest in depth. */
  orient(): void;
  /** The main view as PNG. */
  snapshot(options: SnapshotOptions): Promise<Blob>;
}

/** An entry by its spec, and which of its atoms; null = all of it. */
export interface SeenPart {
  readonly spec: string;
  readonly ranges: AtomRanges | null;
}

export interface SnapshotOptions {
  /** Pixels; null = as wide as the view. */
  readonly width: number | null;
  /** Pixels; null = in the proportions of the view. */
  readonly height?: number | null;
  /** Draws this many times finer and averages. */
  readonly supersample: number;
  readonly transparent: boolean;
  /** On white, as paper is, where the user has chosen no ground; left out: on the theme's. */
  readonly onPaper?: boolean;
}
