import { type Command, Option } from "commander";
import { FOCUS_LEVEL } from "#core/gmm/focus.ts";
import { REFINE_DEFAULTS } from "#core/particles/refine-state.ts";
import { MOST_SEED, positive, symmetry, whole } from "#electron/cli/arguments.ts";
import type { RefineOptions } from "#electron/cli/particles/refine-options.ts";
import type { Cli } from "#electron/cli/usage/cli.ts";
import { onStar } from "#electron/cli/usage/star-command.ts";

const MOST_ITERATIONS = 100;
const MOST_GAUSSIANS = 100_000;
const MOST_VIEWS = 1000;
const MOST_PATCHES = 100;
/** Patches where nobody says how many (e2gmm). */
const PATCHES = 8;

/** Adds `particles refine`, and `focus` and `patches`, which are it with other defaults. */
export function addRefine(particles: Command, cli: Cli): void {
  const refine = onRun(
    particles,
    "refine <STAR>",
    "better poses and maps, by Gaussian models of the half maps",
  )
    .option(
      "--iterations <N>",
      "turns of model, poses, maps",
      whole(0, MOST_ITERATIONS),
      REFINE_DEFAULTS.iterations,
    )
    .option("--focus <MASK>", "0 … 1: the part of the particle that poses are told by")
    .option(
      "--patches <K>",
      "then refine K patches on their own and put them together",
      whole(1, MOST_PATCHES),
    );
  refine.action((star: string) => run(star, refine.optsWithGlobals<RefineOptions>(), cli));

  const focus = onRun(
    particles,
    "focus <STAR> <MASK>",
    "refine with poses told by the part within a mask (0 … 1)",
  ).option(
    "--iterations <N>",
    "turns of model, poses, maps",
    whole(1, MOST_ITERATIONS),
    REFINE_DEFAULTS.iterations,
  );
  focus.action((star: string, mask: string) =>
    run(star, { ...focus.optsWithGlobals<RefineOptions>(), focus: mask }, cli),
  );

  const patches = onRun(
    particles,
    "patches <STAR>",
    "refine patches of a particle on their own and put them together",
  )
    .option("-k, --patches <K>", "how many", whole(1, MOST_PATCHES), PATCHES)
    .option("--iterations <N>", "turns of the whole particle before", whole(0, MOST_ITERATIONS), 0);
  patches.action((star: string) => run(star, patches.optsWithGlobals<RefineOptions>(), cli));
}

async function run(star: string, options: RefineOptions, { host, done, called }: Cli): Promise<void> {
  const { refineCommand } = await import("#electron/cli/particles/refine-command.ts");
  done(await refineCommand(star, { ...options, called }, host));
}

/** What all three take. */
function onRun(particles: Command, usage: string, description: string): Command {
  const command = onStar(particles, usage, description)
    .requiredOption("--out <FOLDER>", "a new folder for particles, maps, FSC, report and checkpoints")
    .option("--resume", "go on with the run in the folder after its last iteration")
    .option(
      "--mask <MASK>",
      "0 … 1: what counts in the FSC and the models (default: made from the first map)",
    )
    .addOption(
      new Option("--focus-form <HOW>", "outside the focus widen σ² (as e2gmm), widen σ, or weigh amplitudes")
        .choices(["variance", "sigma", "amplitude"])
        .default("variance"),
    )
    .option("--focus-level <L>", "what widths are divided by where the focus is 0", positive(1), FOCUS_LEVEL)
    .option(
      "--symmetry <GROUP>",
      "imposed on the maps: C4, D7, T, O, I …",
      symmetry,
      REFINE_DEFAULTS.symmetry,
    )
    .option("--expand-symmetry <GROUP>", "take every particle once per symmetry mate", symmetry)
    .option("--break-symmetry", "and keep the best copy of each in the end")
    .addOption(
      new Option("--ctf <HOW>", "weight maps by the CTF, or flip phases only")
        .choices(["weight", "flip"])
        .default(REFINE_DEFAULTS.use),
    );
  return withSearch(command);
}

/** How models are made and poses are told. */
function withSearch(command: Command): Command {
  return command
    .option("--gaussians <N>", "per model (default: 0.75 × the resolution apart)", whole(10, MOST_GAUSSIANS))
    .addOption(
      new Option("--method <NAME>", "newton: second order, on the likelihood; adam: as e2gmm, for comparison")
        .choices(["newton", "adam"])
        .default(REFINE_DEFAULTS.method),
    )
    .option(
      "--views <N>",
      "projections per particle and iteration (default: newton 4, adam 10)",
      whole(1, MOST_VIEWS),
    )
    .option(
      "--coarsest <D>",
      "Å: poses are not told by anything coarser (default: half of the box)",
      positive(),
    )
    .option("--start-resolution <D>", "Å: nothing finer in the first iteration", positive())
    .option("--max-resolution <D>", "Å: nothing finer ever", positive())
    .option(
      "--keep <P>",
      "part of the particles, best scores first, that maps are made of",
      positive(1),
      REFINE_DEFAULTS.keep,
    )
    .option("--weighted", "weigh particles by their scores, as e2gmm")
    .option("--prior-turn <A>", "degrees per axis that orientations are about right", positive(180))
    .option("--prior-shift <D>", "Å per axis that origins are about right", positive())
    .option("--seed <S>", "random seed of the models", whole(0, MOST_SEED), REFINE_DEFAULTS.seed);
}
