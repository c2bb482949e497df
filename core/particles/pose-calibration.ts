import type { RingCalibration } from "#core/gmm/pose-objective.ts";
import { ringsOf } from "#core/gmm/ring-correlation.ts";
import { MOMENT, MOMENTS } from "#core/gmm/ring-moments.ts";

/** Sums over particles that say how strongly a model shows in their images, per ring. */
export interface CalibrationSums {
  readonly count: number;
  readonly cross: Float64Array;
  readonly model: Float64Array;
  readonly image: Float64Array;
}

/** Sums of no particles, for images of `size` pixels. */
export function emptySums(size: number): CalibrationSums {
  const none = () => new Float64Array(size / 2);
  return { count: 0, cross: none(), model: none(), image: none() };
}

/** The sums with one more particle: its moments (without slopes) and the power of its image. */
export function addParticle(
  sums: CalibrationSums,
  moments: Float64Array,
  power: Float64Array,
): CalibrationSums {
  for (let r = 0; r < power.length; r++) {
    sums.cross[r] += moments[MOMENTS * r + MOMENT.cross];
    sums.model[r] += moments[MOMENTS * r + MOMENT.power];
    sums.image[r] += power[r];
  }
  return { ...sums, count: sums.count + 1 };
}

/** The sums of several shares of particles. */
export function joinSums(shares: readonly CalibrationSums[]): CalibrationSums {
  const add = (pick: (share: CalibrationSums) => Float64Array) =>
    pick(shares[0]).map((_, r) => shares.reduce((sum, share) => sum + pick(share)[r], 0));
  return {
    count: shares.reduce((sum, { count }) => sum + count, 0),
    cross: add(({ cross }) => cross),
    model: add(({ model }) => model),
    image: add(({ image }) => image),
  };
}

/**
 * The factor of the model in the images by least squares over all particles, ring by ring, and the variance of a
 * coefficient of what it leaves. A model that does not show (factor ≤ 0) gets no weight.
 */
export function calibrate({ count, cross, model, image }: CalibrationSums): RingCalibration {
  const size = 2 * cross.length;
  const members = new Float64Array(cross.length);
  for (const ring of ringsOf(size)) if (ring < members.length) members[ring]++;
  const scale = cross.map((sum, r) => (model[r] > 0 ? Math.max(0, sum / model[r]) : 0));
  const noise = image.map(
    (sum, r) => Math.max(0, sum - scale[r] * cross[r]) / (count * Math.max(1, members[r])),
  );
  return { scale, noise };
}
