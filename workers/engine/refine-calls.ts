import { chainGroups } from "#core/refine/chain-groups.ts";
import { refineModel as refine } from "#core/refine/refine-model.ts";
import { refinementResult } from "#core/refine/refinement-result.ts";
import { REFINE_DEFAULTS, type RefineRequest } from "#core/refine/request.ts";
import { checkRotamers } from "#core/refine/rotamers/rotamer-check.ts";
import { rotamerRemarks, rotamerRule, rotamerSummary } from "#core/refine/rotamers/rotamer-words.ts";
import { localResolutions } from "#core/simulate/vrm/atom-resolution.ts";
import { moveStructure } from "#core/structure/move.ts";
import type { Structure } from "#core/structure/structure.ts";
import { addMade } from "#workers/engine/model-calls.ts";
import type { CallContext, Session } from "#workers/engine/session.ts";
import type { InLocalMap, Params, RefineModelRequest, Result } from "#workers/protocol.ts";

/** Local resolutions beyond so many times the map's are taken as that. */
const COARSEST = 4;

/** Makes a refined model of a placed one. Throws as `refineModel` of the core. */
export async function refineModel(
  session: Session,
  params: Params<"refineModel">,
  { job, ids }: Pick<CallContext<"refineModel">, "job" | "ids">,
): Promise<Result<"refineModel">> {
  const whole = session.model(params.model);
  const structure = moveStructure(whole.structure, params.motion);
  const halves = params.halves?.map((id) => session.map(id).volume);
  const [first, second] = halves ?? [];
  const maps = {
    map: session.map(params.map).volume,
    ...(first && second && { halves: [first, second] as const }),
  };
  const request = requestOf(session, structure, params);
  const refined = await refine(structure, maps, request, session.images(), job);
  const made = { ...refined.structure, name: params.name };
  return {
    model: addMade(session, whole, made, ids[0]),
    refinement: refinementResult(refined, params.bFactors !== null),
  };
}

/** Checks the side chains of a placed model. */
export async function rotamers(
  session: Session,
  params: Params<"rotamers">,
  { job }: Pick<CallContext<"rotamers">, "job">,
): Promise<Result<"rotamers">> {
  const structure = moveStructure(session.model(params.model).structure, params.motion);
  const { resolution } = params;
  const map = session.map(params.map).volume;
  const request = { structure, map, resolution, ...localOf(session, structure, params) };
  const check = await checkRotamers(request, session.images(), job);
  const residues = check.residues.map(({ rotamers: _, ...finding }) => finding);
  return { residues, summary: rotamerSummary(residues), rule: rotamerRule(), remarks: rotamerRemarks(check) };
}

function requestOf(session: Session, structure: Structure, params: RefineModelRequest): RefineRequest {
  const { resolution, rigid, coordinates, bFactors, occupancy } = params;
  return {
    ...REFINE_DEFAULTS,
    resolution,
    coordinates,
    ...localOf(session, structure, params),
    ...(rigid && { rigid: chainGroups(structure) }),
    ...(bFactors && { bFactors }),
    ...(occupancy && { occupancy }),
  };
}

function localOf(
  session: Session,
  structure: Structure,
  { resolution, localResolution }: InLocalMap,
): { atomResolution?: Float64Array } {
  if (localResolution === undefined) return {};
  const places = { elsewhere: resolution, coarsest: COARSEST * resolution };
  return { atomResolution: localResolutions(structure, session.map(localResolution).volume, places) };
}
