import { basename } from "node:path";
import { AppError } from "#core/errors.ts";
import { type MrcFile, readMrc } from "#core/format/mrc.ts";
import { volumeFromMrc } from "#core/format/mrc-volume.ts";
import type { Parsed } from "#core/format/parsed.ts";
import type { StructureFile } from "#core/format/structure-contents.ts";
import { readAtoms } from "#core/gmm/read-atoms.ts";
import type { Structure } from "#core/structure/structure.ts";
import type { Volume } from "#core/volume/volume.ts";
import { readBytes } from "#workers/files.ts";

/** A map as a command uses it. */
export interface LoadedMap {
  readonly path: string;
  readonly volume: Volume;
  readonly warnings: readonly string[];
}

/** A file of atoms as a command uses it. */
export interface LoadedModel {
  readonly path: string;
  /** One per model of the file. */
  readonly structures: readonly Structure[];
  /** Resolution the file states, Å; null when it states none. */
  readonly resolution: number | null;
  /** What the file says of itself; "" where it says nothing. */
  readonly entry: string;
  readonly title: string;
  readonly warnings: readonly string[];
}

/** Reads a map. Errors and warnings name the file. Throws as `readBytes`, `readMrc` and `volumeFromMrc`. */
export async function loadMap(path: string): Promise<LoadedMap> {
  const bytes = await readBytes(path);
  const { file, volume } = parseMap(path, bytes);
  return { path, volume: volume.value, warnings: named(path, [...file.warnings, ...volume.warnings]) };
}

/** The map in the bytes of a file, with its header. Errors name the file. */
export function parseMap(path: string, bytes: Uint8Array): { file: Parsed<MrcFile>; volume: Parsed<Volume> } {
  try {
    const file = readMrc(bytes);
    return { file, volume: volumeFromMrc(file.value) };
  } catch (thrown) {
    throw naming(path, thrown);
  }
}

/** Reads a file of atoms. Errors and warnings name the file. Throws as `readBytes` and `readStructure`. */
export async function loadModel(path: string): Promise<LoadedModel> {
  const { value, warnings } = await parseModel(path, await readBytes(path));
  return {
    path,
    structures: value.structures,
    resolution: value.resolution,
    entry: value.entry,
    title: value.title,
    warnings: named(path, warnings),
  };
}

/** The atoms in the bytes of a file. Errors name the file. */
export async function parseModel(path: string, bytes: Uint8Array): Promise<Parsed<StructureFile>> {
  try {
    return await readAtoms(basename(path), bytes);
  } catch (thrown) {
    throw naming(path, thrown);
  }
}

function named(path: string, warnings: readonly string[]): string[] {
  return warnings.map((warning) => `${basename(path)}: ${warning}`);
}

function naming(path: string, thrown: unknown): unknown {
  if (!(thrown instanceof AppError)) return thrown;
  return new AppError(thrown.code, `${path}: ${thrown.message}`, thrown.detail);
}
