import { writeMrc } from "#core/format/mrc-write.ts";
import { modelRecords } from "#workers/engine/project-models.ts";
import type { FileOrigin, HeldMap, HeldModel, Session } from "#workers/engine/session.ts";
import {
  MANIFEST_VERSION,
  type Manifest,
  type MapRecord,
  type SavedFile,
} from "#workers/project/manifest.ts";
import type { ProjectView } from "#workers/project/view.ts";
import type { ZipSource } from "#workers/project/zip-write.ts";
import type { ModelId, VolumeId } from "#workers/protocol.ts";

export interface ProjectContents {
  readonly manifest: Manifest;
  /** What is embedded, with its size in bytes. */
  readonly sources: readonly (ZipSource & { readonly size: number })[];
}

/** What a project of this session consists of: the maps and models that the view shows, each file once. */
export async function collectProject(
  session: Session,
  view: ProjectView,
  includeMaps: boolean | null,
  hash: (bytes: Uint8Array) => Promise<string>,
): Promise<ProjectContents> {
  const sources: (ZipSource & { size: number })[] = [];
  const files: SavedFile[] = [];
  const known = new Map<FileOrigin, number>();
  const embed = (entry: string, size: number, bytes: () => Uint8Array) => {
    sources.push({ name: entry, size, bytes, isPacked: /\.(gz|bcif)$/i.test(entry) });
    return entry;
  };
  const fileOf = async (origin: FileOrigin, folder: "maps" | "models", isEmbedded: boolean) => {
    const found = known.get(origin);
    if (found !== undefined) return found;
    const { name, place, bytes } = origin;
    const entry = isEmbedded
      ? embed(`${folder}/${files.length}-${plain(name)}`, bytes.length, () => bytes)
      : null;
    files.push({ name, place, size: bytes.length, sha256: await hash(bytes), entry });
    known.set(origin, files.length - 1);
    return files.length - 1;
  };
  const maps: MapRecord[] = [];
  for (const held of heldMaps(session, view)) {
    const { origin, summary } = held;
    if (!origin) maps.push(await madeRecord(held, embed, hash));
    else {
      const file = await fileOf(origin, "maps", includeMaps ?? origin.place === null);
      maps.push({ kind: "file", id: summary.id, file });
    }
  }
  const models = await modelRecords(heldModels(session, view), (file) => fileOf(file, "models", true));
  return {
    manifest: {
      format: "mapwright-project",
      version: MANIFEST_VERSION,
      program: session.host.version,
      saved: new Date().toISOString(),
      files,
      maps,
      models,
      view,
      notKept: notKept(view),
    },
    sources,
  };
}

async function madeRecord(
  { volume, summary }: HeldMap,
  embed: (entry: string, size: number, bytes: () => Uint8Array) => string,
  hash: (bytes: Uint8Array) => Promise<string>,
): Promise<MapRecord> {
  const { id, name, description, level } = summary;
  const write = () => writeMrc(volume, { mode: 2, labels: description.labels });
  const bytes = write();
  const sha256 = await hash(bytes);
  const entry = embed(`maps/${id}.mrc`, bytes.length, write);
  return { kind: "made", id, name, grid: volume.grid, description, level, entry, size: bytes.length, sha256 };
}

function heldMaps(session: Session, { entries }: ProjectView): HeldMap[] {
  return entries.flatMap((entry) => (entry.kind === "map" ? [session.map(entry.id as VolumeId)] : []));
}

function heldModels(session: Session, { entries }: ProjectView): HeldModel[] {
  return entries.flatMap((entry) => (entry.kind === "model" ? [session.model(entry.id as ModelId)] : []));
}

/** A name that every file system and archive takes; the file's number keeps names apart. */
function plain(name: string): string {
  const ascii = name.replace(/[^A-Za-z0-9._-]/g, "_").replace(/^\.+/, "_");
  return ascii.slice(-100);
}

function notKept({ history, fits }: ProjectView): string[] {
  const steps = history.notKept;
  return [
    ...(steps > 0 ? [`${steps} ${steps === 1 ? "step" : "steps"} of the undo history`] : []),
    ...(fits.length > 0 ? ["A fit that was under way; it begins again when the project is opened"] : []),
  ];
}
