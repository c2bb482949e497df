import { FIT_DEFAULTS } from "#core/fit/params.ts";
import { MOST_SEED, MOST_THREADS, whole } from "#electron/cli/arguments.ts";
import type { DemoOptions } from "#electron/cli/demo-command.ts";
import { type Cli, command } from "#electron/cli/usage/cli.ts";

/** Adds `demo`. */
export function addDemo({ program, host, done }: Cli): void {
  const demo = command(program, "demo", "fit a made-up complex into its made-up map, from start to end")
    .option("--real", "fetch 6WTI and EMD-21897 and fit them instead")
    .option("--seed <S>", "random seed of complex, noise and starts", whole(0, MOST_SEED), FIT_DEFAULTS.seed)
    .option("--threads <N>", "worker threads (default: one per processor)", whole(1, MOST_THREADS))
    .option("--out <DIR>", "where to write", "mapwright-demo");
  demo.action(async () => {
    const { demoCommand } = await import("#electron/cli/demo-command.ts");
    done(await demoCommand(demo.optsWithGlobals<DemoOptions>(), host));
  });
}
