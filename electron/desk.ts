import { realpath } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { AppError } from "#core/errors.ts";
import type { EntryId } from "#core/format/entry-id.ts";
import { entryOfFile } from "#electron/archive/addresses.ts";
import { type Archive, archiveFolder, createArchive } from "#electron/archive/fetch-entry.ts";
import type { FileLender } from "#electron/cli/serve-files.ts";
import { ownFolders } from "#electron/folders.ts";
import { lendBeside } from "#electron/lend-beside.ts";
import { NamedFiles, type NamedFilesParams } from "#electron/named-files.ts";
import { type RecentItem, RecentList } from "#electron/recent.ts";
import { toCallError } from "#workers/engine/call-error.ts";
import { checkMessage, checkParams } from "#workers/engine/call-schemas.ts";
import { createJob, outward } from "#workers/job.ts";
import type { FromEngine, Params, Result } from "#workers/protocol.ts";
import type { LentFile, StartCalls } from "#workers/start-calls.ts";

export interface DeskParams {
  readonly lender: FileLender;
  send(message: FromEngine): void;
  /** The folders of this user, and the archives, when left out. */
  readonly archive?: Archive;
  readonly archiveFolder?: string;
  readonly recent?: RecentList;
  /** Where names of a command line are looked up; left out: nowhere. */
  readonly named?: Omit<NamedFilesParams, "lender">;
}

type StartCallName = keyof StartCalls;
type Report = Parameters<Archive["fetch"]>[1];
type Handler<C extends StartCallName> = (params: Params<C>, report: Report) => Promise<Result<C>>;

/**
 * Answers, for one window, what the host itself does: it fetches entries of archives, and remembers what was opened.
 * Everything else is left to the engine.
 */
export class Desk {
  readonly #params: DeskParams;
  readonly #archive: Archive;
  readonly #archiveFolder: string;
  readonly #recent: RecentList;
  readonly #running = new Map<number, AbortController>();
  readonly #handlers: { readonly [C in StartCallName]: Handler<C> };

  constructor(params: DeskParams) {
    this.#params = params;
    this.#archiveFolder = params.archiveFolder ?? archiveFolder();
    this.#archive = params.archive ?? createArchive(this.#archiveFolder);
    this.#recent = params.recent ?? new RecentList(ownFolders().state);
    const recent = this.#recent;
    const named = new NamedFiles({ ...(params.named ?? { roots: [], start: null }), lender: params.lender });
    this.#handlers = {
      entrySize: async (entry, { signal }) => ({ bytes: await this.#archive.size(entry, signal) }),
      fetchEntry: async (entry, report) => ({ file: await this.#fetch(entry, report) }),
      listRecent: async () => ({ entries: await recent.list() }),
      noteRecent: async ({ files }) => ({ id: await recent.note(await this.#itemsOf(files)) }),
      readScript: async ({ file }) => ({ text: await named.scriptText(file) }),
      folder: async ({ enter }) => {
        if (enter !== null) await named.enter(enter);
        return { path: named.path };
      },
      lendNamed: async ({ names }) => ({ files: await named.lend(names) }),
      lendBeside: async ({ file, names }) => ({ files: await lendBeside(params.lender, file, names) }),
      openRecent: async ({ id }, report) => ({ files: await this.#open(await recent.items(id), report) }),
      removeRecent: async ({ id }) => {
        await recent.remove(id);
        return {};
      },
      keepRecentPicture: async ({ id, picture }) => {
        await recent.keepPicture(id, picture);
        return {};
      },
    };
  }

  /** Takes a message of the window when it is for the host; false when it is for the engine. It may be anything. */
  take(received: unknown): boolean {
    const message = checkMessage(received);
    if (message?.kind === "cancel") {
      const job = this.#running.get(message.id);
      job?.abort();
      return job !== undefined;
    }
    const name = message?.name;
    if (!message || !name || !this.#isOwn(name)) return false;
    if (!this.#running.has(message.id)) void this.#answer(message.id, name, message.params);
    return true;
  }

  /** Ends what is under way; parts of files stay and are gone on with the next time. */
  dispose(): void {
    for (const job of this.#running.values()) job.abort();
  }

  async #answer<C extends StartCallName>(id: number, name: C, received: unknown): Promise<void> {
    const { send } = this.#params;
    const cancel = new AbortController();
    this.#running.set(id, cancel);
    try {
      const checked = checkParams(name, received);
      if ("problem" in checked) {
        throw new AppError("input", `The program cannot be asked "${name}" like this: ${checked.problem}.`);
      }
      const job = createJob(cancel.signal, (progress) =>
        send({ kind: "progress", id, progress: outward(progress) }),
      );
      const report = {
        signal: cancel.signal,
        report: (progress: Parameters<typeof job.checkpoint>[0]) => job.checkpoint(progress),
      };
      const result = await this.#handlers[name](checked.params, report);
      send({ kind: "done", id, result });
    } catch (thrown) {
      send({ kind: "failed", id, error: toCallError(thrown) });
    } finally {
      this.#running.delete(id);
    }
  }

  #isOwn(name: string): name is StartCallName {
    return Object.hasOwn(this.#handlers, name);
  }

  async #fetch(entry: EntryId, report: Report): Promise<LentFile> {
    const { path } = await this.#archive.fetch(entry, report);
    const [file] = await this.#params.lender.lend([path]);
    if (!file) throw new AppError("internal", "What was fetched cannot be lent.", { path });
    return file;
  }

  async #open(items: readonly RecentItem[], report: Report): Promise<LentFile[]> {
    const files: LentFile[] = [];
    for (const item of items) {
      if ("entry" in item) files.push(await this.#fetch(item.entry, report));
      else files.push(...(await this.#params.lender.lend([item.path])));
    }
    return files;
  }

  /** What is lent, as it can be opened again: what lies in the cache of the archives by its entry. */
  async #itemsOf(ids: Params<"noteRecent">["files"]): Promise<RecentItem[]> {
    const places = await Promise.all(ids.map((id) => this.#params.lender.place(id)));
    const cache = await realpath(this.#archiveFolder).catch(() => this.#archiveFolder);
    return places
      .filter((place) => place !== undefined)
      .map((path) => {
        const entry = dirname(path) === cache ? entryOfFile(basename(path)) : undefined;
        return entry ? { entry } : { path };
      });
  }
}
