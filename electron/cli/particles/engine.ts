import { availableParallelism } from "node:os";
import type { Host } from "#electron/cli/host.ts";
import type { CommonOptions, Reporter } from "#electron/cli/reporter.ts";
import { type LoadedParticles, loadParticles } from "#workers/particles/run/load-particles.ts";
import { ThreadedParticleEngine } from "#workers/particles/threaded-engine.ts";

/** Options of every command that goes through particles. */
export interface ParticleOptions extends CommonOptions {
  readonly stacks?: string;
  readonly threads?: number;
}

/** Reads particles, lends them with an engine, and clears up whatever happens. */
export async function withParticles<T>(
  path: string,
  options: ParticleOptions,
  host: Host,
  reporter: Reporter,
  use: (loaded: LoadedParticles, engine: ThreadedParticleEngine) => Promise<T>,
): Promise<T> {
  const loaded = await loadParticles(path, reporter, {
    working: ".",
    ...(options.stacks !== undefined && { named: options.stacks }),
  });
  try {
    const threads = options.threads ?? availableParallelism();
    const engine = new ThreadedParticleEngine(
      loaded.file.particles,
      loaded.stacks,
      host.engineFiles,
      threads,
    );
    try {
      return await use(loaded, engine);
    } finally {
      await engine.dispose();
    }
  } finally {
    await loaded.dispose();
  }
}
