import type { Random } from "#core/math/random.ts";
import { randomNormal } from "#core/math/random.ts";
import type { Range } from "#core/simulate/training/training-list.ts";

/** A quantity at a point (Å). */
export type Field = (x: number, y: number, z: number) => number;

const WAVES = 8;
/** The logistic function with this slope is the normal distribution's within 0.01. */
const LOGISTIC = 1.702;

/**
 * A resolution (Å) that varies smoothly and at random through space between two ends, every value between them about
 * equally often: waves of random directions over `scale` (Å), summed and brought to an even distribution.
 */
export function resolutionField([low, high]: Range, scale: number, random: Random): Field {
  const waves = Array.from({ length: WAVES }, () => {
    const direction = [randomNormal(random), randomNormal(random), randomNormal(random)];
    const length = Math.hypot(...direction) || 1;
    const [x, y, z] = direction.map((part) => part / length / scale);
    return { x, y, z, phase: random() };
  });
  return (x, y, z) => {
    let sum = 0;
    for (const wave of waves)
      sum += Math.cos(2 * Math.PI * (wave.x * x + wave.y * y + wave.z * z + wave.phase));
    const normal = sum * Math.sqrt(2 / WAVES);
    return low + (high - low) / (1 + Math.exp(-LOGISTIC * normal));
  };
}
