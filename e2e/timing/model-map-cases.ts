import { createRandom, type Random, randomNormal } from "#core/math/random.ts";
import type { ImageSettings, ScatteringAtoms } from "#core/simulate/vrm/image-plan.ts";
import { createGrid, type Grid } from "#core/volume/grid.ts";

/** One model map to be timed. */
export interface ModelMapCase {
  readonly atoms: number;
  /** Å between samples. */
  readonly spacing: number;
  /** In units of the resolution. */
  readonly cutoff: number;
  readonly threads: number;
  /** Every atom at a resolution of its own, 2.5 to 4 Å, instead of all at 3 Å. */
  readonly own?: boolean;
}

export const USUAL: ModelMapCase = { atoms: 150_000, spacing: 1, cutoff: 2, threads: 2 };

/** Å³ per atom of a protein, hydrogen left out. */
const ATOM_VOLUME = 20;
const BOX = [256, 270, 256] as const; // Å

export function settingsOf({ cutoff }: ModelMapCase): ImageSettings {
  return { cutoff, fade: 0.1, accuracy: 1e-3 };
}

export function gridOf({ spacing }: ModelMapCase): Grid {
  const size = BOX.map((length) => Math.round(length / spacing)) as [number, number, number];
  return createGrid(size, [0, 0, 0], [spacing, spacing, spacing]);
}

/** Atoms at a protein's density in a ball, along a random walk as in a chain. */
export function atomsOf({ atoms: count, own }: ModelMapCase): ScatteringAtoms {
  const random = createRandom(1);
  const radius = Math.cbrt((count * ATOM_VOLUME * 3) / (4 * Math.PI));
  const xyz = new Float64Array(3 * count);
  let place = [0, 0, 0];
  for (let n = 0; n < count; n++) {
    const next = place.map((x) => x + randomNormal(random));
    if (n % 300 === 0 || Math.hypot(...next) > radius) place = inBall(radius, random);
    else place = next;
    xyz.set(
      place.map((x, axis) => x + (BOX[axis] ?? 0) / 2),
      3 * n,
    );
  }
  const symbols = ["C", "C", "C", "C", "C", "C", "N", "N", "O", "O", "S"];
  return {
    xyz,
    element: Array.from({ length: count }, (_, n) => symbols[n % symbols.length] ?? "C"),
    occupancy: new Float64Array(count).fill(1),
    bFactor: new Float64Array(count).map(() => 20 + 80 * random()),
    resolution: own ? new Float64Array(count).map(() => 2.5 + 1.5 * random()) : 3,
  };
}

function inBall(radius: number, random: Random): number[] {
  for (;;) {
    const place = [0, 0, 0].map(() => radius * (2 * random() - 1));
    if (Math.hypot(...place) <= radius) return place;
  }
}
