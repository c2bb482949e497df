import { extname } from "node:path";
import { AppError, asAppError } from "#core/errors.ts";
import { decodeText } from "#core/format/text.ts";
import { type EmanBox, readEmanGaussians, writeEmanGaussians } from "#core/gmm/eman-gaussians.ts";
import type { Gaussians } from "#core/gmm/gaussians.ts";
import { type GaussianNotes, writeGaussianJson } from "#core/gmm/gmm-json.ts";
import { looksLikeImpGaussians } from "#core/gmm/imp-gaussians.ts";
import { readGaussians } from "#core/gmm/read-gaussians.ts";
import type { Grid } from "#core/volume/grid.ts";
import { readBytes, writeAtomic } from "#workers/files.ts";

/** The box of EMAN's fractions that a map's grid gives: its longest edge, about voxel n ⁄ 2. */
export function emanBox({ size, origin, voxelSize }: Grid): EmanBox {
  const at = (axis: 0 | 1 | 2) => origin[axis] + Math.floor(size[axis] / 2) * voxelSize[axis];
  return {
    edge: Math.max(...size.map((n, axis) => n * voxelSize[axis as 0 | 1 | 2])),
    centre: [at(0), at(1), at(2)],
  };
}

/** Whether a name is that of EMAN's five columns; other files we write are JSON. */
export function isEmanFile(path: string): boolean {
  return extname(path).toLowerCase() === ".txt";
}

/** Reads Gaussians: our JSON, IMP's text, or EMAN's. Throws `input` where EMAN's fractions need a box that was not given. */
export async function openGaussians(path: string, box: EmanBox | undefined): Promise<Gaussians> {
  const bytes = await readBytes(path);
  try {
    if (isEmanFile(path) && !looksLikeImpGaussians(decodeText(bytes))) {
      if (box) return readEmanGaussians(bytes, box);
      throw needsBox();
    }
    return readGaussians(bytes).model;
  } catch (thrown) {
    const { code, message, detail } = asAppError(thrown);
    throw new AppError(code, `${path}: ${message}`, detail);
  }
}

/** Writes Gaussians in the format that the name asks for: EMAN's for .txt, else JSON. Throws as `openGaussians`. */
export async function writeGaussians(
  path: string,
  model: Gaussians,
  box: EmanBox | undefined,
  notes: GaussianNotes = {},
): Promise<void> {
  if (!isEmanFile(path)) return writeAtomic(path, writeGaussianJson(model, notes));
  if (box) return writeAtomic(path, writeEmanGaussians(model, box));
  throw needsBox();
}

function needsBox(): AppError {
  return new AppError(
    "input",
    "EMAN's Gaussians are fractions of a box: name its map with --like MAP, or its edge with --edge Å.",
  );
}
