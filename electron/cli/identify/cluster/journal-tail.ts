import { open } from "node:fs/promises";
import { readJournal } from "#core/identify/journal/journal-lines.ts";
import { placeOf } from "#core/identify/screen/records.ts";
import type { JobDirectory } from "#electron/cli/identify/cluster/job-directory.ts";
import type { KnownRecords } from "#workers/identify/identify-run.ts";

const MOST_AT_ONCE = 16 * 2 ** 20; // bytes

/** Follows journals that others write: each time reads what has come since, whole lines only. */
export class JournalTail {
  readonly #read = new Map<string, number>();

  /** Takes what is new in the journals of all shards; `files`: what lies beside them. */
  async takeAll(directory: JobDirectory, files: readonly string[], known: KnownRecords): Promise<void> {
    const there = new Set(files);
    for (let shard = 1; shard <= directory.job.shards; shard++) {
      if (there.has(`${shard}.jsonl`)) await this.take(directory.shardJournal(shard), known);
    }
  }

  /** Takes the new records of a journal into `known`; one that is not there yet has none. */
  async take(path: string, known: KnownRecords): Promise<void> {
    const handle = await open(path, "r").catch(() => undefined);
    if (!handle) return;
    try {
      const { size } = await handle.stat();
      for (let at = this.#read.get(path) ?? 0; at < size; ) {
        const buffer = Buffer.alloc(Math.min(size - at, MOST_AT_ONCE));
        const { bytesRead } = await handle.read(buffer, 0, buffer.length, at);
        const end = buffer.subarray(0, bytesRead).lastIndexOf(10) + 1;
        if (end === 0) return; // a line that is still being written
        for (const line of readJournal(buffer.toString("utf8", 0, end)).lines) {
          if (line.kind === "item") known.items.set(line.item, line);
          else if (line.kind === "full") known.full.set(placeOf(line.item, line.part), line);
        }
        at += end;
        this.#read.set(path, at);
      }
    } finally {
      await handle.close();
    }
  }
}
