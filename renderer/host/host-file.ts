import type { OpenableFile } from "#renderer/host/host.ts";
import type { LentFile } from "#workers/start-calls.ts";

/** A file that the host lends; `name` when it is known by another than its own. */
export function hostFile({ id, name, kind, stated }: LentFile, known = name): OpenableFile {
  return {
    name: known,
    ...(stated && { stated }),
    kind: async () => kind,
    source: async () => ({ file: id }),
  };
}
