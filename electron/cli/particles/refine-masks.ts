import type { FoundMask } from "#core/particles/auto-mask.ts";
import type { Grid } from "#core/volume/grid.ts";
import type { Host } from "#electron/cli/host.ts";
import { findPath } from "#electron/cli/inputs.ts";
import { loadMap } from "#electron/cli/load.ts";
import type { RefineOptions } from "#electron/cli/particles/refine-options.ts";
import type { Reporter } from "#electron/cli/reporter.ts";
import { type GivenMask, maskFor, type RunMasks, runMasks } from "#workers/particles/run/run-masks.ts";

/** Reads a mask for maps on a grid. Throws as `maskFor`, naming the option it was given with. */
export async function readMask(
  word: string,
  flag: string,
  grid: Grid,
  reporter: Reporter,
  host: Host,
): Promise<FoundMask> {
  return maskFor(await givenMask(word, flag, reporter, host), grid, reporter.warn);
}

/** The masks that a refinement was called with. Throws as `maskFor`. */
export async function masksOf(
  options: RefineOptions,
  box: { readonly size: number; readonly pixelSize: number },
  reporter: Reporter,
  host: Host,
): Promise<RunMasks> {
  const given = (word: string | undefined, flag: string) =>
    word === undefined ? undefined : givenMask(word, flag, reporter, host);
  const all = { mask: await given(options.mask, "--mask"), focus: await given(options.focus, "--focus") };
  return runMasks(all, options, box, reporter.warn);
}

async function givenMask(word: string, flag: string, reporter: Reporter, host: Host): Promise<GivenMask> {
  const { volume, warnings } = await loadMap(await findPath(word, reporter, host));
  for (const warning of warnings) reporter.warn(warning);
  return { volume, name: `${word} (${flag})` };
}
