import type { CompositeContext } from "#core/composite/context.ts";
import type { PlacedBody } from "#core/composite/joint/placed-atoms.ts";
import { packPoses, poseOfMotion } from "#core/fit/pose.ts";
import { makeProbe, modelMask } from "#core/fit/probe.ts";
import type { Scores } from "#core/fit/result.ts";
import { scorePoses, sumAtoms } from "#core/fit/score.ts";
import { withMaps } from "#core/kernel/scoped-maps.ts";
import type { Rigid } from "#core/math/rigid.ts";

/**
 * The scores of `fit` of chains in the whole map: per chain one for each of its motions. `level`: contour level, map units.
 */
export async function scorePlaced(
  { engine, map, resolution, request }: CompositeContext,
  chains: readonly (Pick<PlacedBody, "structure"> & { readonly motions: readonly Rigid[] })[],
  level: number,
): Promise<Scores[][]> {
  const handle = engine.addVolume(map, 0);
  const scores: Scores[][] = [];
  try {
    for (const { structure, motions } of chains) {
      const probe = makeProbe(structure, request.atoms).value;
      const poses = packPoses(motions.map((motion) => poseOfMotion(motion, probe.centre)));
      const own = await withMaps(engine.maps, async (maps) => {
        const mask = modelMask(probe, resolution.value, maps[request.score], maps);
        const modelDensity = maps.densities(mask.map, probe.atoms.xyz);
        const points = { atoms: engine.addPoints(probe.atoms), mask: engine.addPoints(mask.points) };
        try {
          const body = { ...probe, handle: points.atoms, modelDensity };
          const sums = sumAtoms(engine, { map, handle, held: map.grid }, body, level, poses);
          const masked = { handle: points.mask, moments: maps.moments(mask.points) };
          return await scorePoses(engine, handle, masked, { count: points.atoms.count, sums }, poses);
        } finally {
          engine.release(points.atoms);
          engine.release(points.mask);
        }
      });
      scores.push(own);
    }
    return scores;
  } finally {
    engine.release(handle);
  }
}
