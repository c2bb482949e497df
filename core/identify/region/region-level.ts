import type { Chosen } from "#core/fit/params.ts";
import { valueAtRank } from "#core/volume/rank.ts";
import { measure } from "#core/volume/stats.ts";
import type { Volume } from "#core/volume/volume.ts";

const NOISE_FACTOR = 3;
const BELOW_ONE_SIGMA = 0.1587; // of a normal distribution

/**
 * The level that separates molecule from solvent: Otsu's threshold (IEEE Trans. SMC 9, 62, 1979), which splits the
 * histogram into two classes with the largest variance between them, or three times the noise where that is higher. The
 * noise is the root mean square of the negative densities: solvent lies about 0. Unlike “1 % of the voxels” it does not
 * depend on how tightly the map is boxed, so that the volume above it can be turned into a mass.
 */
export function separatingLevel(map: Volume): Chosen<number> {
  const otsu = otsuLevel(map);
  const noise = NOISE_FACTOR * noiseOf(map);
  return noise > otsu
    ? { value: noise, reason: "3 × the noise, as the negative densities show it" }
    : { value: otsu, reason: "separates the two classes of densities best (Otsu)" };
}

function otsuLevel(map: Volume): number {
  const { histogram, min } = measure(map);
  const { counts, binWidth } = histogram;
  let total = 0;
  let moment = 0;
  counts.forEach((count, bin) => {
    total += count;
    moment += count * bin;
  });
  let below = 0;
  let momentBelow = 0;
  let best = { between: -1, edge: 0 };
  for (let bin = 0; bin < counts.length - 1; bin++) {
    below += counts[bin];
    momentBelow += counts[bin] * bin;
    const above = total - below;
    if (below === 0 || above === 0) continue;
    const between = below * above * (momentBelow / below - (moment - momentBelow) / above) ** 2;
    if (between > best.between) best = { between, edge: bin + 1 };
  }
  return min + best.edge * binWidth;
}

/** One standard deviation of symmetric noise about 0 lies below 0 for 15.87 % of the voxels; molecules lie above 0. */
function noiseOf({ values }: Volume): number {
  return Math.max(0, -valueAtRank(values, (count) => Math.ceil((1 - BELOW_ONE_SIGMA) * count)));
}
