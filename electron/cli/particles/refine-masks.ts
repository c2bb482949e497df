import { AppError } from "#core/errors.ts";
import type { FoundMask } from "#core/particles/auto-mask.ts";
import type { Focus } from "#core/particles/refine-state.ts";
import type { Host } from "#electron/cli/host.ts";
import { findPath } from "#electron/cli/inputs.ts";
import { loadMap } from "#electron/cli/load.ts";
import type { RefineOptions } from "#electron/cli/particles/refine-options.ts";
import type { Reporter } from "#electron/cli/reporter.ts";

/**
 * Reads a mask for images of `size` pixels. Values beyond 0 … 1 are cut off with a warning. Throws `input` for one of
 * another size, naming the option it was given with.
 */
export async function readMask(
  word: string,
  flag: string,
  size: number,
  reporter: Reporter,
  host: Host,
): Promise<FoundMask> {
  const { volume, warnings } = await loadMap(await findPath(word, reporter, host));
  for (const warning of warnings) reporter.warn(warning);
  if (volume.grid.size.some((n) => n !== size)) {
    throw new AppError(
      "input",
      `The mask ${word} (${flag}) has ${volume.grid.size.join(" × ")} voxels; maps of these particles have ${size}³.`,
    );
  }
  if (volume.values.every((value) => value === 0)) {
    throw new AppError("input", `The mask ${word} (${flag}) is 0 everywhere: nothing would count.`);
  }
  if (volume.values.every((value) => value >= 0 && value <= 1)) {
    return { mask: volume, reason: `${word} (${flag})` };
  }
  reporter.warn(`The mask ${word} goes beyond 0 … 1; it was cut off there.`);
  const values = volume.values.map((value) => Math.min(1, Math.max(0, value)));
  return { mask: { grid: volume.grid, values }, reason: `${word} (${flag})` };
}

/** The part of the particle that poses are told by; undefined for all of it. */
export async function focusOf(
  { focus, focusForm: form, focusLevel: level }: RefineOptions,
  size: number,
  reporter: Reporter,
  host: Host,
): Promise<{ readonly focus: Focus; readonly name: string } | undefined> {
  if (focus === undefined) return undefined;
  const { mask } = await readMask(focus, "--focus", size, reporter, host);
  return { focus: { mask, form, level }, name: focus };
}
