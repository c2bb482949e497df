import { type Command, Option } from "commander";
import { GRIDDING_ROUNDS } from "#core/particles/gridding.ts";
import type { Sharpening } from "#core/particles/postprocess.ts";
import { MOST_SEED, MOST_THREADS, number, positive, symmetry, whole } from "#electron/cli/arguments.ts";
import type { CheckOptions, InfoOptions } from "#electron/cli/particles/check-command.ts";
import type { FlexibilityOptions } from "#electron/cli/particles/demo-command.ts";
import type { OrientOptions } from "#electron/cli/particles/orient-command.ts";
import type { PostprocessOptions } from "#electron/cli/particles/postprocess-command.ts";
import type { ReconstructOptions } from "#electron/cli/particles/reconstruct-command.ts";
import { type Cli, command } from "#electron/cli/usage/cli.ts";
import { addRefine } from "#electron/cli/usage/refine-usage.ts";
import { onStar } from "#electron/cli/usage/star-command.ts";

const MOST_ROUNDS = 100;
const IMAGES = 800;
const MOST_IMAGES = 100_000;

/** Adds `particles` and its commands. */
export function addParticles(cli: Cli): void {
  const particles = command(
    cli.program,
    "particles",
    "single particles: look at them, refine their poses, reconstruct, post-process",
  );
  addInfo(particles, cli);
  addCheck(particles, cli);
  addOrient(particles, cli);
  addRefine(particles, cli);
  addReconstruct(particles, cli);
  addPostprocess(particles, cli);
  addFlexibility(particles, cli);
}

function addOrient(particles: Command, { host, done }: Cli): void {
  const orient = onStar(
    particles,
    "orient <STAR> <MAP>",
    "orientations from nothing: every particle beside projections of a coarse map from everywhere",
  )
    .requiredOption("-o, --out <FILE>", "where to write the particles (.star)")
    .option("--resolution <D>", "Å: nothing finer tells an orientation", positive(), 20)
    .option("--step <A>", "degrees between the orientations that are looked at", positive(60), 15);
  orient.action(async (star: string, map: string) => {
    const { orientCommand } = await import("#electron/cli/particles/orient-command.ts");
    done(await orientCommand([star, map], orient.optsWithGlobals<OrientOptions>(), host));
  });
}

function addFlexibility(particles: Command, { host, done, called }: Cli): void {
  const demo = command(
    particles,
    "demo",
    "a made-up particle that bends, refined as a whole and by parts: why one FSC does not tell which is better",
  )
    .option(
      "--out <FOLDER>",
      "where to write particles, masks, maps, plots and the page",
      "mapwright-particles",
    )
    .option("--count <N>", "images", whole(100, MOST_IMAGES), IMAGES)
    .option("--iterations <N>", "turns of model, poses, maps, of the whole and of each part", whole(1, 20), 3)
    .option("--threads <N>", "worker threads (default: one per processor)", whole(1, MOST_THREADS))
    .option("--seed <S>", "random seed of particle, images and models", whole(0, MOST_SEED), 1);
  demo.action(async () => {
    const { flexibilityCommand } = await import("#electron/cli/particles/demo-command.ts");
    done(await flexibilityCommand({ ...demo.optsWithGlobals<FlexibilityOptions>(), called }, host));
  });
}

function addInfo(particles: Command, { host, done }: Cli): void {
  const info = onStar(particles, "info <STAR>", "what a set of particles holds").option("--json", "as JSON");
  info.action(async (star: string) => {
    const { infoCommand } = await import("#electron/cli/particles/check-command.ts");
    done(await infoCommand(star, info.optsWithGlobals<InfoOptions>(), host));
  });
}

function addCheck(particles: Command, { host, done, called }: Cli): void {
  const check = onStar(
    particles,
    "check <STAR>",
    "a page to look at first: contrast, CTF sign, half sets, pixel size, projections, back-projection",
  ).requiredOption("-o, --out <FILE>", "where to write the page (.html)");
  check.action(async (star: string) => {
    const { checkCommand } = await import("#electron/cli/particles/check-command.ts");
    done(await checkCommand(star, { ...check.optsWithGlobals<CheckOptions>(), called }, host));
  });
}

function addPostprocess(particles: Command, { host, done }: Cli): void {
  const post = command(
    particles,
    "postprocess <HALF1> <HALF2>",
    "FSC of half maps, a mask, a filtered and sharpened map, local resolution",
  )
    .requiredOption("--out <FOLDER>", "where to write")
    .option("--mask <MASK>", "0 … 1: what counts in the FSC (default: made from the maps)")
    .addOption(
      new Option(
        "--filter <NAME>",
        "fsc: by expected correlation, sharpened; EMAN's wiener; gaussian at the resolution",
      )
        .choices(["fsc", "wiener", "gaussian"])
        .default("fsc"),
    )
    .option("--bfactor <B>", "auto: take the map's own fall back; none; or Å² as given", sharpening, "auto")
    .option("--model <MODEL>", "give the map the radial amplitudes of this placed model at 2 Å instead")
    .option("--symmetry <GROUP>", "impose on both half maps first", symmetry, "C1")
    .option("--local", "also local resolution and a locally filtered map")
    .option(
      "--local-size <D>",
      "Å that local resolution compares over (default: 12 × the resolution, at least 50)",
      positive(),
    );
  post.action(async (first: string, second: string) => {
    const { postprocessCommand } = await import("#electron/cli/particles/postprocess-command.ts");
    done(await postprocessCommand([first, second], post.optsWithGlobals<PostprocessOptions>(), host));
  });
}

function sharpening(word: string): Sharpening {
  return word === "auto" || word === "none" ? word : number(word);
}

function addReconstruct(particles: Command, { host, done }: Cli): void {
  const reconstruct = onStar(particles, "reconstruct <STAR>", "the volume of particles at their poses")
    .requiredOption("-o, --out <FILE>", "where to write the map (.mrc)")
    .addOption(
      new Option("--half <N>", "one half set only")
        .choices(["1", "2"])
        .argParser((word) => whole(1, 2)(word)),
    )
    .addOption(
      new Option("--ctf <HOW>", "weight by the CTF, or flip phases only")
        .choices(["weight", "flip"])
        .default("weight"),
    )
    .option("--symmetry <GROUP>", "C4, D7, T, O, I …", symmetry, "C1")
    .option(
      "--gridding <N>",
      "rounds of undoing the uneven density of views; RELION has 10",
      whole(1, MOST_ROUNDS),
      GRIDDING_ROUNDS,
    );
  reconstruct.action(async (star: string) => {
    const { reconstructCommand } = await import("#electron/cli/particles/reconstruct-command.ts");
    done(await reconstructCommand(star, reconstruct.optsWithGlobals<ReconstructOptions>(), host));
  });
}
