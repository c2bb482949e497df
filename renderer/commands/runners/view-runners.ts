import { type Arguments, booleanOf, numberOf, numbersOf, textOf } from "#core/command/arguments.ts";
import type { ViewCommand } from "#core/command/tables/view-commands.ts";
import { AppError } from "#core/errors.ts";
import type { Vec3 } from "#core/math/vec3.ts";
import { shiftModels, turnModels } from "#renderer/commands/move-models.ts";
import { entriesOf } from "#renderer/commands/named.ts";
import type { Runner } from "#renderer/commands/runners/runner.ts";
import { goToView } from "#renderer/commands/stage.ts";
import { moveView, setGraphics, turnView, viewAll, viewInitial, zoomView } from "#renderer/commands/view.ts";

export const viewRunners: Readonly<Record<ViewCommand, Runner>> = {
  view: (app, args) => {
    const name = textOf(args, "name");
    if (name === undefined) viewAll(app, entriesOf(app, args, "spec"));
    else goToView(app, name);
  },
  "view initial": (app) => viewInitial(app),
  turn: (app, args) => {
    const [axis, degrees, models] = [
      axisOf(args),
      numberOf(args, "angle") ?? 90,
      entriesOf(app, args, "models"),
    ];
    if (models.length > 0) turnModels(app, models, { axis, degrees, about: pointOf(args, "center") });
    else if (args.values.has("center"))
      throw new AppError("input", "A center is for models; cofr sets the scene's.");
    else turnView(app, axis, degrees);
  },
  move: (app, args) => {
    const [axis, distance, models] = [
      axisOf(args),
      numberOf(args, "distance") ?? 1,
      entriesOf(app, args, "models"),
    ];
    if (models.length > 0) shiftModels(app, models, axis, distance);
    else moveView(app, axis, distance);
  },
  zoom: (app, args) => zoomView(app, numberOf(args, "factor") ?? 1),
  graphics: (app, args) => {
    for (const name of ["silhouettes", "depthCue"] as const) {
      const wanted = booleanOf(args, name);
      if (wanted !== undefined) setGraphics(app, name, wanted);
    }
  },
};

/** The axis given, y when none was: as ChimeraX. */
function axisOf(args: Arguments): Vec3 {
  const [x = 0, y = 1, z = 0] = numbersOf(args, "axis") ?? [];
  return [x, y, z];
}

function pointOf(args: Arguments, name: string): Vec3 | undefined {
  const [x, y, z] = numbersOf(args, name) ?? [];
  return x === undefined || y === undefined || z === undefined ? undefined : [x, y, z];
}
