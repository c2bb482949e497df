import { AppError } from "#core/errors.ts";
import type { Structure } from "#core/structure/structure.ts";

/** What a file of atoms holds. */
export interface StructureFile {
  readonly format: "pdb" | "mmcif" | "bcif" | "gaussians";
  /** One structure per model, in file order; at least one, none without atoms. */
  readonly structures: readonly Structure[];
  /** Entry code or data block name, "" when the file states none. */
  readonly entry: string;
  /** Title as stated, "" when the file states none. */
  readonly title: string;
  /** Stated resolution, Å; null when the file states none. */
  readonly resolution: number | null;
}

/** The structures of a file. Throws `format` when there is none. */
export function atLeastOne(structures: readonly Structure[]): readonly Structure[] {
  if (structures.length > 0) return structures;
  throw new AppError("format", "The file holds no atoms with coordinates.", {
    seen: 0,
    expected: "ATOM or HETATM records, or an mmCIF atom_site table",
  });
}

/** What a model of a file is called: the name alone when it is the only one. */
export function modelName(name: string, model: number, modelCount: number): string {
  return modelCount === 1 ? name : `${name} model ${model}`;
}
