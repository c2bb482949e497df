import { AppError } from "#core/errors.ts";
import { writeMrc } from "#core/format/mrc-write.ts";
import { type ParticleSet, rowsOfHalf, takeParticles } from "#core/particles/particle-set.ts";
import type { CtfUse } from "#core/particles/slices.ts";
import { EXIT, type Host } from "#electron/cli/host.ts";
import { type ParticleOptions, withParticles } from "#electron/cli/particles/engine.ts";
import { createReporter } from "#electron/cli/reporter.ts";
import { counted, duration, grouped } from "#electron/cli/text.ts";
import { checkPlace, writeAtomic } from "#workers/files.ts";

export interface ReconstructOptions extends ParticleOptions {
  readonly out: string;
  readonly half?: 1 | 2;
  readonly ctf: CtfUse;
  readonly symmetry: string;
  readonly gridding: number;
}

/** `mapwright particles reconstruct STAR`: the volume of particles at the poses of their file. */
export async function reconstructCommand(
  path: string,
  options: ReconstructOptions,
  host: Host,
): Promise<number> {
  const reporter = createReporter(host, options);
  await checkPlace(options.out);
  return withParticles(path, options, host, reporter, async ({ file }, engine) => {
    const set = chosen(file.particles, options.half);
    if (!set.angles) {
      throw new AppError(
        "input",
        "A reconstruction needs orientations (_rlnAngleRot, Tilt, Psi), which this file lacks.",
      );
    }
    const { ctf: use, symmetry, gridding: rounds } = options;
    const began = host.seconds();
    const [volume] = await engine.reconstruct([set], { use, symmetry, rounds }, reporter.job);
    if (!volume) throw new TypeError("One set gives one volume.");
    const label = `Mapwright: ${grouped(set.count)} particles, CTF ${use}, ${symmetry}`;
    await writeAtomic(options.out, writeMrc(volume, { mode: 2, labels: [label] }));
    const { size, pixelSize } = engine;
    reporter.note(
      `${options.out}: ${counted(set.count, "particle")}, ${size}³ voxels of ${pixelSize} Å, in ${duration(host.seconds() - began)}`,
    );
    return EXIT.ok;
  });
}

function chosen(particles: ParticleSet, half: 1 | 2 | undefined): ParticleSet {
  if (half === undefined) return particles;
  const rows = rowsOfHalf(particles, half);
  if (rows.length > 0) return takeParticles(particles, rows);
  throw new AppError("input", `There are no particles in half set ${half}.`);
}
