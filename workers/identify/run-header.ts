import { createHash } from "node:crypto";
import { JOURNAL_VERSION, type JournalHeader } from "#core/identify/journal/journal-lines.ts";
import { CANDIDATE_SCORE } from "#core/identify/screen/fit-candidate.ts";
import type { ScreenJob } from "#workers/identify/messages.ts";

/** What a run is about, for people, and what its library holds. */
export interface RunAbout {
  readonly about: string;
  /** Names of the files, or what else tells the library from another. */
  readonly files: readonly string[];
  readonly keepCopies: boolean;
}

/** The header of a run's journal: the same for everything that gives the same results, such as the shards of a run. */
export function runHeader(
  { grid, values, level, resolution, plan, choice }: ScreenJob,
  { about, files, keepCopies }: RunAbout,
): JournalHeader {
  const densities = createHash("sha256")
    .update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength))
    .digest("hex");
  const { least, most, ...rest } = choice;
  // JSON has no infinity.
  const sizes = [String(least), String(most)];
  const all = {
    densities,
    score: CANDIDATE_SCORE,
    grid,
    level: level.value,
    resolution: resolution.value,
    plan,
    rest,
    sizes,
    files,
    keepCopies,
  };
  const run = createHash("sha256").update(JSON.stringify(all)).digest("hex").slice(0, 16);
  return { kind: "identify", version: JOURNAL_VERSION, run, about };
}
