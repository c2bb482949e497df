import { namedPeaks } from "#core/report/named-peaks.ts";
import { validationDocument } from "#core/report/validation-document.ts";
import { moveStructure } from "#core/structure/move.ts";
import { selectAtoms } from "#core/structure/select-atoms.ts";
import type { Structure } from "#core/structure/structure.ts";
import { differenceMap, differencePeaks } from "#core/validate/difference-map.ts";
import { validateModel } from "#core/validate/validate-model.ts";
import type { Volume } from "#core/volume/volume.ts";
import type { CallContext, Session } from "#workers/engine/session.ts";
import { summarizeMadeMap } from "#workers/engine/summaries.ts";
import type { Judged, Params, Result } from "#workers/protocol.ts";

/** Where a difference is shown, σ: the custom of crystallography. */
const SHOWN_AT = 3;

/** How well a placed model agrees with a map. */
export async function validate(
  session: Session,
  params: Params<"validate">,
  { job, give }: Pick<CallContext<"validate">, "job" | "give">,
): Promise<Result<"validate">> {
  const { settings, localResolution, reason, bFactor, resolution } = params;
  const judged = judgedOf(session, params);
  const local = localResolution === undefined ? undefined : session.map(localResolution);
  const request = { ...judged, resolution, settings, bFactor, localResolution: local?.volume };
  const validation = await validateModel(request, session.images(), job);
  const { summary } = session.model(params.model);
  const document = validationDocument(validation, {
    mapFile: session.map(params.map).summary.name,
    grid: judged.map.grid,
    modelFile: summary.name,
    modelName: summary.name,
    resolution: { value: resolution, reason },
    bFactor,
    halfMaps: (params.halves ?? []).map((id) => session.map(id).summary.name),
    localResolution: local?.summary.name ?? null,
    warnings: [],
  });
  const { indices } = selectAtoms(judged.structure, "all");
  const atomQ = Float32Array.from(indices, (n) => validation.atomQ[n]);
  const residueCc = new Float32Array(judged.structure.atomCount);
  for (const { start, end, cc } of validation.residues) residueCc.fill(cc, start, end);
  const atomCc = Float32Array.from(indices, (n) => residueCc[n]);
  give(atomQ.buffer, atomCc.buffer);
  return { document, atomQ, atomCc };
}

/** The difference map of a map and a placed model, shown at 3 σ, and its strongest peaks. */
export async function difference(
  session: Session,
  params: Params<"difference">,
  { job, ids }: Pick<CallContext<"difference">, "job" | "ids">,
): Promise<Result<"difference">> {
  const { scale, bFactor, resolution, peaks: most } = params;
  const judged = judgedOf(session, params);
  const made = await differenceMap({ ...judged, resolution, scale, bFactor }, session.images(), job);
  const peaks = await differencePeaks(made, judged.structure, { resolution, most }, job);
  const [map, model] = [session.map(params.map), session.model(params.model)].map(
    ({ summary }) => summary.name,
  );
  const label = `Mapwright: ${map} minus ${model} at ${resolution} A (${scale}), in sigma`;
  const { volume, sigma, notes } = made;
  const { summary } = session.addMap((id) => {
    const own = summarizeMadeMap(id, `${map} − ${model}`, volume, label);
    const level = { value: SHOWN_AT, reason: `${SHOWN_AT} σ of the difference near the model` };
    return { volume, summary: { ...own, level }, shown: new Map() };
  }, ids[0]);
  return { map: summary, sigma, peaks: namedPeaks(peaks, judged.structure), notes };
}

function judgedOf(
  session: Session,
  { map, model, motion, halves }: Judged,
): { structure: Structure; map: Volume; halves: readonly [Volume, Volume] | undefined } {
  return {
    structure: moveStructure(session.model(model).structure, motion),
    map: session.map(map).volume,
    halves: halves && [session.map(halves[0]).volume, session.map(halves[1]).volume],
  };
}
