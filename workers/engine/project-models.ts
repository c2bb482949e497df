import { polymerCount } from "#core/composite/confidence.ts";
import { AppError } from "#core/errors.ts";
import { writeMmcif } from "#core/format/mmcif-write.ts";
import type { PredictedErrors } from "#core/format/pae.ts";
import type { JobContext } from "#core/job/job-context.ts";
import type { Structure } from "#core/structure/structure.ts";
import { errorsFrom } from "#workers/engine/error-calls.ts";
import { chainsFrom, modelsFrom } from "#workers/engine/open-calls.ts";
import type { FileOrigin, HeldModel, ModelErrors, ModelOrigin } from "#workers/engine/session.ts";
import type { Manifest, ModelPlace, ModelRecord } from "#workers/project/manifest.ts";
import type { ModelId } from "#workers/protocol.ts";

/** Models as a project lists them. `numberOf` embeds a file, once, and tells its place in the list of files. */
export async function modelRecords(
  held: readonly HeldModel[],
  numberOf: (file: FileOrigin) => Promise<number>,
): Promise<ModelRecord[]> {
  const own = new Map<Structure, FileOrigin>();
  const placeOf = async (structure: Structure, name: string, origin?: ModelOrigin): Promise<ModelPlace> => {
    if (origin) return { ...origin, file: await numberOf(origin.file) };
    const written = own.get(structure) ?? ownFile(structure, name);
    own.set(structure, written);
    return { file: await numberOf(written), model: 0, chain: null };
  };
  const records: ModelRecord[] = [];
  for (const { structure, summary, origin, errors } of held) {
    const { id, name } = summary;
    const record = { id, ...(await placeOf(structure, name, origin)) };
    if (!errors) {
      records.push(record);
      continue;
    }
    const whole = await placeOf(errors.whole.structure, name, errors.whole.origin);
    records.push({ ...record, errors: { file: await numberOf(errors.file), whole } });
  }
  return records;
}

/** A model that came from no file as a file of its own. */
function ownFile(structure: Structure, name: string): FileOrigin {
  return { name: `${name}.cif`, place: null, bytes: writeMmcif([structure]) };
}

/** The models of a project, and the names of those whose files were left out. Throws `format` for what is not in them. */
export async function modelsOf(
  { models, files: saved }: Manifest,
  files: readonly (FileOrigin | null)[],
  job: JobContext,
): Promise<{ held: HeldModel[]; left: string[] }> {
  const held: HeldModel[] = [];
  const left: string[] = [];
  const reader = new ModelReader(files);
  for (const { id, errors, ...place } of models) {
    await job.checkpoint({ step: "read models", done: held.length + left.length, total: models.length });
    const made = await reader.model(place, id as ModelId);
    if (made) held.push(errors ? { ...made, errors: await reader.errors(errors) } : made);
    else left.push(saved[place.file].name);
  }
  return { held, left };
}

/** Reads each file of a project once, however many models are of it. */
class ModelReader {
  readonly #files: readonly (FileOrigin | null)[];
  readonly #makers = new Map<number, Awaited<ReturnType<typeof modelsFrom>>>();
  readonly #errors = new Map<number, PredictedErrors>();

  constructor(files: readonly (FileOrigin | null)[]) {
    this.#files = files;
  }

  /** Null when the file was left out. */
  async model({ file, model, chain }: ModelPlace, id: ModelId): Promise<HeldModel | null> {
    const origin = this.#files[file];
    if (!origin) return null;
    const makers = this.#makers.get(file) ?? (await modelsFrom(origin));
    this.#makers.set(file, makers);
    const whole = makers[model]?.(id);
    const made = whole && (chain === null ? whole : chainsFrom(whole)[chain]?.(id));
    if (!made) throw noSuchPart(origin.name);
    return made;
  }

  async errors({ file: n, whole: place }: NonNullable<ModelRecord["errors"]>): Promise<ModelErrors> {
    const file = this.#files[n];
    const whole = await this.model(place, "model-0" as ModelId);
    if (!file || !whole) throw noSuchPart("the models' files");
    const read = this.#errors.get(n) ?? (await errorsFrom(file));
    this.#errors.set(n, read);
    if (polymerCount(whole.structure) !== read.count) throw noSuchPart(file.name);
    const { structure, origin } = whole;
    return { ...read, file, whole: { structure, ...(origin && { origin }) } };
  }
}

function noSuchPart(name: string): AppError {
  return new AppError(
    "format",
    `The project names a part of ${name} that is not there. Open an older copy of the project.`,
  );
}
