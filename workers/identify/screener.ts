import { AppError } from "#core/errors.ts";
import type { FitTarget } from "#core/fit/target.ts";
import { readStructure } from "#core/format/structure-file.ts";
import { type Candidate, candidatesOf } from "#core/identify/library/candidates.ts";
import { prepareRegion, screenCandidate, searchCandidate } from "#core/identify/screen/fit-candidate.ts";
import { type CancelSignal, type JobContext, throwIfCancelled } from "#core/job/job-context.ts";
import type { PoseEngine } from "#core/kernel/pose-engine.ts";
import { selectAtoms } from "#core/structure/select-atoms.ts";
import type {
  FromScreenThread,
  LibraryContent,
  OpenedFile,
  ScreenJob,
  ToScreenThread,
} from "#workers/identify/messages.ts";
import { unpacked } from "#workers/unpack.ts";

/** Answers the requests of one host, one after the other, on one engine. The region is made ready with the first fit. */
export function createScreener(
  engine: PoseEngine,
  job: ScreenJob,
  signal: CancelSignal,
): (request: ToScreenThread) => Promise<FromScreenThread> {
  const clock = () => performance.now() / 1000;
  const context: JobContext = {
    signal,
    checkpoint: async () => throwIfCancelled(signal),
  };
  let target: Promise<FitTarget> | undefined;
  let candidates: readonly Candidate[] = [];
  const prepared = () => {
    const region = { ...job, volume: { grid: job.grid, values: job.values } };
    target ??= prepareRegion(engine, region, job.resolution, job.plan, clock, context);
    return target;
  };
  return async (request) => {
    if (request.kind === "open") {
      const opened = await open(request.file, request.content, job);
      candidates = opened.candidates;
      return { kind: "opened", opened: opened.told };
    }
    const candidate = candidates[request.part];
    if (!candidate)
      throw new AppError("internal", "A thread was asked for a candidate that it has not opened.");
    if (request.kind === "screen") {
      const screened = await screenCandidate(engine, await prepared(), candidate, job.plan, clock, context);
      return { kind: "screened", fit: screened };
    }
    return {
      kind: "searched",
      found: await searchCandidate(engine, await prepared(), candidate, job.plan, clock, context),
    };
  };
}

async function open(
  file: string,
  content: LibraryContent,
  { choice }: ScreenJob,
): Promise<{ candidates: readonly Candidate[]; told: OpenedFile }> {
  const parsed =
    "parsed" in content
      ? content.parsed
      : (await readStructure(file, await unpacked(file, content.bytes))).value;
  const { candidates, skipped } = candidatesOf(parsed, choice);
  return {
    candidates,
    told: {
      candidates: candidates.map(({ structure, ...rest }) => ({
        ...rest,
        atoms: selectAtoms(structure, "all").indices.length,
      })),
      skipped,
    },
  };
}
