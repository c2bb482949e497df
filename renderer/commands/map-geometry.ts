import { asAppError } from "#core/errors.ts";
import type { App } from "#renderer/commands/app.ts";
import { report } from "#renderer/commands/run.ts";
import type { Contour, Near } from "#renderer/stores/map-look.ts";
import { changeMap, isModel, isWholeImage, type MapEntry, mapById } from "#renderer/stores/scene.ts";
import type { ContourRequest, PlacedAtoms, SurfacePaint, VolumeId } from "#workers/protocol.ts";

/** At rest for so long, a surface that was made quickly is made finely, ms. */
const REST = 250;

/** What a surface or plane was asked for with; another one is asked for when any part differs. */
type Key = readonly unknown[];

interface Surface {
  key: Key;
  /** The step it was made with; 0 while it is being made. */
  step: number;
  isFine: boolean;
}

interface Drawn {
  isBusy: boolean;
  readonly surfaces: Surface[];
  readonly planes: Map<number, number>;
  /** The region that the image shows, where there is one; undefined while there is none. */
  image: MapEntry["region"] | undefined;
  /** Stops the fine surface under way when the level is dragged again. */
  fine: AbortController | null;
  timer: ReturnType<typeof setTimeout> | undefined;
}

type Work =
  | { readonly kind: "surface"; readonly n: number; readonly isFine: boolean }
  | { readonly kind: "fewer" }
  | { readonly kind: "image" }
  | { readonly kind: "plane"; readonly axis: 0 | 1 | 2; readonly index: number };

/**
 * Asks the engine for the surfaces and planes of maps as their entries change: one at a time per map, so that while a
 * level is dragged only the latest is made, at the step that is quick; at rest the finest one follows.
 */
export class MapGeometry {
  private readonly app: App;
  private readonly maps = new Map<VolumeId, Drawn>();

  constructor(app: App) {
    this.app = app;
  }

  /** Brings what is drawn of a map in line with its entry. */
  follow(id: VolumeId): void {
    const drawn = this.drawnOf(id);
    const entry = this.current(id);
    if (!entry) return;
    if (drawn.fine && this.nextWork(entry, drawn, false)) drawn.fine.abort();
    if (!drawn.isBusy) void this.work(id, drawn, false);
  }

  keepOnly(ids: ReadonlySet<string>): void {
    for (const [id, { timer, fine }] of this.maps) {
      if (ids.has(id)) continue;
      clearTimeout(timer);
      fine?.abort();
      this.maps.delete(id);
    }
  }

  private async work(id: VolumeId, drawn: Drawn, isRested: boolean): Promise<void> {
    clearTimeout(drawn.timer);
    drawn.isBusy = true;
    try {
      for (let entry = this.current(id); entry; entry = this.current(id)) {
        const work = this.nextWork(entry, drawn, isRested);
        if (!work) break;
        await this.carryOut(entry, drawn, work);
      }
    } catch (thrown) {
      const error = asAppError(thrown);
      // A fine surface gives way to the next quick one; that is nothing to tell.
      if (error.code !== "cancelled") report(this.app, error);
    } finally {
      drawn.isBusy = false;
    }
    const entry = this.current(id);
    if (entry && this.nextWork(entry, drawn, false)) this.follow(id);
    else if (entry && this.nextWork(entry, drawn, true)) {
      drawn.timer = setTimeout(() => {
        if (!drawn.isBusy && this.maps.has(id)) void this.work(id, drawn, true);
      }, REST);
    }
  }

  private nextWork(entry: MapEntry, { surfaces, planes, image }: Drawn, isRested: boolean): Work | null {
    if (!entry.shown) return null;
    const contours = contoursOf(entry);
    const changed = contours.findIndex((one, n) => !isSame(surfaces[n]?.key, this.keyOf(entry, one)));
    if (changed >= 0) return { kind: "surface", n: changed, isFine: false };
    if (surfaces.length > contours.length) return { kind: "fewer" };
    if (isWholeImage(entry) && image !== entry.region) return { kind: "image" };
    const plane = entry.planes.find(({ axis, index }) => planes.get(axis) !== index);
    if (plane) return { kind: "plane", ...plane };
    const coarse = surfaces.findIndex(({ step, isFine }) => step > 1 && !isFine);
    return isRested && entry.step === 0 && coarse >= 0 ? { kind: "surface", n: coarse, isFine: true } : null;
  }

  private async carryOut(entry: MapEntry, drawn: Drawn, work: Work): Promise<void> {
    switch (work.kind) {
      case "surface":
        await this.makeSurface(entry, drawn, work.n, work.isFine);
        break;
      case "fewer":
        drawn.surfaces.length = contoursOf(entry).length;
        this.app.view.setSurface(entry.id, drawn.surfaces.length, null);
        break;
      case "image": {
        const { id, region } = entry;
        drawn.image = region;
        const image = await this.app.engine.call("mapImage", { map: id, ...(region && { region }) });
        if (this.current(id)) this.app.view.setImage(id, image);
        break;
      }
      case "plane": {
        const { axis, index } = work;
        drawn.planes.set(axis, index);
        const plane = await this.app.engine.call("plane", { map: entry.id, axis, index });
        if (this.current(entry.id)) this.app.view.setPlane(entry.id, axis, { ...plane, index });
        break;
      }
      default:
        throw work satisfies never;
    }
  }

  private async makeSurface(entry: MapEntry, drawn: Drawn, n: number, isFine: boolean): Promise<void> {
    const contour = contoursOf(entry)[n];
    if (!contour) return;
    const surface = { key: this.keyOf(entry, contour), step: 0, isFine };
    drawn.surfaces[n] = surface;
    const controller = new AbortController();
    drawn.fine = isFine ? controller : null;
    try {
      const { signal } = controller;
      const request = this.requestOf(entry, contour.level, isFine);
      const { mesh, step, enclosedVolume, paint } = await this.app.engine.call("contour", request, {
        signal,
      });
      surface.step = step;
      if (!this.current(entry.id)) return;
      this.app.view.setSurface(entry.id, n, { mesh, ...(paint && { paint }) });
      if (n > 0) return;
      const painted = paint && "values" in paint ? rangeOf(paint) : null;
      changeMap(this.app.stores.scene, entry.id, {
        drawn: { step, enclosedVolume, ...(painted && { painted }) },
      });
    } finally {
      drawn.fine = null;
    }
  }

  private requestOf(entry: MapEntry, level: number, fine: boolean): ContourRequest {
    const { id, step, dust, dustMetric, region, zone, paint, smooth } = entry;
    const zoned = zone && this.open(zone.near);
    return {
      map: id,
      level,
      step,
      dust,
      ...(fine && { fine }),
      ...(dustMetric !== "voxels" && { dustMetric }),
      ...(region && { region }),
      ...(zone && zoned && zoned.length > 0 && { zone: { ...withoutWords(zone), near: zoned } }),
      ...(smooth && { smooth }),
      ...this.paintRequest(paint),
    };
  }

  private paintRequest(paint: MapEntry["paint"]): Pick<ContourRequest, "paint"> {
    if (!paint) return {};
    if (paint.kind === "map") {
      return mapById(this.app.stores.scene.getState(), paint.by) ? { paint: { by: paint.by } } : {};
    }
    const near = this.open(paint.near);
    return near.length > 0 ? { paint: { near, distance: paint.distance } } : {};
  }

  /** Atoms of models that were closed since cannot be asked for. */
  private open(near: readonly PlacedAtoms[]): PlacedAtoms[] {
    const { entries } = this.app.stores.scene.getState();
    return near.filter(({ model }) => entries.some((entry) => isModel(entry) && entry.id === model));
  }

  private keyOf(entry: MapEntry, { level }: Contour): Key {
    const { step, dust, dustMetric, region, zone, paint, smooth } = entry;
    const by = paint?.kind === "map" ? paint.by : paint;
    const open = [zone?.near ?? [], paint?.kind === "atoms" ? paint.near : []].map(
      (one) => this.open(one).length,
    );
    return [level, step, dust, dustMetric, region, zone, smooth, by, ...open];
  }

  private current(id: VolumeId): MapEntry | undefined {
    return mapById(this.app.stores.scene.getState(), id);
  }

  private drawnOf(id: VolumeId): Drawn {
    const known = this.maps.get(id);
    if (known) return known;
    const made: Drawn = {
      isBusy: false,
      surfaces: [],
      planes: new Map(),
      image: undefined,
      fine: null,
      timer: undefined,
    };
    this.maps.set(id, made);
    return made;
  }
}

/** The surfaces of a map; an image has none. */
function contoursOf(entry: MapEntry): readonly Contour[] {
  return entry.style === "image" ? [] : [entry, ...entry.more];
}

function isSame(a: Key | undefined, b: Key): boolean {
  return a !== undefined && a.length === b.length && a.every((part, n) => part === b[n]);
}

function rangeOf(paint: Extract<SurfacePaint, { values: Float32Array }>): readonly [number, number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of paint.values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return low <= high ? [low, high] : [0, 1];
}

/** A zone as the engine takes it: without the words that named its atoms. */
export function withoutWords({ near, distance, pieces }: Near): NonNullable<ContourRequest["zone"]> {
  return { near: [...near], distance, ...(pieces !== undefined && { pieces }) };
}
