import { readFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { readEmdbHeader } from "#electron/archive/emdb-header.ts";
import type { StatedByDepositors } from "#workers/start-calls.ts";

/**
 * What the depositors state about a map file of EMDB ("emd_21897.map.gz"), when its header file ("emd-21897.xml") lies
 * beside it, as it does after fetching; null otherwise.
 */
export async function statedBeside(path: string): Promise<StatedByDepositors | null> {
  const number = /^emd_(\d+)\.map(\.gz)?$/i.exec(basename(path))?.[1];
  if (number === undefined) return null;
  try {
    const header = await readFile(join(dirname(path), `emd-${number}.xml`), "utf8");
    return { entry: `EMD-${number}`, ...readEmdbHeader(header) };
  } catch {
    return null;
  }
}
