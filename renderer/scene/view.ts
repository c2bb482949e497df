import type { Vec3 } from "#core/math/vec3.ts";
import type { Camera } from "#renderer/scene/camera.ts";
import type { PlaneShape } from "#renderer/scene/MapPlanes.ts";
import type { SurfaceShape } from "#renderer/scene/MapSurface.ts";
import type { MeshBuffers, ModelId, ModelShape, VolumeId } from "#workers/protocol.ts";

/** The scene as commands see it. What is drawn follows the stores; this hands over shapes and moves the camera. */
export interface View {
  /** The surface of a map at its n-th level; null takes it and those after it away. */
  setSurface(map: VolumeId, n: number, shape: SurfaceShape | null): void;
  /** A plane of densities across an axis of a map. */
  setPlane(map: VolumeId, axis: 0 | 1 | 2, plane: PlaneShape): void;
  setShape(model: ModelId, shape: ModelShape): void;
  /** What zeroing would remove, drawn over everything; null takes it away. */
  setPreview(mesh: MeshBuffers | null): void;
  /** Forgets the shapes of everything not listed. */
  keepOnly(ids: ReadonlySet<string>): void;
  /** Moves the camera so that all shown, or the entries named by their specs, fill the view. */
  viewAll(specs?: readonly string[]): void;
  /** Looks along −z with y up, all in view. */
  viewInitial(): void;
  /** Turns the scene about an axis of the screen through the centre of rotation, degrees. */
  turn(axis: Vec3, degrees: number): void;
  /** Moves the scene along an axis of the screen, Å. */
  move(axis: Vec3, distance: number): void;
  /** Enlarges by a factor. */
  zoom(factor: number): void;
  /** Where one looks from, and moving there. */
  currentCamera(): Camera;
  setCamera(camera: Camera): void;
  /** The centre of rotation, Å. */
  pivot(): Vec3;
  /** Radius of what is shown, Å. */
  extent(): number;
  /** Turns the scene so that the longest side of what is shown lies across the screen and the shortest in depth. */
  orient(): void;
  /** The main view as PNG. */
  snapshot(options: SnapshotOptions): Promise<Blob>;
}

export interface SnapshotOptions {
  /** Pixels; null = as wide as the view. */
  readonly width: number | null;
  /** Pixels; null = in the proportions of the view. */
  readonly height?: number | null;
  /** Draws this many times finer and averages. */
  readonly supersample: number;
  readonly transparent: boolean;
}
