import { AppError } from "#core/errors.ts";
import { rotate } from "#core/math/rigid.ts";
import type { Vec3 } from "#core/math/vec3.ts";
import type { IndexBox } from "#core/volume/crop.ts";
import { ijkToXyz } from "#core/volume/grid.ts";
import type { App } from "#renderer/commands/app.ts";
import { changePlane, positionOf, previewPlane } from "#renderer/commands/planes.ts";
import { activeMap, changeVolume, previewVolume } from "#renderer/commands/volume.ts";
import type { ToolEvent } from "#renderer/scene/mouse-tools.ts";
import { isMap, type MapEntry, mapById, specOf } from "#renderer/stores/scene.ts";

/** A drag of the right button that holds on to a map. */
export interface MapDrag {
  drag(event: ToolEvent): void;
  /** Writes the command that repeats where it ended. */
  end(): void;
}

type Axis = 0 | 1 | 2;
const AXES: readonly Axis[] = [0, 1, 2];

/**
 * Moves a side of a map's region: the one taken hold of, else across the axis that the drag goes along the one nearer to
 * where it began. Throws `input` beside maps.
 */
export function dragCrop(app: App, { found, handle }: ToolEvent): MapDrag {
  const map = foundMap(app, found);
  if (!map || found?.kind !== "entry") {
    throw new AppError(
      "input",
      "Drag a handle of the box, or begin on the surface of a map, towards or away from the side to move.",
    );
  }
  const box = map.region ?? wholeOf(map);
  const point = found.xyz;
  let held: BoxSide | null = handle;
  let shift = 0; // Å
  let now = box;
  return {
    drag(event) {
      held ??= sideAlong(map, box, point, mostAlong(event, AXES));
      const { axis, side } = held;
      shift += along(app, event, axis);
      const index = Math.round(box[side][axis] + shift / map.grid.voxelSize[axis]);
      now = withSide(map, box, { axis, side, index });
      previewVolume(app, map.id, { region: now });
    },
    end() {
      if (!held || now[held.side][held.axis] === box[held.side][held.axis]) return;
      const current = mapById(app.stores.scene.getState(), map.id);
      if (current) changeVolume(app, [current], { region: now });
    },
  };
}

/**
 * Moves a plane of a map along its axis: of the map under the pointer, else the active one; of several planes the one
 * that the drag goes across. Throws `input` when the map shows none.
 */
export function dragPlane(app: App, { found }: ToolEvent): MapDrag {
  const map = foundMap(app, found) ?? activeMap(app);
  const point = found?.kind === "entry" ? found.xyz : app.view.pivot();
  const away = (plane: MapEntry["planes"][number]) =>
    map ? Math.abs(positionOf(map, plane) - point[plane.axis]) : 0;
  const [plane] = map?.planes.toSorted((a, b) => away(a) - away(b)) ?? [];
  if (!map || !plane) {
    const advice = map ? `volume ${specOf(map)} orthoplanes xyz shows three` : "open a map first";
    throw new AppError("input", `There is no plane to move: ${advice}.`);
  }
  const planes = map.planes.toSorted((a, b) => away(a) - away(b));
  let held: MapEntry["planes"][number] | null = null;
  let shift = 0; // Å
  const at = ({ axis, index }: MapEntry["planes"][number]) => index + shift / map.grid.voxelSize[axis];
  return {
    drag(event) {
      const axis = mostAlong(
        event,
        planes.map((one) => one.axis),
      );
      held ??= planes.find((one) => one.axis === axis) ?? plane;
      shift += along(app, event, held.axis);
      previewPlane(app, map.id, held.axis, at(held));
    },
    end() {
      if (held && Math.round(at(held)) !== held.index) changePlane(app, map.id, held.axis, at(held));
    },
  };
}

/** The axis that a drag goes along most, as it is seen; the first of equal ones. */
function mostAlong({ shift }: ToolEvent, axes: readonly Axis[]): Axis {
  return axes.reduce(
    (best, axis) => (Math.abs(shift[axis]) > Math.abs(shift[best]) ? axis : best),
    axes[0] ?? 0,
  );
}

function foundMap(app: App, found: ToolEvent["found"]): MapEntry | undefined {
  return app.stores.scene
    .getState()
    .entries.filter(isMap)
    .find((entry) => specOf(entry) === found?.spec);
}

/** How far a drag goes along an axis, Å: across the screen as it is seen, and along the line of sight by up and down. */
function along(app: App, { shift, depth }: ToolEvent, axis: Axis): number {
  const { orientation } = app.view.currentCamera();
  return shift[axis] + rotate(orientation, [0, 0, 1])[axis] * depth;
}

function wholeOf({ grid }: MapEntry): IndexBox {
  const [nx, ny, nz] = grid.size;
  return { first: [0, 0, 0], last: [nx - 1, ny - 1, nz - 1] };
}

interface BoxSide {
  readonly axis: Axis;
  readonly side: keyof IndexBox;
}

/** The side across an axis that is nearer to a point. */
function sideAlong({ grid }: MapEntry, { first, last }: IndexBox, point: Vec3, axis: Axis): BoxSide {
  const middle = (ijkToXyz(grid, first)[axis] + ijkToXyz(grid, last)[axis]) / 2;
  return { axis, side: point[axis] < middle ? "first" : "last" };
}

/** The box with one side moved: inside the map, and at least one voxel from the other side. */
function withSide(
  { grid }: MapEntry,
  box: IndexBox,
  { axis, side, index }: { axis: Axis; side: keyof IndexBox; index: number },
): IndexBox {
  const [least, most] =
    side === "first" ? [0, Math.max(0, box.last[axis] - 1)] : [box.first[axis] + 1, grid.size[axis] - 1];
  const place = [...box[side]] as [number, number, number];
  place[axis] = Math.min(most, Math.max(least, index));
  return { ...box, [side]: place };
}
