import { argumentError, booleanOf, numberOf, textOf } from "#core/command/arguments.ts";
import type { ParticlesCommand } from "#core/command/tables/particles-commands.ts";
import { followRun } from "#renderer/commands/particles/follow-run.ts";
import { chooseIteration } from "#renderer/commands/particles/open-particles.ts";
import { refineParticles } from "#renderer/commands/particles/refine-particles.ts";
import { openRunMaps } from "#renderer/commands/particles/run-maps.ts";
import { stopRun } from "#renderer/commands/particles/stop-run.ts";
import type { Runner } from "#renderer/commands/runners/runner.ts";

const MOST_ITERATIONS = 100;

export const particlesRunners: Readonly<Record<ParticlesCommand, Runner>> = {
  "particles refine": (app, args) => {
    const { options, star } = app.stores.particles.getState();
    const iterations = numberOf(args, "iterations") ?? options.iterations;
    if (iterations < 1 || iterations > MOST_ITERATIONS)
      throw argumentError(args, "iterations", `A refinement has 1 to ${MOST_ITERATIONS} iterations.`);
    return refineParticles(app, {
      iterations,
      symmetry: textOf(args, "symmetry") ?? options.symmetry,
      seed: numberOf(args, "seed") ?? options.seed,
      folder: textOf(args, "folder") ?? star?.report.freeFolder ?? "",
      resumes: booleanOf(args, "resume") ?? false,
    });
  },
  "particles stop": (app, args) => stopRun(app, textOf(args, "folder") ?? ""),
  "particles follow": (app, args) => followRun(app, textOf(args, "folder") ?? ""),
  "particles iteration": (app, args) => chooseIteration(app, numberOf(args, "number") ?? 0),
  "particles maps": (app, args) => openRunMaps(app, numberOf(args, "iteration")),
};
