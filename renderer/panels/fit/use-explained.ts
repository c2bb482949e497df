import { unzeroedIn } from "#renderer/commands/zero.ts";
import { useFits, useScene, useSelection } from "#renderer/panels/app/context.ts";
import { enclosedVolume } from "#renderer/stores/level.ts";
import { PROTEIN_VOLUME } from "#renderer/stores/protein.ts";
import { isMap, type MapEntry, mapById } from "#renderer/stores/scene.ts";

export interface ExplainedState {
  /** The working map. */
  readonly map: MapEntry | undefined;
  /** Share of the density of the map first opened that placed models explain, 0…1. */
  readonly share: number;
  /** The maps made so far, and what share each round added. */
  readonly rounds: readonly { readonly name: string; readonly added: number }[];
  /** Mass of protein that fills what lies above the level of the working map, Da. */
  readonly remaining: number;
  /** Placed copies whose density is still in the map. */
  readonly waiting: number;
}

/** How far the map is explained, round by round. */
export function useExplained(): ExplainedState {
  const entries = useScene((state) => state.entries);
  const tables = useFits((state) => state.tables);
  const chosen = useSelection((state) => state.map);
  const maps = entries.filter(isMap);
  const map = mapById({ entries, nextNumber: 0 }, chosen) ?? maps[0];
  const made = maps.filter((one) => one.explained !== null && one.number <= (map?.number ?? 0));
  const rounds = made.map((one, n) => ({
    name: one.name,
    added: Math.max(0, (one.explained ?? 0) - (made[n - 1]?.explained ?? 0)),
  }));
  return {
    map,
    share: map?.explained ?? 0,
    rounds: map?.explained === null ? [] : rounds,
    remaining: map ? enclosedVolume(map, map.level) / PROTEIN_VOLUME : 0,
    waiting: unzeroedIn(entries, tables).length,
  };
}
