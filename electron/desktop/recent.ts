import { readFileSync } from "node:fs";
import { z } from "zod";
import { writeAtomic } from "#workers/files.ts";

const MOST = 12;
const schema = z.object({ version: z.literal(1), files: z.array(z.string().max(32_768)).max(100) });

/** The files opened last, newest first, kept between sessions in one small file. */
export class RecentFiles {
  readonly #place: string;
  #files: readonly string[];

  /** A list that is not there or damaged is empty. */
  constructor(place: string) {
    this.#place = place;
    this.#files = read(place);
  }

  get files(): readonly string[] {
    return this.#files;
  }

  /** Puts files in front, the last of them first. */
  async add(files: readonly string[]): Promise<void> {
    const newest = files.toReversed();
    await this.#keep([...newest, ...this.#files.filter((file) => !newest.includes(file))].slice(0, MOST));
  }

  async clear(): Promise<void> {
    await this.#keep([]);
  }

  /** A list that cannot be written lasts as long as the program: no reason to disturb anyone. */
  async #keep(files: readonly string[]): Promise<void> {
    this.#files = [...new Set(files)];
    await writeAtomic(this.#place, `${JSON.stringify({ version: 1, files: this.#files }, null, 2)}\n`).catch(
      () => {},
    );
  }
}

function read(place: string): readonly string[] {
  try {
    return schema.parse(JSON.parse(readFileSync(place, "utf8"))).files;
  } catch {
    return [];
  }
}
