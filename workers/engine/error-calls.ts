import { polymerCount } from "#core/composite/confidence.ts";
import { AppError } from "#core/errors.ts";
import { readPae } from "#core/format/pae.ts";
import type { Structure } from "#core/structure/structure.ts";
import { originOf } from "#workers/engine/open-calls.ts";
import type { Session } from "#workers/engine/session.ts";
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
  const { name, bytes } = originOf(params);
  const read = readPae(name, await unpacked(name, bytes));
  const { models } = session.held();
  const own = models.filter(({ structure }) => polymerCount(structure) === read.count);
  if (own.length === 0)
    throw ofNone(
      read.count,
      models.map(({ structure }) => structure),
    );
  for (const { summary, structure } of own) {
    session.keepErrors(summary.id, { ...read, file: name, whole: structure });
  }
  return { models: own.map(({ summary }) => summary.id), residues: read.count };
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
