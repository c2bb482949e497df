import { readFile, realpath, stat } from "node:fs/promises";
import { homedir } from "node:os";
import { basename, isAbsolute, join, relative, resolve, sep } from "node:path";
import { AppError } from "#core/errors.ts";
import { CHECKPOINT, type FileLender } from "#electron/cli/serve-files.ts";
import type { FileId, LentFile } from "#workers/start-calls.ts";

const LONGEST_SCRIPT = 1_000_000; // characters

export interface NamedFilesParams {
  readonly lender: FileLender;
  /** Folders outside which nothing is looked up; null: the whole computer, as far as its user may read it. */
  readonly roots: readonly string[] | null;
  /** Where names are looked up first; null when there is no such folder. */
  readonly start: string | null;
}

/** Files that a command line names: `open a/map.mrc`, `cd a`, `pwd`. The window sees names, never what lies elsewhere. */
export class NamedFiles {
  readonly #params: NamedFilesParams;
  #folder: string | null;

  constructor(params: NamedFilesParams) {
    this.#params = params;
    this.#folder = params.start;
  }

  /** The folder as the user may see it: from the root given, or from home. */
  get path(): string | null {
    if (this.#folder === null) return null;
    const folder = this.#folder;
    const { roots } = this.#params;
    if (roots === null) return shortened(folder, homedir(), "~");
    const root = roots.find((one) => isWithin(folder, one)) ?? folder;
    return shortened(folder, root, basename(root));
  }

  /** Goes to a folder. Throws `input` when it is none, or lies outside what was given. */
  async enter(path: string): Promise<void> {
    const place = await this.#placeOf(path);
    if (!(await stat(place)).isDirectory()) throw new AppError("input", `${path} is no folder.`);
    this.#folder = place;
  }

  /** Throws `input` for a name that leads nowhere, or to what cannot be opened. */
  async lend(names: readonly string[]): Promise<LentFile[]> {
    const files: LentFile[] = [];
    for (const name of names) {
      const lent = await this.#params.lender.lend([await runIn(await this.#placeOf(name))]);
      const unknown = lent.find((file) => file.kind === "other" && !isScript(file.name));
      if (unknown || lent.length === 0) {
        throw new AppError(
          "input",
          `${unknown?.name ?? name} is no map, model, project, STAR file or script.`,
        );
      }
      files.push(...lent);
    }
    return files;
  }

  async scriptText(id: FileId): Promise<string> {
    const place = await this.#params.lender.place(id);
    if (place === undefined || !isScript(place)) throw new AppError("input", "This is no script (.cxc).");
    const text = await readFile(place, "utf8");
    if (text.length > LONGEST_SCRIPT)
      throw new AppError("input", `${basename(place)} is too long for a script.`);
    return text;
  }

  async #placeOf(path: string): Promise<string> {
    if (this.#folder === null) {
      throw new AppError(
        "input",
        `"${path}" cannot be looked up: the program was started without a folder. Drop the file onto the window, or start again with mapwright serve FOLDER.`,
      );
    }
    const { roots } = this.#params;
    const home = roots === null ? path.replace(/^~(?=$|[/\\])/, homedir()) : path;
    const wanted = isAbsolute(home) ? home : resolve(this.#folder, home);
    const place = await realpath(wanted).catch(() => undefined);
    // What lies outside is not told from what is not there.
    if (place === undefined || (roots && !roots.some((root) => isWithin(place, root)))) {
      throw new AppError("input", `There is no file or folder "${path}" in ${this.path}.`, { seen: path });
    }
    return place;
  }
}

/** A folder that holds a run of particles stands for the run. */
async function runIn(place: string): Promise<string> {
  const checkpoint = join(place, CHECKPOINT);
  return (await realpath(checkpoint).catch(() => undefined)) === checkpoint ? checkpoint : place;
}

function isWithin(place: string, root: string): boolean {
  return place === root || place.startsWith(root.endsWith(sep) ? root : root + sep);
}

function isScript(name: string): boolean {
  return /\.cxc$/i.test(name);
}

function shortened(place: string, root: string, name: string): string {
  return isWithin(place, root) ? join(name, relative(root, place)) : place;
}
