import { readFile } from "node:fs/promises";
import { AppError } from "#core/errors.ts";
import type { Vec3 } from "#core/math/vec3.ts";
import type { Range } from "#core/simulate/training/training-list.ts";
import type { Drawn } from "#core/simulate/training/training-map.ts";
import { writeAtomic } from "#workers/files.ts";

/** What a manifest says of a map: Å and Å² throughout. */
export interface MadeMap extends Drawn {
  readonly file: string;
  /** The map of resolutions beside it. */
  readonly resolutionMap?: string;
  /** Of the list. */
  readonly line: number;
  /** Of the line's copies, from 1. */
  readonly copy: number;
  readonly model: string;
  readonly kernel: string;
  readonly scattering?: string;
  readonly seed: number;
  readonly local?: Range;
  readonly localScale?: number;
  readonly size: Vec3;
  readonly voxelSize: Vec3;
  readonly origin: Vec3;
  /** Of the file's bytes. */
  readonly sha256: string;
  /** Of everything the map was made from. */
  readonly key: string;
}

/** The manifest of a folder of training maps, written whole at most every few seconds. */
export interface TrainingManifest {
  readonly made: number;
  readonly kept: number;
  readonly failed: number;
  /** Whether an earlier run made this file from the same things. */
  has(file: string, key: string): boolean;
  keep(file: string): void;
  add(map: MadeMap): Promise<void>;
  fail(line: number, message: string): void;
  save(): Promise<void>;
}

/** ms: a manifest of ten thousand maps takes a tenth of a second to write. */
const SAVE_EVERY = 5000;

/** Opens the manifest of an earlier run, or begins one. Throws `format` for a file that is none. */
export async function openManifest(path: string, list: string): Promise<TrainingManifest> {
  const earlier = await earlierMaps(path);
  const maps = new Map<string, MadeMap>();
  const errors: { line: number; message: string }[] = [];
  const count = { made: 0, kept: 0 };
  let saved = Date.now();
  const save = async () => {
    // What this run has not come to yet is still there.
    const rest = [...earlier.values()].filter(({ file }) => !maps.has(file));
    const document = { list, errors, maps: [...maps.values(), ...rest] };
    await writeAtomic(path, `${JSON.stringify(document, null, 1)}\n`);
    saved = Date.now();
  };
  return {
    get made() {
      return count.made;
    },
    get kept() {
      return count.kept;
    },
    get failed() {
      return errors.length;
    },
    has: (file, key) => earlier.get(file)?.key === key,
    keep(file) {
      const map = earlier.get(file);
      if (map) maps.set(file, map);
      count.kept++;
    },
    async add(map) {
      maps.set(map.file, map);
      count.made++;
      if (Date.now() - saved > SAVE_EVERY) await save();
    },
    fail(line, message) {
      errors.push({ line, message });
    },
    save,
  };
}

async function earlierMaps(path: string): Promise<Map<string, MadeMap>> {
  const content = await readFile(path, "utf8").catch(() => undefined);
  if (content === undefined) return new Map();
  try {
    const { maps } = JSON.parse(content) as { maps: MadeMap[] };
    return new Map(maps.map((map) => [map.file, map]));
  } catch {
    throw new AppError(
      "format",
      `${path} is not a manifest of maps: move it away, or write into another folder.`,
    );
  }
}
