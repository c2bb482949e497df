import { AppError } from "#core/errors.ts";
import { describeMap, describeStructure } from "#core/format/describe.ts";
import { readMrc } from "#core/format/mrc.ts";
import { volumeFromMrc } from "#core/format/mrc-volume.ts";
import { readAtoms } from "#core/gmm/read-atoms.ts";
import type { JobContext } from "#core/job/job-context.ts";
import { splitChains } from "#core/structure/chains.ts";
import type { CallContext, FileOrigin, HeldMap, HeldModel, Session } from "#workers/engine/session.ts";
import { summarizeMap, summarizeModel } from "#workers/engine/summaries.ts";
import type { ModelId, Params, Result, Source, VolumeId } from "#workers/protocol.ts";
import { unpacked } from "#workers/unpack.ts";

/** Reads a map. The bytes may become its densities without being copied. */
export async function openMap(
  session: Session,
  params: Params<"openMap">,
  { ids, job }: CallContext<"openMap">,
): Promise<Result<"openMap">> {
  return session.addMap(await mapFrom(originOf(params), job), ids[0]).summary;
}

/** The map of a file, under an id still to be given. */
export async function mapFrom(origin: FileOrigin, job: JobContext): Promise<(id: VolumeId) => HeldMap> {
  const { name, bytes } = origin;
  await job.checkpoint({ step: `read ${name}`, done: 0, total: 2 });
  const file = readMrc(await unpacked(name, bytes));
  const volume = volumeFromMrc(file.value);
  await job.checkpoint({ step: `read ${name}`, done: 1, total: 2 });
  const description = describeMap(file, volume);
  return (id) => ({
    origin,
    volume: volume.value,
    summary: summarizeMap(id, baseName(name), volume.value, description),
    shown: new Map(),
  });
}

/** Reads a file of atoms: one model per model of the file. */
export async function openModel(
  session: Session,
  params: Params<"openModel">,
  { ids }: CallContext<"openModel">,
): Promise<Result<"openModel">> {
  const makers = await modelsFrom(originOf(params));
  const models = makers.map((make, n) => session.addModel(make, ids[n]));
  return { models: models.map(({ summary }) => summary) };
}

/** The models of a file, under ids still to be given. */
export async function modelsFrom(origin: FileOrigin): Promise<((id: ModelId) => HeldModel)[]> {
  const { name, bytes } = origin;
  const file = await readAtoms(name, await unpacked(name, bytes));
  const { structures, resolution } = file.value;
  return structures.map((structure, n) => {
    // Counts and warnings are those of this model, the rest is that of the file.
    const description = describeStructure({ ...file, value: { ...file.value, structures: [structure] } });
    return (id) => ({
      origin: { file: origin, model: n, chain: null },
      structure,
      summary: summarizeModel(id, structure, resolution, { ...description, models: structures.length }),
    });
  });
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
  return chainsFrom(whole).map((make, n) => session.addModel(make, ids[n]));
}

/** The chains of a model as models, under ids still to be given. */
export function chainsFrom({
  structure: whole,
  summary,
  origin,
  errors,
}: HeldModel): ((id: ModelId) => HeldModel)[] {
  const { description, resolution } = summary;
  return splitChains(whole).map((structure, n) => {
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
    return (id) => ({
      // A chain of a chain is that chain.
      ...(origin && { origin: { ...origin, chain: origin.chain ?? n } }),
      ...(errors && { errors }),
      structure,
      summary: summarizeModel(id, structure, resolution, own),
    });
  });
}

/** The file behind a source. Throws `input` for one that the host did not read. */
export function originOf(source: Source): FileOrigin {
  if ("bytes" in source) return { name: source.name, place: source.place ?? null, bytes: source.bytes };
  throw new AppError("input", "The host does not lend this file (any more); open it again.", {
    seen: source.file,
  });
}

function baseName(name: string): string {
  return name.split(/[/\\]/).pop() || "map";
}
