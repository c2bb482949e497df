import { detectFormat, holdsAtoms } from "#core/format/detect.ts";
import type { OpenableFile } from "#renderer/host/host.ts";
import type { FileKind } from "#workers/start-calls.ts";

/** How much of a file tells what it is. */
const HEAD = 4096; // bytes

const MAP_NAME = /\.(mrc|map|ccp4|rec|st)(\.gz)?$/i;
const PROJECT_NAME = /\.mapwright$/i;
const MODEL_NAME = /\.(pdb|ent|cif|mmcif|bcif)(\.gz)?$/i;

/** A file that the page holds. */
export function pageFile(file: File): OpenableFile {
  return {
    name: file.name,
    kind: async () => kindOf(file.name, new Uint8Array(await file.slice(0, HEAD).arrayBuffer())),
    source: async () => ({ name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) }),
  };
}

/** What a file is by its name, or by its first bytes when the name does not say. */
function kindOf(name: string, head: Uint8Array): FileKind {
  if (PROJECT_NAME.test(name)) return "project";
  if (/\.star$/i.test(name)) return "particles";
  if (MAP_NAME.test(name)) return "map";
  if (MODEL_NAME.test(name)) return "model";
  const format = detectFormat(name, head);
  if (format === "mrc") return "map";
  if (format === "pae") return "errors";
  return holdsAtoms(format) ? "model" : "other";
}
