import type { Command } from "commander";
import { MOST_THREADS, whole } from "#electron/cli/arguments.ts";
import { command } from "#electron/cli/usage/cli.ts";

/** A command on a STAR file, with the options all of them have. */
export function onStar(particles: Command, usage: string, description: string): Command {
  return command(particles, usage, description)
    .option("--stacks <FOLDER>", "where the stacks of images are, if not where the STAR file says")
    .option("--threads <N>", "worker threads (default: one per processor)", whole(1, MOST_THREADS));
}
