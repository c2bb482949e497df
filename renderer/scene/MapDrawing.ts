import { Group } from "three";
import type { Vec3 } from "#core/math/vec3.ts";
import type { MapImage as MapImageShape } from "#core/surface/map-image.ts";
import type { Sphere } from "#renderer/scene/camera.ts";
import { MapImage } from "#renderer/scene/MapImage.ts";
import { MapPlanes, type PlaneShape } from "#renderer/scene/MapPlanes.ts";
import { MapSurface, type SurfaceShape } from "#renderer/scene/MapSurface.ts";
import { type AtomColors, colorsOfSurface } from "#renderer/scene/map-paint.ts";
import { OutlineBox } from "#renderer/scene/OutlineBox.ts";
import type { Contour } from "#renderer/stores/map-look.ts";
import { isWholeImage, type MapEntry } from "#renderer/stores/scene.ts";

/** Surfaces of a map that are told apart. */
const MOST_LEVELS = 16;
/** A mesh of lines fainter than this cannot be seen. */
const LEAST_MESH_OPACITY = 0.35;

/** Everything drawn of one map: surfaces, planes, outline. */
export class MapDrawing {
  readonly main = new Group();
  readonly faint = new Group();
  private readonly surfaces: MapSurface[] = [];
  private readonly planes = new MapPlanes();
  private readonly box = new OutlineBox();
  private seen: MapImage | null = null;
  /** Around the first surface when it was last asked for. */
  private extent: Sphere | null = null;
  private readonly place: number;
  private readonly painted = new Map<MapSurface, { key: readonly unknown[]; colors: Float32Array | null }>();

  /** `place` tells the maps of a scene apart. */
  constructor(place: number) {
    this.place = place;
    this.main.add(this.planes.group, this.box.lines);
  }

  /** The surface at the n-th level; null takes it and those after it away. */
  setSurface(n: number, shape: SurfaceShape | null): void {
    for (const old of this.surfaces.slice(n, shape ? n + 1 : undefined)) this.drop(old);
    if (!shape) {
      this.surfaces.length = Math.min(this.surfaces.length, n);
      return;
    }
    const surface = new MapSurface(shape, MOST_LEVELS * this.place + n);
    this.surfaces[n] = surface;
    this.main.add(surface.main);
    this.faint.add(surface.faint);
  }

  setPlane(axis: 0 | 1 | 2, plane: PlaneShape): void {
    this.planes.set(axis, plane);
  }

  setImage(shape: MapImageShape): void {
    this.seen?.dispose();
    this.seen = new MapImage(shape);
    this.main.add(this.seen.group);
  }

  /** The map as an image with its opacity, while it is shown as one. */
  image(entry: MapEntry): { image: MapImage; group: Group; opacity: number; centre: Vec3 } | null {
    const { seen } = this;
    if (!seen || !entry.shown || !isWholeImage(entry)) return null;
    return { image: seen, group: seen.group, opacity: entry.opacity, centre: this.box.sphere(entry).centre };
  }

  /** The sphere around what is drawn; null while nothing is. */
  sphere(entry: MapEntry): Sphere | null {
    if (entry.style !== "image") this.extent = this.surfaces[0]?.sphere() ?? null;
    // An image of all of the density is seen where its surface was, not as large as the box of the map.
    if (this.extent && (entry.style !== "image" || isWholeImage(entry))) return this.extent;
    const isBoxed = entry.planes.length > 0 || (this.seen && isWholeImage(entry));
    return isBoxed ? this.box.sphere(entry) : null;
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
  update(
    entry: MapEntry,
    { highlighted, isCut }: { highlighted: boolean; isCut: boolean },
    atomColors: AtomColors,
  ): void {
    const contours = contoursOf(entry);
    const shown = entry.shown && entry.style !== "image";
    this.main.visible = entry.shown;
    this.faint.visible = shown;
    this.surfaces.forEach((surface, n) => {
      const contour = contours[n];
      surface.main.visible = surface.faint.visible = shown && contour !== undefined;
      if (!contour || !shown) return;
      const colors = this.colorsOf(surface, entry, atomColors);
      // The border of a zone is open: what is seen through it is no cut.
      const isCapped = isCut && entry.zone === null;
      const isMesh = entry.style === "mesh";
      surface.update({ color: contour.color, isMesh, highlighted, isCapped, colors });
    });
    this.planes.update(entry);
    if (this.seen) {
      this.seen.group.visible = entry.shown && isWholeImage(entry);
      this.seen.update(entry);
    }
    this.box.update(entry);
    this.box.lines.visible = entry.outline;
  }

  dispose(): void {
    for (const surface of this.surfaces) this.drop(surface);
    this.planes.dispose();
    this.seen?.dispose();
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
