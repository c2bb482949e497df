import type { App } from "#renderer/commands/app.ts";
import { levelEnclosing } from "#renderer/stores/level.ts";
import { PROTEIN_VOLUME } from "#renderer/stores/protein.ts";
import { changeMap, isMap, isModel, type MapEntry, type ModelEntry } from "#renderer/stores/scene.ts";

/**
 * Proposes levels that enclose the mass of the open models, for maps whose level neither the user has changed nor
 * the depositors have recommended: the usual
 * 1 % of the voxels says nothing in a map that was cut to its contents. The level only ever falls by this, because
 * the models may be a small part of what the map shows.
 */
export function proposeLevels(app: App): void {
  const { entries } = app.stores.scene.getState();
  const models = entries.filter(isModel);
  if (models.length === 0) return;
  for (const map of entries.filter(isMap)) {
    if (map.stated !== null && map.proposed.value === map.stated.level) continue;
    const proposed = proposalFor(map, models);
    if (map.level !== map.proposed.value || proposed.value >= map.level) continue;
    changeMap(app.stores.scene, map.id, { level: proposed.value, proposed });
  }
}

function proposalFor(map: MapEntry, models: readonly ModelEntry[]): MapEntry["proposed"] {
  const mass = models.reduce((sum, model) => sum + model.mass, 0);
  const residues = models.reduce((sum, model) => sum + model.residues, 0);
  const value = levelEnclosing(map, mass * PROTEIN_VOLUME);
  // Solvent lies about the mean: a level near it would enclose the box.
  const least = map.mean + map.sd / 2;
  if (value >= least) return { value, reason: `encloses the mass of ${residues} residues` };
  return { value: least, reason: `half a sd above the mean, short of the mass of ${residues} residues` };
}
