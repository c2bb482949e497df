import { polymerCount } from "#core/composite/confidence.ts";
import { AppError } from "#core/errors.ts";
import { type PredictedErrors, readPae } from "#core/format/pae.ts";
import type { Structure } from "#core/structure/structure.ts";
import { originOf } from "#workers/engine/open-calls.ts";
import type { FileOrigin, Session } from "#workers/engine/session.ts";
import type { Params, Result } from "#workers/protocol.ts";
import { unpacked } from "#workers/unpack.ts";

/**
 * Reads predicted aligned errors and keeps them with the models that have as many residues, in the place of others. Throws
 * `format` for a file of something else, and `input` when they are of no model that is open.
 */
export async function openErrors(
  session: Session,
  params: Params<"openErrors">,
): Promise<Result<"openErrors">> {
  const file = originOf(params);
  const read = await errorsFrom(file);
  const { models } = session.held();
  const own = models.filter(({ structure }) => polymerCount(structure) === read.count);
  if (own.length === 0)
    throw ofNone(
      read.count,
      models.map(({ structure }) => structure),
    );
  for (const { summary, structure, origin } of own) {
    session.keepErrors(summary.id, { ...read, file, whole: { structure, ...(origin && { origin }) } });
  }
  return { models: own.map(({ summary }) => summary.id), residues: read.count };
}

/** Reads a file of predicted aligned errors. Throws `format` for a file of something else. */
export async function errorsFrom({ name, bytes }: FileOrigin): Promise<PredictedErrors> {
  return readPae(name, await unpacked(name, bytes));
}

function ofNone(count: number, structures: readonly Structure[]): AppError {
  const open = structures.map((structure) => `${structure.name} has ${polymerCount(structure)}`).join(", ");
  const seen = open === "" ? "no model is open" : open;
  return new AppError(
    "input",
    `These are aligned errors of ${count} residues, but ${seen}. Open the model they belong to first, or together with them.`,
    { count },
  );
}
