import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { appendFile, readFile } from "node:fs/promises";
import { join } from "node:path";
import { AppError } from "#core/errors.ts";
import { readMrc } from "#core/format/mrc.ts";
import { volumeFromMrc } from "#core/format/mrc-volume.ts";
import { writeMrc } from "#core/format/mrc-write.ts";
import { readStar } from "#core/format/star.ts";
import type { Gaussians } from "#core/gmm/gaussians.ts";
import { writeGaussianJson } from "#core/gmm/gmm-json.ts";
import type { IterationSummary, TimedRecord } from "#core/particles/iteration-summary.ts";
import { type ParticleFile, readParticles } from "#core/particles/read-particles.ts";
import type { RefineState } from "#core/particles/refine-state.ts";
import { writeParticles } from "#core/particles/write-particles.ts";
import type { Grid } from "#core/volume/grid.ts";
import type { Volume } from "#core/volume/volume.ts";
import { makeFolder, readBytes, writeAtomic } from "#workers/files.ts";

/** What a run is: the same run goes on only when this is the same. */
export interface RunIdentity {
  /** SHA-256 of the STAR file. */
  readonly particles: string;
  /** Settings and files that change what comes out, but for the number of iterations. */
  readonly settings: Readonly<Record<string, unknown>>;
}

/** Where a run stands. */
export interface Checkpoint extends RunIdentity {
  readonly iterations: readonly TimedRecord[];
  /** Iterations it is to have; unknown of runs of earlier versions. */
  readonly planned?: number;
  /** What everything is judged under, in words; unknown of runs of earlier versions. */
  readonly mask?: string;
}

const CHECKPOINT = "checkpoint.json";
const SUMMARY = "summary.json";
const PATCH = "patch.json";
const RESULT = "result.json";

/** The folder of a refinement: a checkpoint after every iteration, the results at the end. */
export class RunFolder {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  /** Whether a run has been here before. */
  get isUsed(): boolean {
    return existsSync(join(this.path, CHECKPOINT)) || existsSync(join(this.path, RESULT));
  }

  /** Throws `input` when there is a run in the folder already. */
  refuseUsed(): void {
    if (!this.isUsed) return;
    throw new AppError(
      "input",
      `${this.path} holds a run already: --resume goes on with it; choose another folder for a new one.`,
    );
  }

  make(): Promise<void> {
    return makeFolder(this.path);
  }

  /**
   * The last finished iteration of a run that was cut off, and what was done until then. Its maps get `grid`, which files
   * hold in fewer digits: the run goes on as if it had never ended. Throws `input` when the folder has no run, or one of
   * other particles or settings.
   */
  async resume(
    identity: RunIdentity,
    grid: Grid,
    fscOf: (halves: readonly [Volume, Volume]) => Promise<RefineState["fsc"]>,
  ): Promise<{ readonly state: RefineState; readonly iterations: readonly TimedRecord[] } | undefined> {
    const saved = await this.checkpoint();
    if (!saved)
      throw new AppError("input", `There is no run to go on with in ${this.path}: leave out --resume.`);
    if (saved.particles !== identity.particles) {
      throw new AppError(
        "input",
        `The run in ${this.path} began with another STAR file: choose another folder.`,
      );
    }
    const differing = differences(saved.settings, identity.settings);
    if (differing.length > 0) {
      throw new AppError(
        "input",
        `The run in ${this.path} has other settings (${differing.join(", ")}): repeat its command with --resume.`,
        { saved: saved.settings, asked: identity.settings },
      );
    }
    if (saved.iterations.length === 0) return undefined;
    const folder = this.#iteration(saved.iterations.length);
    const particles = readParticles(readStar(await readBytes(join(folder, "particles.star")))).value
      .particles;
    const halves = await halvesIn(folder, grid);
    const state = { iteration: saved.iterations.length, particles, halves, fsc: await fscOf(halves) };
    return { state, iterations: saved.iterations };
  }

  /** Writes down where a run stands. The files of an iteration come first, then the note that it is whole. */
  async keep(
    {
      identity,
      planned,
      mask,
    }: Required<Pick<Checkpoint, "planned" | "mask">> & {
      readonly identity: RunIdentity;
    },
    iterations: readonly TimedRecord[],
    latest?: {
      readonly state: RefineState;
      readonly models: readonly Gaussians[];
      readonly file: ParticleFile;
    },
  ): Promise<void> {
    if (latest) {
      const folder = this.#iteration(latest.state.iteration);
      await makeFolder(folder);
      await this.#writeState(folder, latest.state, latest.file);
      for (const [n, model] of latest.models.entries()) {
        const source = `half ${n + 1}, iteration ${latest.state.iteration}`;
        await writeAtomic(join(folder, `gaussians${n + 1}.json`), writeGaussianJson(model, { source }));
      }
    }
    const checkpoint: Checkpoint = { ...identity, planned, mask, iterations };
    await writeAtomic(join(this.path, CHECKPOINT), `${JSON.stringify(checkpoint, null, 2)}\n`);
  }

  /** Keeps what the plots of an iteration need, 0 for the start; it is there before the checkpoint counts the iteration. */
  async keepSummary(summary: IterationSummary): Promise<void> {
    const folder = this.#iteration(summary.iteration);
    await makeFolder(folder);
    await writeAtomic(join(folder, SUMMARY), `${JSON.stringify(summary)}\n`);
  }

  /** What was kept of the start and of so many iterations, from one on; those of earlier versions kept nothing. */
  async summaries(from: number, to: number): Promise<IterationSummary[]> {
    const found: IterationSummary[] = [];
    for (let n = from; n <= to; n++) {
      const summary = await jsonOf<IterationSummary>(join(this.#iteration(n), SUMMARY));
      if (summary) found.push(summary);
    }
    return found;
  }

  /** Adds lines to run.log, each with the time. */
  async log(...lines: readonly string[]): Promise<void> {
    const now = new Date().toISOString().slice(0, 19).replace("T", " ");
    await appendFile(join(this.path, "run.log"), lines.map((line) => `${now}  ${line}\n`).join(""));
  }

  /** Writes particles and half maps as results; `rows` of the file where not all of them are left. */
  async finish(state: RefineState, file: ParticleFile, rows?: Uint32Array): Promise<void> {
    await this.#writeState(this.path, state, file, rows);
  }

  /** Writes what a patch came to, and last of all after which iteration of the whole it began: it is there when all is. */
  async keepPatch(
    number: number,
    { state, mask, began }: { readonly state: RefineState; readonly mask: Volume; readonly began: number },
    file: ParticleFile,
  ): Promise<void> {
    const folder = this.#patch(number);
    await makeFolder(folder);
    await writeAtomic(join(folder, "mask.mrc"), writeMrc(mask));
    await this.#writeState(folder, state, file);
    await writeAtomic(join(folder, PATCH), `${JSON.stringify({ began })}\n`);
  }

  /** The half maps of a patch that began after this iteration and was finished, on `grid`. */
  async patch(number: number, began: number, grid: Grid): Promise<readonly [Volume, Volume] | undefined> {
    const folder = this.#patch(number);
    const kept = await jsonOf<{ began: number }>(join(folder, PATCH));
    return kept?.began === began ? halvesIn(folder, grid) : undefined;
  }

  /** Keeps what the plots need of all patches put together. */
  async keepPatchedSummary(summary: IterationSummary): Promise<void> {
    await writeAtomic(join(this.path, "patches", SUMMARY), `${JSON.stringify(summary)}\n`);
  }

  /** What was kept of all patches put together. */
  patchedSummary(): Promise<IterationSummary | undefined> {
    return jsonOf<IterationSummary>(join(this.path, "patches", SUMMARY));
  }

  /** A map of the folder. Throws as `readMrc` and `volumeFromMrc`, and `input` when it is not there. */
  async map(name: string): Promise<Volume> {
    return volumeFromMrc(readMrc(await readBytes(join(this.path, name))).value).value;
  }

  async write(name: string, content: string | Uint8Array): Promise<void> {
    await writeAtomic(join(this.path, name), content);
  }

  async writeMap(name: string, volume: Volume, label: string): Promise<void> {
    await this.write(name, writeMrc(volume, { mode: 2, labels: [`Mapwright: ${label}`] }));
  }

  async #writeState(
    folder: string,
    state: RefineState,
    file: ParticleFile,
    rows?: Uint32Array,
  ): Promise<void> {
    const { particles, scores, halves } = state;
    const more = scores
      ? [{ label: "_rlnParticleFigureOfMerit", texts: Array.from(scores, (score) => score.toFixed(6)) }]
      : [];
    await writeAtomic(
      join(folder, "particles.star"),
      writeParticles(file, particles, { more, ...(rows && { rows }) }),
    );
    for (const [n, half] of halves.entries()) {
      const label = `Mapwright: half map ${n + 1}, iteration ${state.iteration}, unfiltered`;
      await writeAtomic(join(folder, `half${n + 1}.mrc`), writeMrc(half, { mode: 2, labels: [label] }));
    }
  }

  #patch(number: number): string {
    return join(this.path, "patches", String(number).padStart(2, "0"));
  }

  #iteration(number: number): string {
    return join(this.path, "iterations", String(number).padStart(2, "0"));
  }

  /** Where the run stands; undefined where there is none. */
  checkpoint(): Promise<Checkpoint | undefined> {
    return jsonOf<Checkpoint>(join(this.path, CHECKPOINT));
  }

  /**
   * Iterations that were done when the run last came to its end, fewer than the checkpoint's when it has gone on since;
   * undefined when it has not ended.
   */
  async finished(): Promise<number | undefined> {
    return (await jsonOf<{ iterations: readonly unknown[] }>(join(this.path, RESULT)))?.iterations.length;
  }

  /** A text of the folder; undefined when it is not there. */
  async text(name: string): Promise<string | undefined> {
    return readFile(join(this.path, name), "utf8").catch(() => undefined);
  }
}

/** The content of a file of ours; undefined when it is not there or not whole. */
async function jsonOf<T>(path: string): Promise<T | undefined> {
  try {
    return JSON.parse(await readFile(path, "utf8")) as T;
  } catch {
    return undefined;
  }
}

async function halvesIn(folder: string, grid: Grid): Promise<readonly [Volume, Volume]> {
  const read = async (name: string) => {
    const { value } = readMrc(await readBytes(join(folder, name)));
    return { grid, values: volumeFromMrc(value).value.values };
  };
  return [await read("half1.mrc"), await read("half2.mrc")];
}

/** SHA-256 of bytes, hexadecimal. */
export function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

function differences(a: RunIdentity["settings"], b: RunIdentity["settings"]): string[] {
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...keys].filter((key) => JSON.stringify(a[key]) !== JSON.stringify(b[key]));
}
