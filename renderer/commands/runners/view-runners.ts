import { type Arguments, booleanOf, numberOf, numbersOf, textOf } from "#core/command/arguments.ts";
import type { ViewCommand } from "#core/command/tables/view-commands.ts";
import type { Vec3 } from "#core/math/vec3.ts";
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
  turn: (app, args) => turnView(app, axisOf(args), numberOf(args, "angle") ?? 90),
  move: (app, args) => moveView(app, axisOf(args), numberOf(args, "distance") ?? 1),
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
