import { createHash } from "node:crypto";
import { access, mkdir, readFile, rm } from "node:fs/promises";
import { basename, join } from "node:path";
import { z } from "zod";
import { AppError } from "#core/errors.ts";
import { DATABASES, type EntryId, entryTitle } from "#core/format/entry-id.ts";
import { writeAtomic } from "#workers/files.ts";
import type { RecentEntry } from "#workers/start-calls.ts";

/** What can be opened again: a file where it lies, or an entry of an archive. */
export type RecentItem = { readonly path: string } | { readonly entry: EntryId };

const MOST_ENTRIES = 12;
const MOST_ITEMS = 200;
const MOST_PICTURE = 400_000; // bytes

const item = z.union([
  z.object({ path: z.string().max(32_768) }),
  z.object({ entry: z.object({ database: z.enum(DATABASES), id: z.string().max(10) }) }),
]);
const schema = z.object({
  version: z.literal(1),
  entries: z.array(
    z.object({
      id: z.string().regex(/^[0-9a-f]{16}$/),
      opened: z.string().max(40),
      items: z.array(item).min(1).max(MOST_ITEMS),
    }),
  ),
});
type Kept = z.infer<typeof schema>["entries"][number];

/**
 * What was opened last, kept between sessions in the program's own folder: a short list and a picture for each. A list
 * that is damaged is taken for empty; nothing of the user's is ever written to or removed.
 */
export class RecentList {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Latest first. */
  async list(): Promise<RecentEntry[]> {
    return Promise.all(
      (await this.#read()).map(async ({ id, opened, items }) => ({
        id,
        opened,
        names: items.map(nameOf),
        missing: (await missingOf(items)).map(nameOf),
        picture: await readFile(this.#picture(id)).catch(() => null),
      })),
    );
  }

  /** Puts what was opened together in front and returns its id: the same for the same files. */
  async note(items: readonly RecentItem[], now: Date = new Date()): Promise<string> {
    const kept = items.slice(0, MOST_ITEMS);
    const id = createHash("sha256").update(JSON.stringify(kept)).digest("hex").slice(0, 16);
    const before = (await this.#read()).filter((one) => one.id !== id);
    const entries = [{ id, opened: now.toISOString(), items: [...kept] }, ...before];
    await this.#write(entries.slice(0, MOST_ENTRIES));
    for (const { id: old } of entries.slice(MOST_ENTRIES)) await rm(this.#picture(old), { force: true });
    return id;
  }

  /** Keeps a picture of an entry. Throws `input` for what is no small PNG. */
  async keepPicture(id: string, picture: Uint8Array): Promise<void> {
    const isPng = [0x89, 0x50, 0x4e, 0x47].every((byte, n) => picture[n] === byte);
    if (!isPng || picture.length > MOST_PICTURE) throw new AppError("input", "This is no small PNG picture.");
    if (!(await this.#read()).some((one) => one.id === id)) return;
    await writeAtomic(this.#picture(id), picture);
  }

  /** What an entry is made of. Throws `input` for an entry that is not there, and for one with missing files. */
  async items(id: string): Promise<readonly RecentItem[]> {
    const found = (await this.#read()).find((one) => one.id === id);
    if (!found)
      throw new AppError("input", "This is not on the list of recent files any more.", { seen: id });
    const missing = await missingOf(found.items);
    if (missing.length === 0) return found.items;
    const where = missing.map((one) => ("path" in one ? one.path : "")).join(", ");
    throw new AppError(
      "input",
      `${where} is not there any more. If it was moved, open it from its new place and take this entry off the list.`,
      { missing: where },
    );
  }

  async remove(id: string): Promise<void> {
    await this.#write((await this.#read()).filter((one) => one.id !== id));
    await rm(this.#picture(id), { force: true });
  }

  #picture(id: string): string {
    return join(this.#folder, "recent", `${id}.png`);
  }

  async #read(): Promise<Kept[]> {
    try {
      return schema.parse(JSON.parse(await readFile(join(this.#folder, "recent.json"), "utf8"))).entries;
    } catch {
      return [];
    }
  }

  async #write(entries: readonly Kept[]): Promise<void> {
    await mkdir(join(this.#folder, "recent"), { recursive: true });
    await writeAtomic(
      join(this.#folder, "recent.json"),
      `${JSON.stringify({ version: 1, entries }, null, 2)}\n`,
    );
  }
}

function nameOf(one: RecentItem): string {
  return "path" in one ? basename(one.path) : entryTitle(one.entry);
}

/** An entry of an archive can always be fetched again. */
async function missingOf(items: readonly RecentItem[]): Promise<RecentItem[]> {
  const are = await Promise.all(
    items.map(
      (one) =>
        !("path" in one) ||
        access(one.path).then(
          () => true,
          () => false,
        ),
    ),
  );
  return items.filter((_, n) => !are[n]);
}
