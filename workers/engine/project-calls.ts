import { createHash } from "node:crypto";
import { AppError } from "#core/errors.ts";
import { readMrc } from "#core/format/mrc.ts";
import { volumeFromMrc } from "#core/format/mrc-volume.ts";
import type { JobContext } from "#core/job/job-context.ts";
import { mapFrom, originOf } from "#workers/engine/open-calls.ts";
import { collectProject } from "#workers/engine/project-contents.ts";
import { modelsOf } from "#workers/engine/project-models.ts";
import type { CallContext, FileOrigin, HeldMap, Session } from "#workers/engine/session.ts";
import { summarizeMap } from "#workers/engine/summaries.ts";
import { MANIFEST_ENTRY, ProjectArchive, THUMBNAIL_ENTRY } from "#workers/project/archive.ts";
import { toJson } from "#workers/project/json.ts";
import type { MapRecord, SavedFile } from "#workers/project/manifest.ts";
import { writeZip, type ZipSource } from "#workers/project/zip-write.ts";
import type { Params, Result, VolumeId } from "#workers/protocol.ts";

export function inventory(session: Session): Result<"inventory"> {
  const { maps, models } = session.held();
  return { maps: maps.map(({ summary }) => summary), models: models.map(({ summary }) => summary) };
}

export async function writeProject(
  session: Session,
  { view, thumbnail, includeMaps }: Params<"writeProject">,
  { job, give }: CallContext<"writeProject">,
): Promise<Result<"writeProject">> {
  const { manifest, sources } = await collectProject(session, view, includeMaps, (bytes) =>
    hashOf(bytes, job),
  );
  const text = new TextEncoder().encode(toJson(manifest, 1));
  const head: ZipSource[] = [{ name: MANIFEST_ENTRY, bytes: () => text, isPacked: false }];
  if (thumbnail) head.push({ name: THUMBNAIL_ENTRY, bytes: () => thumbnail, isPacked: true });
  const total = sources.reduce((sum, { size }) => sum + size, text.length);
  const bytes = await writeZip([...head, ...sources], total, job);
  give(bytes.buffer);
  const opened = manifest.maps.flatMap((map) => (map.kind === "file" ? manifest.files[map.file] : []));
  const referenced = opened.filter(({ entry }) => entry === null).length;
  return { bytes, embedded: manifest.maps.length - referenced, referenced };
}

export async function inspectProject(
  _: Session,
  { source }: Params<"inspectProject">,
): Promise<Result<"inspectProject">> {
  const archive = await ProjectArchive.open(originOf(source).bytes);
  const { saved, program, maps, models, view, files } = archive.manifest;
  return {
    saved,
    program,
    maps: maps.length,
    models: models.length,
    tables: view.tables.length,
    missing: files.flatMap(({ entry, name, place, size }, file) =>
      entry === null ? [{ file, name, place, size }] : [],
    ),
    thumbnail: await archive.thumbnail(),
  };
}

export async function readProject(
  session: Session,
  { source, located }: Params<"readProject">,
  { job }: CallContext<"readProject">,
): Promise<Result<"readProject">> {
  const archive = await ProjectArchive.open(originOf(source).bytes);
  const { manifest } = archive;
  const files: (FileOrigin | null)[] = [];
  for (const [n, file] of manifest.files.entries()) {
    const own = located.find((one) => one.file === n);
    files.push(await fileOf(archive, file, own && originOf(own.source), n, job));
  }
  const maps = await mapsOf(archive, files, job);
  const models = await modelsOf(manifest, files, job);
  session.replace(maps.held, models.held);
  return {
    maps: maps.held.map(({ summary }) => summary),
    models: models.held.map(({ summary }) => summary),
    view: manifest.view,
    left: [...maps.left, ...models.left],
    notKept: manifest.notKept,
  };
}

/** The bytes of a file that the project holds or that was located for it, checked; null when it is left out. */
async function fileOf(
  archive: ProjectArchive,
  file: SavedFile,
  located: FileOrigin | undefined,
  n: number,
  job: JobContext,
): Promise<FileOrigin | null> {
  const { name, place, size, sha256, entry } = file;
  if (entry !== null) {
    const bytes = await archive.read(entry, size);
    await refuseOther(bytes, sha256, job, () => archive.damaged(entry));
    return { name, place, bytes };
  }
  if (!located) return null;
  await refuseOther(located.bytes, sha256, job, () => notTheSame(name, n));
  return { name, place: located.place ?? place, bytes: located.bytes };
}

async function mapsOf(
  archive: ProjectArchive,
  files: readonly (FileOrigin | null)[],
  job: JobContext,
): Promise<{ held: HeldMap[]; left: string[] }> {
  const held: HeldMap[] = [];
  const left: string[] = [];
  for (const record of archive.manifest.maps) {
    const id = record.id as VolumeId;
    if (record.kind === "made") {
      held.push(await madeMap(archive, record, id, job));
      continue;
    }
    const file = files[record.file];
    if (file) held.push((await mapFrom(file, job))(id));
    else left.push(archive.manifest.files[record.file].name);
  }
  return { held, left };
}

/** A working map: densities of the archive on the grid of the manifest, which has more digits. */
async function madeMap(
  archive: ProjectArchive,
  { name, grid, description, level, entry, size, sha256 }: Extract<MapRecord, { kind: "made" }>,
  id: VolumeId,
  job: JobContext,
): Promise<HeldMap> {
  const bytes = await archive.read(entry, size);
  await refuseOther(bytes, sha256, job, () => archive.damaged(entry));
  const read = volumeFromMrc(readMrc(bytes).value).value;
  if (read.grid.size.some((count, axis) => count !== grid.size[axis])) throw archive.damaged(entry);
  const volume = { grid, values: read.values };
  const summary = { ...summarizeMap(id, name, volume, description), level };
  return { volume, summary, shown: new Map() };
}

const PIECE = 4 * 2 ** 20; // bytes, some 10 ms of hashing

async function hashOf(bytes: Uint8Array, job: JobContext): Promise<string> {
  const hash = createHash("sha256");
  for (let at = 0; at < bytes.length; at += PIECE) {
    await job.checkpoint({ step: "check", done: at, total: bytes.length });
    hash.update(bytes.subarray(at, at + PIECE));
  }
  return hash.digest("hex");
}

async function refuseOther(
  bytes: Uint8Array,
  sha256: string,
  job: JobContext,
  refusal: () => AppError,
): Promise<void> {
  if ((await hashOf(bytes, job)) !== sha256) throw refusal();
}

function notTheSame(name: string, file: number): AppError {
  return new AppError(
    "input",
    `This ${name} is not the one the project was saved with: its content differs. Locate the right one, or open without it.`,
    { file },
  );
}
