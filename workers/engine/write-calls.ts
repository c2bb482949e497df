import { writeMmcif } from "#core/format/mmcif-write.ts";
import { writeMrc } from "#core/format/mrc-write.ts";
import { writePdb } from "#core/format/pdb-write.ts";
import { decodeText, encodeText } from "#core/format/text.ts";
import { moveStructure } from "#core/structure/move.ts";
import type { Structure } from "#core/structure/structure.ts";
import { subsample } from "#core/surface/subsample.ts";
import { cropToBox } from "#core/volume/crop.ts";
import type { CallContext, Session } from "#workers/engine/session.ts";
import type { Params, Result } from "#workers/protocol.ts";

/** An MRC file of a map or a part of it. */
export function writeMap(
  session: Session,
  { map, region, step = 1, isHalf = false }: Params<"writeMap">,
  { give }: CallContext<"writeMap">,
): Result<"writeMap"> {
  const { volume: whole, summary } = session.map(map);
  const volume = subsample(region ? cropToBox(whole, region) : whole, step);
  const bytes = writeMrc(volume, {
    mode: isHalf ? 12 : 2,
    labels: ["Mapwright", ...summary.description.labels],
  });
  give(bytes.buffer as ArrayBuffer);
  return { bytes };
}

/** Placed models in the frame of the map, each a model of the file, so that chain ids stay as they are. */
export function writeModels(
  session: Session,
  { placed, format }: Params<"writeModels">,
  { give }: CallContext<"writeModels">,
): Result<"writeModels"> {
  const structures = placed.map(({ model, motion }) => moveStructure(session.model(model).structure, motion));
  const bytes = format === "cif" ? writeMmcif(structures) : writePdbModels(structures);
  give(bytes.buffer as ArrayBuffer);
  return { bytes };
}

/** Several structures as MODEL 1, 2, …; a single one without MODEL records, as readers expect it. */
function writePdbModels(structures: readonly Structure[]): Uint8Array {
  const [first, ...others] = structures;
  if (others.length === 0) return writePdb(first);
  const lines = structures.flatMap((structure, n) => [
    `MODEL     ${String(n + 1).padStart(4)}`.padEnd(80),
    ...decodeText(writePdb(structure)).split("\n").filter(isCoordinates),
    "ENDMDL".padEnd(80),
  ]);
  return encodeText([...lines, "END".padEnd(80), ""].join("\n"));
}

function isCoordinates(line: string): boolean {
  return line !== "" && line.trimEnd() !== "END";
}
