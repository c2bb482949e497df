import { AppError } from "#core/errors.ts";
import type { ResolvedOptions, SimulateOptions } from "#electron/cli/simulate-options.ts";

/** What only the scattering of atoms at a resolution can do. */
const OF_IMAGES = ["localResolution", "resolutionBy", "cutoff", "periodic"] as const;

/** Throws `input` for wishes that one another or the kernel leave no room for: none must be passed over in silence. */
export function refuseContradictions(options: SimulateOptions): void {
  const { kernel } = options;
  if (options.periodic && options.like === undefined) {
    throw new AppError("input", "A periodic box needs the grid of a map: name one with --like MAP.");
  }
  if (options.route === "fourier" && options.cutoff !== undefined) {
    throw new AppError(
      "input",
      "--cutoff ends images of atoms; a Fourier map has no such end: leave one of them out.",
    );
  }
  if (kernel === "vrm") return;
  const asked = OF_IMAGES.find((key) => options[key] !== undefined);
  if (asked !== undefined) {
    const flag = asked.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    throw new AppError("input", `--${flag} works with --kernel vrm only, not with ${kernel}.`);
  }
  if (kernel === "density" && options.resolution !== undefined) {
    throw new AppError("input", "A density has no limit of resolution: leave --resolution out.");
  }
  if (kernel !== "density" && (options.scattering !== "electron" || options.bfactor !== "file")) {
    throw new AppError(
      "input",
      `${kernel} knows neither scattering nor B: use --kernel vrm, or leave --scattering and --bfactor out.`,
    );
  }
}

/** The options with a resolution. Throws `input` without one. */
export function withResolution(options: SimulateOptions): ResolvedOptions {
  const { resolution } = options;
  if (resolution !== undefined) return { ...options, resolution };
  throw new AppError("input", "At which resolution? Say --resolution D, in Å.");
}
