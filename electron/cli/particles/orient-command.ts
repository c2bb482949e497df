import { AppError } from "#core/errors.ts";
import { BUILD_DEFAULTS } from "#core/gmm/build-model.ts";
import { rotationsApart } from "#core/math/even-rotations.ts";
import { edgeOf, modelSize } from "#core/particles/model-settings.ts";
import { roundPoses } from "#core/particles/pose-digits.ts";
import { writeParticles } from "#core/particles/write-particles.ts";
import { filterRadially } from "#core/volume/fourier-filter.ts";
import type { Volume } from "#core/volume/volume.ts";
import { EXIT, type Host } from "#electron/cli/host.ts";
import { findPath } from "#electron/cli/inputs.ts";
import { loadMap } from "#electron/cli/load.ts";
import { type ParticleOptions, withParticles } from "#electron/cli/particles/engine.ts";
import { createReporter, type Reporter } from "#electron/cli/reporter.ts";
import { counted, duration, grouped } from "#electron/cli/text.ts";
import { checkPlace, writeAtomic } from "#workers/files.ts";

export interface OrientOptions extends ParticleOptions {
  readonly out: string;
  /** Å: nothing finer tells an orientation. */
  readonly resolution: number;
  /** Degrees between the orientations that are looked at. */
  readonly step: number;
}

/** The coarsest ring that is looked at. */
const FIRST_RING = 1;
/** Pixel sizes that differ by less are the same one, rounded. */
const SAME = 0.01;

/** `mapwright particles orient STAR MAP`: orientations from nothing, by the projections of a coarse map. */
export async function orientCommand(
  [star, word]: readonly [string, string],
  options: OrientOptions,
  host: Host,
): Promise<number> {
  const reporter = createReporter(host, options);
  await checkPlace(options.out);
  try {
    return await withParticles(star, options, host, reporter, async ({ file }, engine) => {
      const began = host.seconds();
      const { resolution, step } = options;
      const map = await coarseMap(word, resolution, engine, reporter, host);
      const params = { ...modelSize(map, resolution), ...BUILD_DEFAULTS };
      const [built] = await engine.buildModels([map], [params], reporter.job);
      if (!built) throw new TypeError("One map gives one model.");
      const last = Math.round(edgeOf(map.grid) / resolution);
      const rotations = rotationsApart((step * Math.PI) / 180);
      const rings = { first: FIRST_RING, last };
      const found = await engine.orient(file.particles, built.model, { rings, rotations }, reporter.job);
      const { angles, origins, score } = found;
      const particles = roundPoses({ ...file.particles, angles, origins });
      const scores = Array.from(score, (value) => value.toFixed(6));
      const more = [{ label: "_rlnParticleFigureOfMerit", texts: scores }];
      await writeAtomic(options.out, writeParticles(file, particles, { more }));
      const mean = score.reduce((sum, value) => sum + value, 0) / score.length;
      reporter.print(
        `${options.out}: ${counted(particles.count, "particle")} oriented by ${built.model.count} Gaussians to ${resolution} Å, out of ${grouped(rotations)} orientations ${step}° apart; mean ring correlation ${mean.toFixed(3)}, in ${duration(host.seconds() - began)}`,
      );
      reporter.note(
        `Both half sets were told by one map: their FSC is independent only beyond ${resolution} Å. particles refine goes on from here.`,
      );
      return EXIT.ok;
    });
  } finally {
    reporter.end();
  }
}

/** The map with nothing finer than a resolution, Å. Throws `input` where it is no map of these particles. */
async function coarseMap(
  word: string,
  resolution: number,
  { size, pixelSize }: { readonly size: number; readonly pixelSize: number },
  reporter: Reporter,
  host: Host,
): Promise<Volume> {
  const { volume, warnings } = await loadMap(await findPath(word, reporter, host));
  for (const warning of warnings) reporter.warn(warning);
  const { grid } = volume;
  const isAlike = grid.size.every((n, axis) => {
    return n === size && Math.abs((grid.voxelSize[axis] ?? 0) / pixelSize - 1) < SAME;
  });
  if (!isAlike) {
    const own = grid.voxelSize.map((edge) => edge.toFixed(3)).join(" × ");
    throw new AppError(
      "input",
      `The map ${word} has ${grid.size.join(" × ")} voxels of ${own} Å; these particles need ${size}³ of ${pixelSize.toFixed(3)} Å: resample it first.`,
    );
  }
  return filterRadially(volume, (frequency) => (frequency * resolution <= 1 ? 1 : 0), reporter.job);
}
