import type { ParticleDescription } from "#core/particles/describe-particles.ts";
import type { IterationSummary } from "#core/particles/iteration-summary.ts";

/** A refinement of particles that lies beside their STAR file. */
export interface KnownRun {
  readonly folder: string;
  readonly done: number;
  /** Null of runs of earlier versions. */
  readonly planned: number | null;
  /** Å; null before the first iteration. */
  readonly resolution143: number | null;
  readonly isFinished: boolean;
  /** Goes on in this engine, for a page that was there before perhaps. */
  readonly isAtWork: boolean;
}

/** What a STAR file of particles holds, and what a refinement of it would be. */
export interface ParticleReport {
  readonly name: string;
  readonly description: ParticleDescription;
  /** Pixels per edge, Å per pixel. */
  readonly size: number;
  readonly pixelSize: number;
  readonly warnings: readonly string[];
  /** Why they cannot be refined; null when they can. */
  readonly refusal: string | null;
  /** What a refinement would do: what, value, why. */
  readonly settings: readonly (readonly [string, string, string])[];
  /** Name of a folder beside the file that is not there yet. */
  readonly freeFolder: string;
  readonly runs: readonly KnownRun[];
}

/** What is asked of a refinement in the window. */
export interface RefineParticlesRequest {
  readonly iterations: number;
  /** "C1" for none. */
  readonly symmetry: string;
  readonly seed: number;
  /** Name of the run's folder, beside the STAR file. */
  readonly folder: string;
  /** Goes on with the run that is in the folder. */
  readonly resumes: boolean;
}

/**
 * What the engine can be asked about particles. Files are the host's own: the images are read where they lie, and the
 * results are written beside them.
 */
export interface ParticleCalls<Source> {
  inspectParticles: { params: { star: Source }; result: ParticleReport };
  /** A gold-standard refinement; the start and every iteration arrive as `partial`. A cancelled one can be gone on with. */
  refineParticles: {
    params: { star: Source; request: RefineParticlesRequest };
    partial: { summary: IterationSummary };
    result: { sentence: string };
  };
  /** Asks a refinement of this engine to stop, whoever began it; false when there is none in that folder. */
  stopParticles: { params: { star: Source; folder: string }; result: { stopped: boolean } };
  /**
   * Tells what is in a run's folder, and more as it comes, until the run is finished: `of` is the STAR file beside which
   * the folder lies, or the run's checkpoint with a folder of null.
   */
  followParticles: {
    params: { of: Source; folder: string | null };
    partial: { name: string; planned: number | null; summaries: IterationSummary[] };
    result: { name: string };
  };
}
