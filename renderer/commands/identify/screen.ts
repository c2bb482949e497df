import { AppError } from "#core/errors.ts";
import type { Chosen } from "#core/fit/params.ts";
import type { App } from "#renderer/commands/app.ts";
import { showCandidate } from "#renderer/commands/identify/candidates.ts";
import { type JobOptions, note, say, warn, withJob } from "#renderer/commands/run.ts";
import { seconds } from "#renderer/stores/format.ts";
import type { IdentifyOptions } from "#renderer/stores/identify.ts";
import { type MapEntry, specOf } from "#renderer/stores/scene.ts";
import type { LibraryId } from "#workers/identify-calls.ts";
import type { Params, Result, Source } from "#workers/protocol.ts";

/** Files and bytes that go to the engine at once. */
const FILES_AT_ONCE = 64;
const BYTES_AT_ONCE = 16 * 2 ** 20;

/** What is screened, in which map. */
export interface ScreenWishes {
  readonly map: MapEntry;
  readonly isPart: boolean;
  readonly options: IdentifyOptions;
}

/** The resolution an identification uses: as wished, else the depositors', else a guess from the voxel size. */
export function resolutionFor({ stated, grid }: MapEntry, wished: number | null): Chosen<number> {
  if (wished !== null) return { value: wished, reason: "given" };
  if (stated?.resolution)
    return { value: stated.resolution, reason: `stated by the depositors of ${stated.entry}` };
  const voxel = Math.cbrt(grid.voxelSize.reduce((product, d) => product * d, 1));
  return {
    value: Math.round(30 * voxel) / 10,
    reason: "3 × the voxel size; give the true one if you know it",
  };
}

/** Whether a map is a part that somebody cut out: it was made here, not read from a file. */
export function isPart({ source }: MapEntry): boolean {
  return source === undefined;
}

/** Asks what a map holds, for the panel. */
export async function lookAtRegion(app: App, map: MapEntry, options: IdentifyOptions): Promise<void> {
  const report = await app.engine.call("regionOf", {
    map: map.id,
    level: options.level,
    resolution: resolutionFor(map, options.resolution).value,
    isPart: isPart(map),
  });
  app.stores.identify.setState({ region: { map: map.id, isPart: isPart(map), report } });
}

/** Tries every candidate of the library; what an earlier run found, stopped or not, is taken from its journal. */
export async function screen(app: App, wishes: ScreenWishes): Promise<void> {
  const { identify } = app.stores;
  if (identify.getState().library.length === 0) {
    throw new AppError("input", "There are no candidates yet: drop a folder of models into the window.");
  }
  say(app, commandOf(wishes));
  identify.setState({ options: wishes.options, answer: null, projection: null, chosen: null });
  const { document, done, total, known } = await rank(app, wishes, true);
  for (const text of document.notes) warn(app, text);
  const from = known > 0 ? `, ${known} of them known from before` : "";
  const state = document.isPartial ? "Stopped after" : "Tried";
  note(
    app,
    `${state} ${done} of ${total} files${from}, ${document.skipped.length} skipped (${seconds(document.seconds)}).`,
  );
  const [best] = document.candidates;
  if (best) await showCandidate(app, best.name);
  const found = document.candidates.filter(({ verdict }) => verdict === "clear" || verdict === "tie");
  for (const { name, verdict, sentence } of found) note(app, `${name}: ${verdict}. ${sentence}`);
  if (found.length === 0 && !document.isPartial) note(app, "Nothing is identified: no candidate stands out.");
}

/** Ranks the library anew: what is missing is screened, or only what the journal knows is ranked. */
export async function rank(
  app: App,
  { map, isPart, options }: ScreenWishes,
  goesOn: boolean,
): Promise<Result<"identify">["answer"]> {
  const { identify } = app.stores;
  identify.setState({ run: { map: map.id, isPart, options } });
  const { length } = identify.getState().library;
  const title = goesOn ? `Screening ${length} files in ${map.name}` : `Ranking ${length} files`;
  const kind = goesOn ? "identify" : "other";
  const { answer } = await withJob(app, { title, kind }, (job) =>
    ask(app, { map, isPart, options }, goesOn, job),
  );
  return answer;
}

/** Asks, and once more with the library handed over anew when the engine has lost it. */
async function ask(
  app: App,
  { map, isPart, options }: ScreenWishes,
  goesOn: boolean,
  job: JobOptions,
): Promise<Result<"identify">> {
  const { identify } = app.stores;
  const request = async (): Promise<Params<"identify">> => {
    const { held, marks } = identify.getState();
    const library = held ?? (await handOver(app, job));
    const { split, leastPlddt, full, seed, level } = options;
    const rejected = Object.keys(marks).filter((name) => marks[name] === "reject");
    const resolution = resolutionFor(map, options.resolution);
    return {
      map: map.id,
      isPart,
      level,
      resolution,
      library,
      seed,
      full,
      leastPlddt,
      split,
      goesOn,
      rejected,
    };
  };
  const call = async () => {
    const params = await request();
    const result = await app.engine.call("identify", params, {
      ...job,
      onPartial: (partial) => identify.setState(partial),
    });
    identify.setState(result);
    return result;
  };
  try {
    return await call();
  } catch (thrown) {
    if (!(thrown instanceof AppError && thrown.detail["isLost"] === true)) throw thrown;
    identify.setState({ held: null });
    return call();
  }
}

/** Hands the files of the library to the engine, some at a time. */
async function handOver(app: App, job: JobOptions): Promise<LibraryId> {
  const { library: names } = app.stores.identify.getState();
  let held: LibraryId | null = null;
  let waiting: Source[] = [];
  let bytes = 0;
  const send = async () => {
    const answer: Result<"addCandidates"> = await app.engine.call(
      "addCandidates",
      { library: held, files: waiting },
      job,
    );
    held = answer.library;
    [waiting, bytes] = [[], 0];
  };
  for (const [n, name] of names.entries()) {
    const source = await app.files.get(name)?.source();
    if (!source) throw new AppError("input", `${name} is not at hand any more; drop the library again.`);
    waiting.push(source);
    if ("bytes" in source) bytes += source.bytes.length;
    job.onProgress({ step: "read candidates", done: n + 1, total: names.length });
    if (waiting.length >= FILES_AT_ONCE || bytes >= BYTES_AT_ONCE) await send();
  }
  if (waiting.length > 0) await send();
  app.stores.identify.setState({ held });
  if (held === null) throw new AppError("internal", "The library was handed over without a name.");
  return held;
}

function commandOf({ map, isPart, options }: ScreenWishes): string {
  const words = [
    `identify screen inMap ${specOf(map)} part ${isPart}`,
    options.resolution === null ? "" : `resolution ${options.resolution}`,
    options.level === null ? "" : `level ${options.level}`,
    options.split === "none" ? "" : `split ${options.split}`,
    options.leastPlddt === 70 ? "" : `plddt ${options.leastPlddt ?? 0}`,
    `full ${options.full} seed ${options.seed}`,
  ];
  return words.filter(Boolean).join(" ");
}
