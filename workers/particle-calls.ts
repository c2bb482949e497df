import type { ParticleDescription } from "#core/particles/describe-particles.ts";
import type { IterationSummary } from "#core/particles/iteration-summary.ts";
import type { Finding } from "#core/report/check-report.ts";

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

/** What the window asks of a new refinement; the rest is chosen. */
export interface RunWishes<VolumeId> {
  /** "C1" for none. */
  readonly symmetry: string;
  readonly seed: number;
  /** What counts in the FSC and the models (0 … 1); null: made from the first map. */
  readonly mask: VolumeId | null;
  /** The part of the particle that poses are told by (0 … 1); null: all of it. */
  readonly focus: VolumeId | null;
  /** So many patches are refined on their own after the iterations; null: none. */
  readonly patches: number | null;
}

/** What is asked of a refinement in the window. */
export interface RefineParticlesRequest<VolumeId> {
  readonly iterations: number;
  /** Name of the run's folder, beside the STAR file. */
  readonly folder: string;
  /** Null: goes on with the run that is in the folder, with its own settings and masks. */
  readonly wishes: RunWishes<VolumeId> | null;
}

/**
 * What the engine can be asked about particles. Files are the host's own: the images are read where they lie, and the
 * results are written beside them.
 */
export interface ParticleCalls<Source, VolumeId> {
  inspectParticles: { params: { star: Source }; result: ParticleReport };
  /**
   * A gold-standard refinement; the start, every iteration and what patches come to arrive as `partial`, and before them
   * what is odd about its masks. A cancelled one can be gone on with.
   */
  refineParticles: {
    params: { star: Source; request: RefineParticlesRequest<VolumeId> };
    partial: { summary: IterationSummary } | { warning: string };
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
  /** What is right and wrong with particles before anything runs, and a page (HTML) that shows it. */
  checkParticles: { params: { star: Source }; result: { findings: Finding[]; page: string } };
  /** The report (HTML) of a run, named as in `followParticles`; of one that was stopped, as far as it came. */
  reportRun: { params: { of: Source; folder: string | null }; result: { name: string; page: string } };
}
