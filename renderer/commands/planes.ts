import { AppError } from "#core/errors.ts";
import { ijkToXyz } from "#core/volume/grid.ts";
import type { App } from "#renderer/commands/app.ts";
import { say } from "#renderer/commands/run.ts";
import { AXIS_NAMES, type MapPlane } from "#renderer/stores/map-look.ts";
import { changeMap, type MapEntry, mapById, specOf } from "#renderer/stores/scene.ts";
import type { VolumeId } from "#workers/protocol.ts";

type Axis = MapPlane["axis"];

/** Shows these planes of a map and no others, with the surface or (style image) without it. */
export function showPlanes(
  app: App,
  map: MapEntry,
  planes: readonly MapPlane[],
  style: MapEntry["style"] = map.style,
): void {
  for (const { axis, index } of planes) checkIndex(map, axis, index);
  const sorted = planes.toSorted((a, b) => a.axis - b.axis);
  changeMap(app.stores.scene, map.id, { planes: sorted, style });
  sayPlanes(app, map.id);
}

/** Shows the plane through the middle of the map, or takes the plane across the axis away. */
export function togglePlane(app: App, map: MapEntry, axis: Axis): void {
  const others = map.planes.filter((plane) => plane.axis !== axis);
  const isShown = others.length < map.planes.length;
  showPlanes(app, map, isShown ? others : [...others, { axis, index: middleOf(map, axis) }]);
}

/** Moves a plane along its axis, for every move of a drag; `changePlane` ends it. */
export function previewPlane(app: App, id: VolumeId, axis: Axis, index: number): void {
  const map = mapById(app.stores.scene.getState(), id);
  if (!map) return;
  const last = (map.grid.size[axis] ?? 1) - 1;
  const within = Math.min(last, Math.max(0, Math.round(index)));
  changeMap(app.stores.scene, id, {
    planes: map.planes.map((plane) => (plane.axis === axis ? { axis, index: within } : plane)),
  });
}

/** Moves a plane and writes the command that repeats it. */
export function changePlane(app: App, id: VolumeId, axis: Axis, index: number): void {
  previewPlane(app, id, axis, index);
  sayPlanes(app, id);
}

/** The sample in the middle of a map along an axis. */
export function middleOf({ grid }: MapEntry, axis: Axis): number {
  return Math.floor(grid.size[axis] / 2);
}

/** Where a plane lies on its axis, Å. */
export function positionOf({ grid }: MapEntry, { axis, index }: MapPlane): number {
  return ijkToXyz(grid, [index, index, index])[axis];
}

function checkIndex(map: MapEntry, axis: Axis, index: number): void {
  const size = map.grid.size[axis];
  if (Number.isInteger(index) && index >= 0 && index < size) return;
  throw new AppError(
    "input",
    `${specOf(map)} has no plane ${index} across ${AXIS_NAMES[axis]}: give 0 to ${size - 1}.`,
  );
}

function sayPlanes(app: App, id: VolumeId): void {
  const map = mapById(app.stores.scene.getState(), id);
  if (!map) return;
  const { planes, style } = map;
  const [first, ...more] = planes;
  const at = ([0, 1, 2] as const).map(
    (axis) => planes.find((plane) => plane.axis === axis)?.index ?? middleOf(map, axis),
  );
  const what =
    first && more.length === 0
      ? `planes ${AXIS_NAMES[first.axis]},${first.index}`
      : first
        ? `orthoplanes ${planes.map(({ axis }) => AXIS_NAMES[axis]).join("")} positionPlanes ${at.join(",")}`
        : "orthoplanes off";
  say(app, `volume ${specOf(map)} ${what} style ${style}`);
}
