import { levelEnclosingMass, MODEL_MAP_MASS_FRACTION } from "#core/simulate/mass-level.ts";
import { molmapGrid } from "#core/simulate/molmap.ts";
import { type LocalResolutionSettings, localResolutions } from "#core/simulate/vrm/atom-resolution.ts";
import { resolutionRange } from "#core/simulate/vrm/image-plan.ts";
import { MODEL_MAP_DEFAULTS, modelMap, scatteringAtomsOf } from "#core/simulate/vrm/model-map.ts";
import {
  parseResolutionRules,
  type ResolutionRule,
  resolutionsFromB,
  ruledResolutions,
} from "#core/simulate/vrm/resolution-rules.ts";
import { scatteringWarnings } from "#core/simulate/vrm/scatterers.ts";
import { moveStructure } from "#core/structure/move.ts";
import { selectAtoms } from "#core/structure/select-atoms.ts";
import type { Structure } from "#core/structure/structure.ts";
import type { Volume } from "#core/volume/volume.ts";
import { placedStructure } from "#workers/engine/place-calls.ts";
import type { CallContext, Session } from "#workers/engine/session.ts";
import { summarizeMadeMap } from "#workers/engine/summaries.ts";
import type { MapSummary, Params, Result } from "#workers/protocol.ts";

type Wishes = Params<"simulateImages">;

/** Padding around the atoms, in units of the resolution, as molmap has. */
const PADDING = 3;
/** A local resolution coarser than this many times the common one is taken as that. */
const COARSEST = 4;

/** The model map of a placed model from electron scattering, shown at the level that encloses 95 % of its positive mass. */
export async function simulateImages(
  session: Session,
  wishes: Wishes,
  { ids, job }: Pick<CallContext<"simulateImages">, "ids" | "job">,
): Promise<Result<"simulateImages">> {
  const { resolution, bFactor, accuracy, cutoff, like, gridSpacing } = wishes;
  const held = session.model(wishes.model);
  const structure = placedStructure(session, wishes);
  const atoms = scatteringAtomsOf(structure, resolutionsOf(session, structure, wishes), bFactor);
  const [finest] = resolutionRange(atoms);
  const grid =
    like === undefined
      ? molmapGrid(atoms.xyz, resolution, {
          gridSpacing: gridSpacing ?? finest / 3,
          edgePadding: PADDING * resolution,
        })
      : session.map(like).volume.grid;
  const settings = { ...MODEL_MAP_DEFAULTS, accuracy, cutoff };
  const { volume, reason } = await modelMap(atoms, grid, settings, session.images(), job);
  const { name } = held.summary;
  const label = `Mapwright: electron scattering of ${name} at ${resolution} A`;
  const { summary } = session.addMap((id) => {
    const made = summarizeMadeMap(id, `${name} at ${resolution} Å`, volume, label);
    return { volume, summary: { ...made, level: shownLevel(volume) }, shown: new Map() };
  }, ids[0]);
  const reasons = [...(reason === undefined ? [] : [reason]), ...scatteringWarnings(structure, "electron")];
  return { map: summary, reasons };
}

/** The resolution of every atom of a placed model that its shape draws. */
export function atomResolutions(
  session: Session,
  params: Params<"atomResolutions">,
  { give }: Pick<CallContext<"atomResolutions">, "give">,
): Result<"atomResolutions"> {
  const structure = moveStructure(session.model(params.model).structure, params.motion);
  const { from, resolution } = params;
  const { indices } = selectAtoms(structure, "all");
  const resolutions =
    "map" in from
      ? localResolutions(structure, session.map(from.map).volume, placesFor(resolution))
      : byRules(structure, from.rules, resolution);
  const values = Float32Array.from(indices, (n) => resolutions[n]);
  give(values.buffer);
  return { values };
}

function byRules(structure: Structure, rules: string, resolution: number): Float64Array {
  if (rules === "b") return resolutionsFromB(structure, resolution);
  return ruledResolutions(structure, parseResolutionRules(rules), resolution);
}

function placesFor(resolution: number): LocalResolutionSettings {
  return { elsewhere: resolution, coarsest: COARSEST * resolution };
}

function resolutionsOf(
  session: Session,
  structure: Structure,
  { resolution, local }: Wishes,
): number | Float64Array {
  if (!local) return resolution;
  if ("chains" in local) return ruledResolutions(structure, rulesOf(local.chains), resolution);
  return localResolutions(structure, session.map(local.map).volume, placesFor(resolution));
}

function rulesOf(chains: Readonly<Record<string, number>>): ResolutionRule[] {
  return Object.entries(chains).map(([chain, resolution]) => ({ chain, resolution }));
}

function shownLevel(volume: Volume): MapSummary["level"] {
  return {
    value: levelEnclosingMass(volume),
    reason: `encloses ${100 * MODEL_MAP_MASS_FRACTION} % of the positive mass`,
  };
}
