import { bodiesOf, type Composite, compose } from "#core/composite/compose.ts";
import type { PlacedChain } from "#core/composite/joint/refine-placed.ts";
import { planWork } from "#core/composite/plan.ts";
import { poorKinds } from "#core/composite/poor-kinds.ts";
import type { FitResult, Verdict } from "#core/fit/result.ts";
import { chooseResolution } from "#core/fit/target.ts";
import {
  jointDocument,
  jointEffect,
  jointSentence,
  verdictSentence,
} from "#core/report/composite-document.ts";
import { partOf } from "#workers/engine/fit-calls.ts";
import { domainsOf } from "#workers/engine/model-calls.ts";
import type { CallContext, HeldModel, Session } from "#workers/engine/session.ts";
import type { ModelId, Params, Result } from "#workers/protocol.ts";

/** Puts models together in a map: which goes where, so that none clash. Throws as `compose`. */
export async function composite(
  session: Session,
  { map, models: ids, request, stated }: Params<"composite">,
  { job }: CallContext<"composite">,
): Promise<Result<"composite">> {
  const clock = () => session.host.clock() / 1000;
  const began = clock();
  const volume = partOf(session, map, request.region);
  const { engine } = await session.kernel();
  const models = ids.map((id) => session.model(id));
  const plan = planWork(
    models.map(({ structure, summary }) => ({
      file: summary.id,
      chain: summary.chains.join(", "),
      structure,
    })),
  );
  const inModel = models.map(({ summary }) => summary.resolution).find((d) => d !== null);
  const resolution = chooseResolution(volume, request.resolution, stated?.value ?? inModel, stated?.reason);
  const bodies = bodiesOf(plan, request.atoms);
  const found = await compose({
    engine,
    images: session.images(),
    map: volume,
    plan,
    bodies,
    resolution,
    request,
    clock,
    job,
  });
  const seconds = clock() - began;
  const joint = found.joint && jointDocument(found.joint, found.placed);
  return {
    setup: found.setup,
    reach: Math.max(...bodies.map(({ probe }) => probe.extent)),
    results: models.map((model) => ({
      model: model.summary.id,
      result: resultOf(model, found, seconds / models.length),
    })),
    choices: choicesOf(models, found),
    sentence: [verdictSentence(found), ...(joint ? [jointSentence(joint)] : [])].join(" "),
    explained: found.explained,
    clashes: joint?.clashes ?? null,
    poor: poorKinds(found, volume, (part) => domainsOf(session.model(part.file as ModelId))).map(
      ({ part, reason, domains }) => ({
        model: part.file as ModelId,
        reason: `${reason}${knownBy(session.model(part.file as ModelId))}`,
        domains: domains.map(({ residues = "" }) => residues),
      }),
    ),
    isBest: found.rounds.every(({ isBest }) => isBest),
    warnings: [...found.warnings],
    seconds,
  };
}

/** What its domains were found by, where that is more than its coordinates. */
function knownBy({ errors }: HeldModel): string {
  return errors ? `; ${errors.file.name} tells where its domains end` : "";
}

/** The placements of one model as the result of a fit. */
function resultOf({ summary, structure }: HeldModel, found: Composite, seconds: number): FitResult {
  const own = found.placed.filter(({ member }) => member.part.file === summary.id);
  const kind = found.plan.kinds.findIndex(({ members }) =>
    members.some(({ part }) => part.file === summary.id),
  );
  const starts = found.rounds.flatMap(({ searched }) => searched.filter((one) => one.kind === kind));
  return {
    name: structure.name,
    atoms: found.plan.kinds[kind]?.atoms ?? 0,
    starts: starts.reduce((sum, one) => sum + one.starts, 0),
    verdict: verdictOf(own, found, kind),
    clusters: [],
    placements: own.map(({ motion, scores, site }) => ({ placement: { motion, scores }, hits: site.hits })),
    warnings: [],
    seconds: { prepare: 0, search: seconds, refine: 0 },
  };
}

function verdictOf(own: readonly PlacedChain[], found: Composite, kind: number): Verdict {
  const [first] = own;
  if (!first) {
    const why = found.missing.find((one) => one.kind === kind)?.reason ?? "all its copies are placed";
    return {
      kind: "none",
      label: "not placed",
      sentence: `Left out: ${why}.`,
      sites: 0,
      gap: 0,
      z: Number.NaN,
      hits: 0,
    };
  }
  const { confidence, reason, margin, hits } = first.site;
  const label = own.length > 1 ? `${confidence}, ${own.length} copies` : confidence;
  return {
    kind: confidence,
    label,
    sentence: `Chosen: ${reason}.`,
    sites: own.length,
    gap: margin,
    z: Number.NaN,
    hits,
  };
}

/** One line per placement, and per model that was left out, with the reason. */
function choicesOf(models: readonly HeldModel[], found: Composite): Result<"composite">["choices"] {
  return models.flatMap(({ summary: { id } }): Result<"composite">["choices"] => {
    const own = found.placed.filter(({ member }) => member.part.file === id);
    if (own.length > 0)
      return own.map((one, placement) => ({
        model: id,
        placement,
        reason: [one.site.reason, jointEffect(one)].filter(Boolean).join("; "),
      }));
    const kind = found.plan.kinds.findIndex(({ members }) => members.some(({ part }) => part.file === id));
    const why = found.missing.find((one) => one.kind === kind)?.reason ?? "all its copies are placed";
    return [{ model: id, placement: null, reason: `left out: ${why}` }];
  });
}
