import { confidenceOf } from "#core/composite/confidence.ts";
import { domainParts, type Part } from "#core/composite/parts.ts";
import { AppError } from "#core/errors.ts";
import { describeStructure } from "#core/format/describe.ts";
import { indicesIn } from "#core/structure/atom-ranges.ts";
import { buildAssembly } from "#core/structure/build-assembly.ts";
import { joinStructures } from "#core/structure/join.ts";
import { moveSome, moveStructure } from "#core/structure/move.ts";
import { splitStructure } from "#core/structure/split-groups.ts";
import type { Structure } from "#core/structure/structure.ts";
import type { CallContext, HeldModel, Session } from "#workers/engine/session.ts";
import { summarizeModel } from "#workers/engine/summaries.ts";
import type { Params, Result } from "#workers/protocol.ts";

type Ids = Pick<CallContext<"combine">, "ids">;

/** Makes models of the parts of one, which stays as it is. Throws `input` when it has one part only. */
export function takeApart(
  session: Session,
  { model, by }: Params<"takeApart">,
  { ids }: Ids,
): Result<"takeApart"> {
  const whole = session.model(model);
  const parts =
    by === "domains"
      ? domainsOf(whole).map(({ structure }) => structure)
      : splitStructure(whole.structure, by);
  if (parts.length < 2) {
    throw new AppError("input", `${whole.summary.name} has one part only; there is nothing to split.`, {
      by,
    });
  }
  return { models: parts.map((part, n) => addMade(session, whole, part, ids[n])) };
}

/** The domains of a model, from its contacts and, where they are known, its pLDDT and its predicted aligned errors. */
export function domainsOf({ structure, summary, errors }: HeldModel): readonly Part[] {
  const { entry, title } = summary.description;
  const confidence = confidenceOf(
    errors?.whole.structure ?? structure,
    { name: structure.name, entry, title },
    errors,
  );
  return domainParts({ file: summary.id, structure }, confidence).value;
}

/** Makes one model of several, each where it is placed. */
export function combine(
  session: Session,
  { placed, name, retainIds }: Params<"combine">,
  { ids }: Ids,
): Result<"combine"> {
  const structures = placed.map(({ model, motion }) => moveStructure(session.model(model).structure, motion));
  const joined = joinStructures(structures, name, retainIds);
  return { models: [addMade(session, session.model(placed[0].model), joined, ids[0])] };
}

/** Makes a model of a placed one in which some of its atoms are placed otherwise. */
export function moveAtoms(
  session: Session,
  { model, motion, atoms, to }: Params<"moveAtoms">,
  { ids }: Ids,
): Result<"moveAtoms"> {
  const whole = session.model(model);
  const moved = moveSome(whole.structure, indicesIn(atoms), { motion, to });
  return { models: [addMade(session, whole, moved, ids[0])] };
}

/** The assemblies that the file of a model states. */
export function assemblies(session: Session, { model }: Params<"assemblies">): Result<"assemblies"> {
  const { assemblies: stated = [] } = session.model(model).structure;
  return {
    assemblies: stated.map(({ id, details, parts }) => ({
      id,
      details,
      copies: parts.reduce((most, { motions }) => Math.max(most, motions.length), 0),
      chains: parts.reduce((sum, { chains, motions }) => sum + chains.length * motions.length, 0),
    })),
  };
}

/** Makes a model of an assembly. Throws `input` when the file of the model states none of that id. */
export function assemble(
  session: Session,
  { model, assembly }: Params<"assemble">,
  { ids }: Ids,
): Result<"assemble"> {
  const whole = session.model(model);
  const { assemblies: stated = [] } = whole.structure;
  const wanted = stated.find(({ id }) => id === assembly);
  if (!wanted) {
    const known = stated.map(({ id }) => id).join(", ");
    const advice = known === "" ? "its file states none" : `its file states ${known}`;
    throw new AppError("input", `${whole.summary.name} has no assembly ${assembly}: ${advice}.`);
  }
  return { models: [addMade(session, whole, buildAssembly(whole.structure, wanted), ids[0])] };
}

/** Keeps a structure made of a model as a new one, and tells what it is. */
export function addMade(
  session: Session,
  { summary }: HeldModel,
  structure: Structure,
  id: string | undefined,
): Result<"combine">["models"][number] {
  const { description, resolution } = summary;
  const { format, entry, title } = description;
  const own = describeStructure({
    value: { format, entry, title, resolution, structures: [structure] },
    warnings: [],
  });
  return session.addModel(
    (given) => ({ structure, summary: summarizeModel(given, structure, resolution, own) }),
    id,
  ).summary;
}
