import { createReadStream, createWriteStream, existsSync, realpathSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, isAbsolute, join, resolve, sep } from "node:path";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { AppError, asAppError } from "#core/errors.ts";
import { readStar, type StarTable } from "#core/format/star.ts";
import { type ParticleFile, readParticles } from "#core/particles/read-particles.ts";
import { readBytes } from "#workers/files.ts";
import { openStack, type StackFile } from "#workers/particles/stack-files.ts";

/** Particles of a STAR file and the stacks their images are in. */
export interface LoadedParticles {
  readonly path: string;
  readonly file: ParticleFile;
  /** In the order of the particles' `stacks`. */
  readonly stacks: readonly StackFile[];
  /** Bytes of the STAR file, for telling whether it is the same one later. */
  readonly bytes: Uint8Array;
  /** Removes stacks that were unpacked. */
  dispose(): Promise<void>;
}

/** How far above the STAR file's folder a stack's path may begin: RELION writes paths from the project's folder. */
const FOLDERS_UP = 4;
/** Pixel sizes that differ by less are the same one, rounded. */
const SAME = 0.005;

/** Who is told what is odd, and what is done that nobody asked for. */
export interface Told {
  warn(text: string): void;
  note(text: string): void;
}

/** Where stacks may be looked for, besides the STAR file's folder and those above it. */
export interface StackPlaces {
  /** A folder that somebody named. */
  readonly named?: string;
  /** The working folder, where paths of a command line begin. */
  readonly working?: string;
  /** Nothing outside these is read; left out: the whole computer, as far as its user may read it. */
  readonly within?: readonly string[];
}

/**
 * Reads a STAR file and the headers of its stacks, which are looked for in `places`, the STAR file's folder and those
 * above it. A stack that is there only as .gz is unpacked into the temporary folder. `bytes`: the file's, where they are
 * known. Throws `input` when a stack is not found, else as the readers do.
 */
export async function loadParticles(
  path: string,
  told: Told,
  places: StackPlaces,
  bytes?: Uint8Array,
): Promise<LoadedParticles> {
  const content = bytes ?? (await readBytes(path));
  const tables = naming(path, () => readStar(content));
  const first = firstParticles(path, tables);
  const unpacked = new Unpacked(told);
  try {
    const stacks: StackFile[] = [];
    for (const name of first.particles.stacks) {
      const { value, warnings } = openStack(await unpacked.place(findStack(name, path, places), name));
      for (const warning of warnings) told.warn(warning);
      stacks.push(value);
    }
    const pixelSize = stacks[0]?.stack.pixelSize ?? undefined;
    const { value, warnings } = naming(path, () => readParticles(tables, pixelSize));
    for (const warning of warnings) told.warn(`${path}: ${warning}`);
    warnOfPixelSizes(value, stacks, told);
    return { path, file: value, stacks, bytes: content, dispose: () => unpacked.dispose() };
  } catch (thrown) {
    await unpacked.dispose();
    throw thrown;
  }
}

/** Says where the header of a stack has another pixel size than the STAR file, which is the one believed (as RELION does). */
function warnOfPixelSizes(
  { particles: { optics } }: ParticleFile,
  stacks: readonly StackFile[],
  told: Told,
): void {
  for (const { path, stack } of stacks) {
    const { pixelSize } = stack;
    const given = optics.map((own) => own.pixelSize);
    if (pixelSize === null || given.some((size) => Math.abs(pixelSize / size - 1) < SAME)) continue;
    told.warn(
      `${path}: pixels are ${pixelSize.toFixed(4)} Å by its header, ${given.map((size) => size.toFixed(4)).join(", ")} Å by the STAR file, which is believed. If the header is right, correct _rlnImagePixelSize: sizes, resolutions and CTFs all hang on it.`,
    );
  }
}

/** The particles without regard for their pixel size, which the stacks may have to tell. */
function firstParticles(path: string, tables: readonly StarTable[]): ParticleFile {
  return naming(path, () => {
    try {
      return readParticles(tables).value;
    } catch {
      return readParticles(tables, 1).value;
    }
  });
}

function findStack(name: string, star: string, { named, working, within }: StackPlaces): string {
  const tried = isAbsolute(name) ? [name] : [];
  if (named !== undefined) tried.push(join(named, name), join(named, basename(name)));
  if (!isAbsolute(name)) {
    if (working !== undefined) tried.push(join(working, name));
    let above = dirname(resolve(star));
    for (let n = 0; n <= FOLDERS_UP; n++, above = dirname(above)) tried.push(join(above, name));
  }
  tried.push(join(dirname(star), basename(name)));
  const there = [...tried, ...tried.map((place) => `${place}.gz`)].filter((place) => existsSync(place));
  const found = there.find((place) => isWithin(realpathSync(place), within));
  if (found !== undefined) return found.replace(/\.gz$/, name.endsWith(".gz") ? ".gz" : "");
  if (there.length > 0) {
    throw new AppError(
      "input",
      `The stack ${name} of ${star} lies outside the folders that this program was given: start it with the folder of the whole project (mapwright serve FOLDER).`,
      { there },
    );
  }
  throw new AppError(
    "input",
    `The stack ${name} of ${star} is not there. Paths are taken from the folders above the STAR file and, on the command line, from the working folder; --stacks FOLDER names another.`,
    { tried },
  );
}

/** Whether a place lies in one of the folders; undefined: the whole computer. */
export function isWithin(place: string, folders: readonly string[] | undefined): boolean {
  if (folders === undefined) return true;
  return folders.some((one) => place === one || place.startsWith(one.endsWith(sep) ? one : one + sep));
}

/** Stacks that had to be unpacked, for as long as they are needed. */
class Unpacked {
  readonly #told: Told;
  #folder: string | undefined;

  constructor(told: Told) {
    this.#told = told;
  }

  async place(path: string, name: string): Promise<string> {
    if (existsSync(path)) return path;
    this.#folder ??= await mkdtemp(join(tmpdir(), "mapwright-stacks-"));
    const target = join(this.#folder, `${basename(name)}`);
    this.#told.note(`${path}.gz is unpacked into ${this.#folder} for this run.`);
    await pipeline(createReadStream(`${path}.gz`), createGunzip(), createWriteStream(target));
    return target;
  }

  async dispose(): Promise<void> {
    if (this.#folder !== undefined) await rm(this.#folder, { recursive: true, force: true });
    this.#folder = undefined;
  }
}

function naming<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (thrown) {
    const { code, message, detail } = asAppError(thrown);
    throw new AppError(code, `${path}: ${message}`, detail);
  }
}
