import { MOST_THREADS, path, positive, RESOLUTION_MOST, whole } from "#electron/cli/arguments.ts";
import type { RotamersOptions } from "#electron/cli/rotamers-command.ts";
import { type Cli, command } from "#electron/cli/usage/cli.ts";

/** Adds `rotamers`. */
export function addRotamers({ program, host, done }: Cli): void {
  const rotamers = command(
    program,
    "rotamers <MODEL> <MAP>",
    "side chains of a placed model that the map would rather have in another rotamer",
  )
    .option(
      "--resolution <D>",
      "of the map, Å (default: as stated, or 3 × the voxel size)",
      positive(RESOLUTION_MOST),
    )
    .option("--local-resolution <MAP>", "take every residue's resolution from this map (Å)", path)
    .option("--csv <FILE>", "write all side chains as a table", path)
    .option(
      "--json <FILE>",
      "write all side chains with all their rotamers as JSON; - for standard output",
      path,
    )
    .option("--threads <N>", "worker threads (default: one per processor)", whole(1, MOST_THREADS));
  rotamers.action(async (model: string, map: string) => {
    const options = rotamers.optsWithGlobals<RotamersOptions>();
    const { rotamersCommand } = await import("#electron/cli/rotamers-command.ts");
    done(await rotamersCommand([model, map], options, host));
  });
}
