import type { JobContext } from "#core/job/job-context.ts";
import type { ParticleEngine } from "#core/particles/particle-engine.ts";
import { type ParticleSet, rowsOfHalf, takeParticles } from "#core/particles/particle-set.ts";
import { meanMap } from "#core/particles/postprocess.ts";
import { type Fsc, shellCorrelation } from "#core/volume/fsc.ts";
import type { Volume } from "#core/volume/volume.ts";

/** A way in which the images or the poses could have been meant. */
export interface Reading {
  readonly name: string;
  /** What would have to be changed if this were right. */
  readonly advice: string;
  /** Mean FSC of the half maps, without a mask, over the coarser half of the shells. */
  readonly agreement: number;
}

/** What a look at some of the particles tells before anything is refined. */
export interface ParticleCheck {
  /** Particles looked at. */
  readonly looked: number;
  /** The first as the file says; the others as it could have been meant. */
  readonly readings: readonly Reading[];
  /** Whether protein is bright, as RELION has it: the middle of the map is denser than its surroundings. */
  readonly isBright: boolean;
  readonly map: Volume;
  readonly fsc: Fsc;
}

/** Particles per half set that are looked at: enough for 10 to 20 Å. */
const PER_HALF = 1000;

/**
 * Makes half maps of some particles as the file describes them, and as it could have been meant: phases flipped before,
 * origins of the other sign, images mirrored. The reading that is right makes the halves agree best.
 */
export async function checkParticles(
  set: ParticleSet,
  engine: ParticleEngine,
  job: JobContext,
): Promise<ParticleCheck> {
  const halves = ([1, 2] as const).map((half) => {
    const rows = rowsOfHalf(set, half);
    const every = Math.max(1, rows.length / PER_HALF);
    return Array.from({ length: Math.floor(rows.length / every) }, (_, n) => rows[Math.floor(n * every)]);
  });
  const chosen = halves.map((rows) => takeParticles(set, rows));
  const readings: Reading[] = [];
  let own: { map: Volume; fsc: Fsc } | undefined;
  for (const { name, advice, change } of READINGS.filter(({ needs }) => needs(set))) {
    const maps = await engine.reconstruct(chosen.map(change), { use: "weight", symmetry: "C1" }, job);
    const fsc = shellCorrelation(maps[0], maps[1]);
    readings.push({ name, advice, agreement: agreementOf(fsc) });
    own ??= { map: meanMap([maps[0], maps[1]]), fsc };
  }
  if (!own) throw new TypeError("The file's own reading always applies.");
  return { looked: chosen[0].count + chosen[1].count, readings, isBright: isBright(own.map), ...own };
}

const READINGS: readonly {
  readonly name: string;
  readonly advice: string;
  readonly needs: (set: ParticleSet) => boolean;
  readonly change: (set: ParticleSet) => ParticleSet;
}[] = [
  { name: "as the file says", advice: "", needs: () => true, change: (set) => set },
  {
    name: "phases flipped before",
    advice: "say so with _rlnCtfDataArePhaseFlipped 1 in the optics table",
    needs: ({ defocus, optics }) => defocus !== null && optics.every(({ applied }) => applied === "none"),
    change: (set) => ({ ...set, optics: set.optics.map((own) => ({ ...own, applied: "flipped" })) }),
  },
  {
    name: "origins of the other sign",
    advice: "change the sign of _rlnOriginXAngst and _rlnOriginYAngst",
    needs: ({ origins }) => origins.some((value) => value !== 0),
    change: (set) => ({ ...set, origins: set.origins.map((value) => -value) }),
  },
  {
    name: "images turned over",
    advice: "turn the images over along y (or change the sign of rot, psi and the origins' y)",
    needs: () => true,
    change: (set) => ({
      ...set,
      angles: set.angles?.map((value, n) => (n % 3 === 1 ? value : -value)) ?? null,
      origins: set.origins.map((value, n) => (n % 2 === 1 ? -value : value)),
    }),
  },
];

function agreementOf({ shells }: Fsc): number {
  const inside = shells.slice(1, Math.max(2, Math.floor(shells.length / 2)));
  return inside.reduce((sum, { fsc }) => sum + fsc, 0) / inside.length;
}

/** Whether the third of the sphere around the middle is denser on average than the rest of the sphere. */
function isBright({ grid, values }: Volume): boolean {
  const [size] = grid.size;
  const centre = size / 2;
  const sums = [0, 0];
  const counts = [0, 0];
  for (let n = 0; n < values.length; n++) {
    const r = Math.hypot(
      (n % size) - centre,
      (Math.floor(n / size) % size) - centre,
      Math.floor(n / size ** 2) - centre,
    );
    if (r > centre) continue;
    const ring = r < size / 5 ? 0 : 1;
    sums[ring] += values[n];
    counts[ring]++;
  }
  return sums[0] / counts[0] > sums[1] / counts[1];
}
