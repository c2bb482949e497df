import { applyRigid, IDENTITY } from "#core/math/rigid.ts";
import { distance, subtract, type Vec3 } from "#core/math/vec3.ts";
import { ijkToXyz } from "#core/volume/grid.ts";
import type { App } from "#renderer/commands/app.ts";
import { note } from "#renderer/commands/run.ts";
import { activeMap } from "#renderer/commands/volume.ts";
import {
  changeModel,
  isMap,
  isModel,
  type MapEntry,
  type ModelEntry,
  specOf,
} from "#renderer/stores/scene.ts";

/**
 * A model whose file puts it far from every map is shown in the middle of the active one until it is fitted:
 * otherwise map and model would be two dots at the ends of an empty scene. Fits do not depend on it.
 */
export function bringModelsNear(app: App): void {
  const { entries } = app.stores.scene.getState();
  const map = activeMap(app);
  if (!map) return;
  const maps = entries.filter(isMap);
  for (const model of entries.filter(isModel)) {
    if (model.motion !== IDENTITY || maps.some((one) => touches(one, model))) continue;
    const shift = subtract(middleOf(map), model.centre);
    const away = distance(middleOf(map), applyRigid(model.motion, model.centre));
    changeModel(app.stores.scene, model.id, { motion: { ...IDENTITY, shift } });
    note(
      app,
      `${specOf(model)} lies ${Math.round(away)} Å from ${specOf(map)}; it is shown in its middle until it is fitted.`,
    );
  }
}

/** Whether the sphere around a model reaches into the box of a map. */
function touches({ grid }: MapEntry, { centre, radius }: ModelEntry): boolean {
  const low = grid.origin;
  const high = ijkToXyz(grid, [grid.size[0] - 1, grid.size[1] - 1, grid.size[2] - 1]);
  const gap = centre.map((x, n) => Math.max((low[n] ?? 0) - x, 0, x - (high[n] ?? 0)));
  return Math.hypot(...gap) < radius;
}

function middleOf({ grid }: MapEntry): Vec3 {
  return ijkToXyz(grid, [(grid.size[0] - 1) / 2, (grid.size[1] - 1) / 2, (grid.size[2] - 1) / 2]);
}
