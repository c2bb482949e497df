import { AppError } from "#core/errors.ts";
import { describeMap, describeStructure } from "#core/format/describe.ts";
import { readMrc } from "#core/format/mrc.ts";
import { volumeFromMrc } from "#core/format/mrc-volume.ts";
import { readStructure } from "#core/format/structure-file.ts";
import { splitChains } from "#core/structure/chains.ts";
import type { CallContext, HeldModel, Session } from "#workers/engine/session.ts";
import { summarizeMap, summarizeModel } from "#workers/engine/summaries.ts";
import type { Params, Result, Source } from "#workers/protocol.ts";
import { unpacked } from "#workers/unpack.ts";

/** Reads a map. The bytes may become its densities without being copied. */
export async function openMap(
  session: Session,
  params: Params<"openMap">,
  { ids, job }: CallContext<"openMap">,
): Promise<Result<"openMap">> {
  const { name, bytes } = bytesOf(params);
  await job.checkpoint({ step: `read ${name}`, done: 0, total: 2 });
  const file = readMrc(await unpacked(name, bytes));
  const volume = volumeFromMrc(file.value);
  await job.checkpoint({ step: `read ${name}`, done: 1, total: 2 });
  const description = describeMap(file, volume);
  const held = session.addMap(
    (id) => ({
      volume: volume.value,
      summary: summarizeMap(id, baseName(name), volume.value, description),
      shown: new Map(),
    }),
    ids[0],
  );
  return held.summary;
}

/** Reads a file of atoms: one model per model of the file. */
export async function openModel(
  session: Session,
  params: Params<"openModel">,
  { ids }: CallContext<"openModel">,
): Promise<Result<"openModel">> {
  const { name, bytes } = bytesOf(params);
  const file = await readStructure(name, await unpacked(name, bytes));
  const { structures, resolution } = file.value;
  const models = structures.map((structure, n) => {
    // Counts and warnings are those of this model, the rest is that of the file.
    const description = describeStructure({ ...file, value: { ...file.value, structures: [structure] } });
    return session.addModel(
      (id) => ({
        structure,
        summary: summarizeModel(id, structure, resolution, { ...description, models: structures.length }),
      }),
      ids[n],
    );
  });
  return { models: models.map(({ summary }) => summary) };
}

export function close(session: Session, { id }: Params<"close">): Result<"close"> {
  return { closed: session.close(id) };
}

export function split(
  session: Session,
  { model }: Params<"split">,
  { ids }: Pick<CallContext<"split">, "ids">,
): Result<"split"> {
  return { models: chainsOf(session, session.model(model), ids).map(({ summary }) => summary) };
}

/** Makes a model of every chain. */
export function chainsOf(session: Session, whole: HeldModel, ids: readonly string[]): HeldModel[] {
  const { description, resolution } = whole.summary;
  return splitChains(whole.structure).map((structure, n) => {
    const own = describeStructure({
      value: {
        format: description.format,
        entry: description.entry,
        title: description.title,
        resolution,
        structures: [structure],
      },
      warnings: [],
    });
    return session.addModel(
      (id) => ({ structure, summary: summarizeModel(id, structure, resolution, own) }),
      ids[n],
    );
  });
}

function bytesOf(source: Source): Extract<Source, { bytes: Uint8Array }> {
  if ("bytes" in source) return source;
  throw new AppError("input", "The host does not lend this file (any more); open it again.", {
    seen: source.file,
  });
}

function baseName(name: string): string {
  return name.split(/[/\\]/).pop() || "map";
}
