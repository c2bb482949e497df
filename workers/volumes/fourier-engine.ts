import { type JobContext, quietJob } from "#core/job/job-context.ts";
import type { Spectrum } from "#core/volume/fourier.ts";
import { type FourierKernel, referenceFourier } from "#core/volume/fourier-kernel.ts";
import { sampleCount } from "#core/volume/grid.ts";
import type { Volume } from "#core/volume/volume.ts";
import type { Crew } from "#workers/volumes/crew.ts";
import {
  coefficientsOf,
  isSmooth,
  layOutFourier,
  putRows,
  takeRows,
} from "#workers/volumes/fourier-memory.ts";
import type { FourierJob, FourierTask } from "#workers/volumes/messages.ts";

/** Smaller volumes are transformed on the calling thread: asking threads, and starting them, costs as much. */
const SAMPLES_WORTH_THREADS = 100_000;
const SAMPLES_WORTH_STARTING = 4_000_000;
/** Samples per task: some 20 ms, so that no thread waits long for another. */
const SAMPLES_PER_TASK = 500_000;
const STEP = "Fourier transform";

/**
 * Fourier transforms in WebAssembly SIMD, float32 throughout: coefficients are good to 3e-7 of the largest. Sizes with
 * prime factors beyond 5 go to the reference.
 */
export class FourierEngine implements FourierKernel {
  readonly name = "cpu";
  readonly #module: WebAssembly.Module;
  readonly #crew: Crew;
  /** Spectra made here, by their memory: their way back needs no copy. */
  readonly #made = new WeakMap<ArrayBufferLike, FourierJob>();

  /** `module` is the compiled fourier.wasm. */
  constructor(module: WebAssembly.Module, crew: Crew) {
    this.#module = module;
    this.#crew = crew;
  }

  toSpectrum(volume: Volume, job: JobContext = quietJob): Promise<Spectrum> {
    if (!isSmooth(volume.grid)) return referenceFourier.toSpectrum(volume, job);
    return this.#crew.inTurn(async () => {
      const layout = this.#layOut(volume);
      putRows(layout, volume.values);
      await this.#pass(layout, "planes", false, job);
      await this.#pass(layout, "columns", false, job);
      this.#made.set(layout.memory.buffer, layout);
      return coefficientsOf(layout, volume.grid);
    });
  }

  fromSpectrum(spectrum: Spectrum, job: JobContext = quietJob): Promise<Volume> {
    const { grid, data } = spectrum;
    if (!isSmooth(grid)) return referenceFourier.fromSpectrum(spectrum, job);
    return this.#crew.inTurn(async () => {
      const made = this.#made.get(data.buffer);
      const layout = made ?? this.#layOut(spectrum);
      if (!made) coefficientsOf(layout, grid).data.set(data);
      await this.#pass(layout, "columns", true, job);
      await this.#pass(layout, "planes", true, job);
      this.#made.delete(layout.memory.buffer);
      return takeRows(layout, grid);
    });
  }

  #layOut({ grid }: Pick<Volume, "grid">): FourierJob {
    const worth = this.#crew.isStarted ? SAMPLES_WORTH_THREADS : SAMPLES_WORTH_STARTING;
    const seats = sampleCount(grid) < worth ? 1 : this.#crew.threads;
    return layOutFourier(this.#module, grid, seats);
  }

  async #pass(
    layout: FourierJob,
    kind: FourierTask["kind"],
    isInverse: boolean,
    job: JobContext,
  ): Promise<void> {
    const [nx, ny, nz] = layout.size;
    const half = Math.floor(nx / 2) + 1;
    const lines = kind === "planes" ? nz : half * ny;
    const samplesPerLine = kind === "planes" ? nx * ny : 2 * nz;
    // Columns go in groups of sixteen, which fill whole cache lines.
    const count = 16 * Math.ceil(SAMPLES_PER_TASK / samplesPerLine / 16);
    const tasks: FourierTask[][] = [];
    for (let first = 0; first < lines; first += count) {
      tasks.push([{ kind, first, count: Math.min(count, lines - first), isInverse }]);
    }
    await this.#crew.run(layout, tasks, STEP, job);
  }
}
