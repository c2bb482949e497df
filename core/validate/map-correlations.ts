import { PairSums } from "#core/validate/pearson.ts";
import type { Mask } from "#core/volume/mask.ts";
import { valueAtRank } from "#core/volume/rank.ts";
import type { Volume } from "#core/volume/volume.ts";

/** Correlations about the mean of a map with a model map, as phenix defines them, by which voxels count. */
export interface MapCorrelations {
  /** All. */
  readonly box: number;
  /** Those of the molecular mask. */
  readonly mask: number;
  /** As many as the mask has: the highest of the model map. */
  readonly volume: number;
  /** The highest of the model map and the highest of the map, as many each as the mask has. */
  readonly peaks: number;
  /** Those within an atom's radius of any atom. */
  readonly image: number;
}

/** All five, for a map and a model map on one grid. NaN where no voxel counts. */
export function mapCorrelations(
  { values: map }: Volume,
  { values: model }: Volume,
  { mask, image }: { readonly mask: Mask; readonly image: Mask },
): MapCorrelations {
  let count = 0;
  for (const chosen of mask.inside) count += chosen;
  const highModel = levelOf(model, count);
  const highMap = levelOf(map, count);
  const sums = {
    box: new PairSums(),
    mask: new PairSums(),
    volume: new PairSums(),
    peaks: new PairSums(),
    image: new PairSums(),
  };
  for (let n = 0; n < map.length; n++) {
    const [a, b] = [map[n], model[n]];
    sums.box.add(a, b);
    if (mask.inside[n] === 1) sums.mask.add(a, b);
    if (image.inside[n] === 1) sums.image.add(a, b);
    if (b >= highModel) sums.volume.add(a, b);
    if (b >= highModel || a >= highMap) sums.peaks.add(a, b);
  }
  return {
    box: sums.box.correlation(),
    mask: sums.mask.correlation(),
    volume: sums.volume.correlation(),
    peaks: sums.peaks.correlation(),
    image: sums.image.correlation(),
  };
}

/** The density that so many values reach; none when 0 are wanted. */
function levelOf(values: Float32Array, count: number): number {
  return count === 0 ? Number.POSITIVE_INFINITY : valueAtRank(values, () => count);
}
