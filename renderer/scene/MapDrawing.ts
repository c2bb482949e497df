import { Group } from "three";
import type { Vec3 } from "#core/math/vec3.ts";
import type { Sphere } from "#renderer/scene/camera.ts";
import { MapPlanes, type PlaneShape } from "#renderer/scene/MapPlanes.ts";
import { MapSurface, type SurfaceShape } from "#renderer/scene/MapSurface.ts";
import { type AtomColors, colorsOfSurface } from "#renderer/scene/map-paint.ts";
import { OutlineBox } from "#renderer/scene/OutlineBox.ts";
import type { Contour } from "#renderer/stores/map-look.ts";
import type { MapEntry } from "#renderer/stores/scene.ts";

/** A mesh of lines fainter than this cannot be seen. */
const LEAST_MESH_OPACITY = 0.35;

/** Everything drawn of one map: surfaces, planes, outline. */
export class MapDrawing {
  readonly main = new Group();
  readonly faint = new Group();
  private readonly surfaces: MapSurface[] = [];
  private readonly planes = new MapPlanes();
  private readonly box = new OutlineBox();
  private readonly painted = new Map<MapSurface, { key: readonly unknown[]; colors: Float32Array | null }>();

  constructor() {
    this.main.add(this.planes.group, this.box.lines);
  }

  /** The surface at the n-th level; null takes it and those after it away. */
  setSurface(n: number, shape: SurfaceShape | null): void {
    for (const old of this.surfaces.slice(n, shape ? n + 1 : undefined)) this.drop(old);
    if (!shape) {
      this.surfaces.length = Math.min(this.surfaces.length, n);
      return;
    }
    const surface = new MapSurface(shape);
    this.surfaces[n] = surface;
    this.main.add(surface.main);
    this.faint.add(surface.faint);
  }

  setPlane(axis: 0 | 1 | 2, plane: PlaneShape): void {
    this.planes.set(axis, plane);
  }

  /** The sphere around what is drawn; null while nothing is. */
  sphere(entry: MapEntry): Sphere | null {
    const surface = entry.style === "image" ? null : (this.surfaces[0]?.sphere() ?? null);
    return surface ?? (entry.planes.length > 0 ? this.box.sphere(entry) : null);
  }

  /** Some points of the first surface, xyz triplets, Å. */
  points(): Float32Array {
    return this.surfaces[0]?.points() ?? new Float32Array();
  }

  /** What can be pointed at. */
  pickables(): ReturnType<MapSurface["pickable"]>[] {
    return this.surfaces.filter(({ main }) => main.visible).map((surface) => surface.pickable());
  }

  /** The shown surfaces with their opacities; an inner one comes first: it is seen through the outer ones. */
  groups(entry: MapEntry): { group: Group; opacity: number; centre: Vec3 }[] {
    const centre = this.surfaces[0]?.sphere()?.centre;
    if (!entry.shown || !centre || entry.style === "image") return [];
    return contoursOf(entry)
      .map((contour, n) => ({ contour, surface: this.surfaces[n] }))
      .toSorted((a, b) => b.contour.level - a.contour.level)
      .flatMap(({ contour: { opacity }, surface }) => {
        if (!surface) return [];
        const drawn = entry.style === "mesh" ? Math.max(opacity, LEAST_MESH_OPACITY) : opacity;
        return [{ group: surface.main, opacity: drawn, centre }];
      });
  }

  /** Follows the entry. */
  update(entry: MapEntry, highlighted: boolean, atomColors: AtomColors): void {
    const contours = contoursOf(entry);
    const shown = entry.shown && entry.style !== "image";
    this.main.visible = entry.shown;
    this.faint.visible = shown;
    this.surfaces.forEach((surface, n) => {
      const contour = contours[n];
      surface.main.visible = surface.faint.visible = shown && contour !== undefined;
      if (!contour || !shown) return;
      const colors = this.colorsOf(surface, entry, atomColors);
      surface.update({ color: contour.color, isMesh: entry.style === "mesh", highlighted, colors });
    });
    this.planes.update(entry);
    this.box.update(entry);
    this.box.lines.visible = entry.outline;
  }

  dispose(): void {
    for (const surface of this.surfaces) this.drop(surface);
    this.planes.dispose();
    this.box.dispose();
    this.main.removeFromParent();
    this.faint.removeFromParent();
  }

  private colorsOf(surface: MapSurface, entry: MapEntry, atomColors: AtomColors): Float32Array | null {
    const { paint } = entry;
    const near = paint?.kind === "atoms" ? atomColors(paint.near) : [];
    const key = [paint, paint && entry.color, entry.drawn?.painted, ...near];
    const known = this.painted.get(surface);
    if (known && key.length === known.key.length && key.every((part, n) => part === known.key[n])) {
      return known.colors;
    }
    const colors = colorsOfSurface(surface.shape, entry, near);
    this.painted.set(surface, { key, colors });
    return colors;
  }

  private drop(surface: MapSurface): void {
    this.painted.delete(surface);
    surface.dispose();
  }
}

function contoursOf(entry: MapEntry): readonly Contour[] {
  return [entry, ...entry.more];
}
