import { basename } from "node:path";
import type { JobContext } from "#core/job/job-context.ts";
import { checkParticles, type ParticleCheck } from "#core/particles/check-particles.ts";
import { describeParticles } from "#core/particles/describe-particles.ts";
import { modelSize } from "#core/particles/model-settings.ts";
import type { ParticleEngine } from "#core/particles/particle-engine.ts";
import type { ParticleSet } from "#core/particles/particle-set.ts";
import { type Preview, preview } from "#core/particles/preview.ts";
import type { CheckDocument } from "#core/report/check-report.ts";
import { filterRadially, gaussianLowPass } from "#core/volume/fourier-filter.ts";
import type { LoadedParticles } from "#workers/particles/run/load-particles.ts";
import { StackReader } from "#workers/particles/stack-files.ts";

/** Particles that are shown beside their projections. */
const SHOWN = 8;
/** Å: pictures are passed up to this at the coarsest detail that can be seen. */
const SEEN = 15;

/** What is right and wrong with particles before anything runs, for command line and window. */
export async function checkOf(
  { path, file, stacks }: LoadedParticles,
  engine: ParticleEngine,
  warnings: readonly string[],
  job: JobContext,
): Promise<CheckDocument> {
  const { particles } = file;
  const isComplete = particles.angles !== null && particles.half.some((half) => half !== particles.half[0]);
  const check = isComplete ? await checkParticles(particles, engine, job) : undefined;
  const reader = new StackReader(stacks);
  try {
    return {
      file: basename(path),
      size: engine.size,
      description: describeParticles(particles),
      headerPixelSize: stacks[0]?.stack.pixelSize ?? null,
      ...(check && { check }),
      previews: check ? await previewsOf(particles, check, engine, reader, job) : [],
      angles: particles.angles,
      warnings,
    };
  } finally {
    reader.close();
  }
}

async function previewsOf(
  particles: ParticleSet,
  { map, fsc }: ParticleCheck,
  engine: ParticleEngine,
  reader: StackReader,
  job: JobContext,
): Promise<(Preview & { row: number })[]> {
  const { size } = engine;
  const resolution = Math.max(SEEN, fsc.resolution143);
  const smooth = await filterRadially(map, gaussianLowPass(resolution / 2), job);
  const params = { ...modelSize(smooth, resolution), steps: 40, seed: 1 };
  const [built] = await engine.buildModels([smooth], [params], job);
  if (!built) throw new TypeError("One map gives one model.");
  const rows = Array.from({ length: Math.min(SHOWN, particles.count) }, (_, n) =>
    Math.floor((n * particles.count) / Math.min(SHOWN, particles.count)),
  );
  return rows.map((row) => {
    const pixels = reader.read(particles.stack[row] ?? 0, particles.image[row] ?? 0);
    return { ...preview(pixels, particles, row, built.model, { size, resolution }), row };
  });
}
