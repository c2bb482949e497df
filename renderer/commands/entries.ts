import { FIT_DEFAULTS } from "#core/fit/params.ts";
import { IDENTITY } from "#core/math/rigid.ts";
import { firstLook } from "#renderer/commands/first-look.ts";
import { chainColor, mapColor } from "#renderer/scene/colors.ts";
import { plainLook } from "#renderer/stores/map-look.ts";
import {
  isMap,
  isModel,
  LOOK_DEFAULTS,
  type MapEntry,
  type ModelEntry,
  type SceneState,
} from "#renderer/stores/scene.ts";
import type { MapSummary, ModelSummary } from "#workers/protocol.ts";
import type { StatedByDepositors } from "#workers/start-calls.ts";

/** See-through enough to show the model inside. */
const MAP_OPACITY = 0.5;

/** How a map that was just opened or made is first shown. */
export function mapEntry(
  scene: SceneState,
  summary: MapSummary,
  stated: StatedByDepositors | null = null,
): MapEntry {
  const { id, name, grid, min, max, mean, sd, level, histogram } = summary;
  const proposed = statedLevel(summary, stated) ?? level;
  return {
    kind: "map",
    number: scene.nextNumber,
    id,
    name,
    grid,
    min,
    max,
    mean,
    sd,
    histogram: { start: histogram.start, binWidth: histogram.binWidth, counts: [...histogram.counts] },
    proposed,
    stated,
    level: proposed.value,
    style: "surface",
    step: 0,
    color: mapColor(scene.entries.filter(isMap).length),
    opacity: MAP_OPACITY,
    shown: true,
    outline: false,
    drawn: null,
    explained: null,
    ...plainLook(histogram, FIT_DEFAULTS.minIsland),
  };
}

/** How a model that was just opened is first shown: a single chain in its own colour, several by chain. */
export function modelEntry(scene: SceneState, summary: ModelSummary): ModelEntry {
  const { id, name, chains, residues, atoms, resolution, centre, radius, description } = summary;
  const { reason, ...parts } = firstLook(summary);
  const own = chainColor(scene.entries.filter(isModel).length) as `#${string}`;
  return {
    kind: "model",
    number: scene.nextNumber,
    id,
    name,
    chains,
    residues,
    atoms,
    mass: description.mass,
    format: description.format,
    resolution,
    centre,
    radius,
    shown: true,
    look: { ...LOOK_DEFAULTS, ...parts, color: colorOf(summary, own) },
    lookReason: reason,
    motion: IDENTITY,
  };
}

/** Several chains are told apart; Gaussians show how strong they are. */
function colorOf({ chains, description }: ModelSummary, own: `#${string}`): ModelEntry["look"]["color"] {
  if (chains.length > 1) return "bychain";
  return description.format === "gaussians" ? "byoccupancy" : own;
}

/** The level that the depositors recommend, when the map has density above and below it. */
function statedLevel(
  { min, max }: MapSummary,
  stated: StatedByDepositors | null,
): MapEntry["proposed"] | null {
  const value = stated?.level;
  if (!stated || typeof value !== "number" || !(value > min && value < max)) return null;
  return { value, reason: `recommended by the depositors of ${stated.entry}` };
}
