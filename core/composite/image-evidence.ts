import { type CompositeContext, hasStayed, toleranceOf } from "#core/composite/context.ts";
import { CUT_OFF, shareInBox } from "#core/composite/in-box.ts";
import { leadingGroup } from "#core/composite/leading-group.ts";
import type { Symmetry } from "#core/composite/symmetry/symmetry.ts";
import { agree } from "#core/fit/cluster.ts";
import { type Optimum, refineOptima, type Search } from "#core/fit/search.ts";
import { NOISE_GAP } from "#core/fit/verdict.ts";
import { compose } from "#core/math/rigid.ts";

/**
 * How many images of the best placement under the symmetry of what is placed stand out as well: refined in the same map they
 * stay where they are and score nearer to it than to the rest. Noise differs from image to image, so each is worth a start of
 * its own. Images that are among the leading placements themselves do not count again; 0 when these do not lead. `sites`: best
 * first. Throws `cancelled`.
 */
export async function imagesThatStandOut(
  { request, map, job }: Pick<CompositeContext, "request" | "map" | "job">,
  search: Search,
  sites: readonly Optimum[],
  symmetry: Symmetry,
): Promise<number> {
  const { size, gap, rest } = leadingGroup(sites.map(({ score }) => score));
  if (gap < NOISE_GAP) return 0;
  const [best] = sites;
  const tolerance = toleranceOf(request);
  const images = symmetry.operations
    .map((operation) => ({ ...best, pose: compose(operation, best.pose), refined: false }))
    .filter(({ pose }) => !sites.slice(0, size).some((site) => agree(site.pose, pose, tolerance)))
    .filter(({ pose }) => shareInBox(search.probe.atoms.xyz, pose, map.grid) >= CUT_OFF);
  const refined = await refineOptima(search, images, job);
  return refined.filter(
    ({ pose, score }, n) => score >= (best.score + rest) / 2 && hasStayed(images[n].pose, pose, tolerance),
  ).length;
}
