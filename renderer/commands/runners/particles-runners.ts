import { type Arguments, argumentError, booleanOf, numberOf, textOf } from "#core/command/arguments.ts";
import type { ParticlesCommand } from "#core/command/tables/particles-commands.ts";
import { AppError } from "#core/errors.ts";
import type { App } from "#renderer/commands/app.ts";
import { mapsOf } from "#renderer/commands/named.ts";
import { checkParticles, saveCheck, saveRunReport } from "#renderer/commands/particles/check-particles.ts";
import { followRun } from "#renderer/commands/particles/follow-run.ts";
import { chooseIteration } from "#renderer/commands/particles/open-particles.ts";
import { refineParticles } from "#renderer/commands/particles/refine-particles.ts";
import { openRunMaps } from "#renderer/commands/particles/run-maps.ts";
import { stopRun } from "#renderer/commands/particles/stop-run.ts";
import type { Runner } from "#renderer/commands/runners/runner.ts";
import type { RunWishes } from "#workers/particle-calls.ts";
import type { VolumeId } from "#workers/protocol.ts";

const MOST_ITERATIONS = 100;
const MOST_PATCHES = 100;
/** What a run that is gone on with has already. */
const OWN_SETTINGS = ["symmetry", "seed", "mask", "focus", "patches"] as const;

export const particlesRunners: Readonly<Record<ParticlesCommand, Runner>> = {
  "particles refine": (app, args) => {
    const { options, star } = app.stores.particles.getState();
    const iterations = numberOf(args, "iterations") ?? options.iterations;
    const wishes = booleanOf(args, "resume") ? resumed(args) : wishesOf(app, args);
    // Patches may be all that is wanted.
    const fewest = wishes?.patches === null ? 1 : 0;
    if (iterations < fewest || iterations > MOST_ITERATIONS)
      throw argumentError(args, "iterations", `A refinement has ${fewest} to ${MOST_ITERATIONS} iterations.`);
    const folder = textOf(args, "folder") ?? star?.report.freeFolder ?? "";
    return refineParticles(app, { iterations, folder, wishes });
  },
  "particles stop": (app, args) => stopRun(app, textOf(args, "folder") ?? ""),
  "particles follow": (app, args) => followRun(app, textOf(args, "folder") ?? ""),
  "particles iteration": (app, args) => chooseIteration(app, numberOf(args, "number") ?? 0),
  "particles maps": (app, args) => openRunMaps(app, numberOf(args, "iteration")),
  "particles check": (app, args) => {
    const name = textOf(args, "save");
    return name === undefined ? checkParticles(app) : saveCheck(app, name);
  },
  "particles report": (app, args) => saveRunReport(app, textOf(args, "file")),
};

/** Masks and patches are those that are named: a line means the same whatever the panel says. */
function wishesOf(app: App, args: Arguments): RunWishes<VolumeId> {
  const { options } = app.stores.particles.getState();
  const patches = numberOf(args, "patches") ?? null;
  if (patches !== null && !(patches >= 1 && patches <= MOST_PATCHES))
    throw argumentError(args, "patches", `There can be 1 to ${MOST_PATCHES} patches.`);
  return {
    symmetry: textOf(args, "symmetry") ?? options.symmetry,
    seed: numberOf(args, "seed") ?? options.seed,
    mask: mapsOf(app, args, "mask")[0]?.id ?? null,
    focus: mapsOf(app, args, "focus")[0]?.id ?? null,
    patches,
  };
}

function resumed(args: Arguments): null {
  const given = OWN_SETTINGS.find((word) => args.values.has(word));
  if (given) {
    const message = `A run that is gone on with keeps its own ${given}: leave it out, or begin a run in another folder.`;
    throw argumentError(args, given, message);
  }
  if (textOf(args, "folder") === undefined)
    throw new AppError(
      "input",
      "Name the folder of the run to go on with: particles refine folder refine1 resume true.",
    );
  return null;
}
