import { agree, clusterFound, type Tolerance } from "#core/fit/cluster.ts";
import { type Optimum, refineOptima, type Search } from "#core/fit/search.ts";
import { equivalentScore } from "#core/fit/verdict.ts";
import type { JobContext } from "#core/job/job-context.ts";
import { applyRigid, compose, invert, type Rigid } from "#core/math/rigid.ts";
import type { Grid } from "#core/volume/grid.ts";

const MOST_IMAGES = 240; // candidate copies refined in one round
const ROUNDS = 3;
const MOST_SITES = 24; // more are not looked at for copies beyond the edge: pairs of pairs grow fast
const CUT_OFF = 0.95; // a body with fewer of its atoms inside the box is cut off

/**
 * Completes a set of equivalent sites: the motion between two sites that are equally good is a symmetry of the
 * map, so it is applied to every site, each image is refined on the map, and those as good as
 * rank 1 join. `given` are symmetry operations the user named. Found copies carry no hits.
 */
export async function completeSites(
  search: Search,
  optima: readonly Optimum[],
  given: readonly Rigid[],
  tolerance: Tolerance,
  job: JobContext,
): Promise<Optimum[]> {
  let all = [...optima];
  for (let round = 0; round < ROUNDS; round++) {
    const sites = equivalentSites(all, tolerance);
    const images = newImages(sites, [...operationsBetween(sites), ...given], all, tolerance);
    if (images.length === 0) return all;
    const refined = await refineOptima(search, images, job);
    const good = refined.filter((o) => o.score >= equivalentScore(sites[0].score));
    const fresh = clusterFound(good, tolerance)
      .map((group) => ({ ...group.best, hits: 0 }))
      .filter((o) => !sites.some((site) => agree(site.pose, o.pose, tolerance)));
    if (fresh.length === 0) return all;
    all = [...all, ...fresh].sort((a, b) => b.score - a.score);
  }
  return all;
}

/** The distinct sites whose score is as good as rank 1's. */
export function equivalentSites(optima: readonly Optimum[], tolerance: Tolerance): Optimum[] {
  if (optima.length === 0) return [];
  const good = optima.filter((o) => o.score >= equivalentScore(optima[0].score));
  return clusterFound(good, tolerance).map(({ best, hits }) => ({ ...best, hits }));
}

/** The motions that carry one of the sites onto another: every pair, both ways. */
function operationsBetween(sites: readonly Optimum[]): Rigid[] {
  const operations: Rigid[] = [];
  for (const from of sites) {
    for (const to of sites) {
      if (from !== to) operations.push(compose(to.pose, invert(from.pose)));
    }
  }
  return operations;
}

/**
 * Tells whether an optimum is a copy of the sites that the edge of the map cuts off: an operation between
 * sites carries a site there, and part of the body lies outside the box. Such a copy scores less without being wrong.
 */
export function cutOffCopies(
  search: Search,
  grid: Grid,
  sites: readonly Optimum[],
  tolerance: Tolerance,
): (candidate: Optimum) => boolean {
  if (sites.length < 2 || sites.length > MOST_SITES) return () => false;
  let images: readonly Rigid[] | undefined;
  return (candidate) => {
    if (fractionInBox(search, grid, candidate.pose) >= CUT_OFF) return false;
    images ??= operationsBetween(sites).flatMap((operation) =>
      sites.map((site) => compose(operation, site.pose)),
    );
    return images.some((image) => agree(image, candidate.pose, tolerance));
  };
}

function fractionInBox(search: Search, grid: Grid, pose: Rigid): number {
  const { xyz, weight } = search.probe.atoms;
  let inside = 0;
  for (let n = 0; n < weight.length; n++) {
    const at = applyRigid(pose, [xyz[3 * n], xyz[3 * n + 1], xyz[3 * n + 2]]);
    const isIn = at.every((x, k) => {
      const index = (x - grid.origin[k]) / grid.voxelSize[k];
      return index >= 0 && index <= grid.size[k] - 1;
    });
    if (isIn) inside++;
  }
  return inside / weight.length;
}

/** Images of the sites under the operations that are not where something equally good is already known. */
function newImages(
  sites: readonly Optimum[],
  operations: readonly Rigid[],
  known: readonly Optimum[],
  tolerance: Tolerance,
): Optimum[] {
  const images: Optimum[] = [];
  // A poorer optimum nearby may hide a site: only what is as good as the sites counts as known.
  const good = known.filter((o) => o.refined && o.score >= equivalentScore(sites[0].score));
  for (const operation of operations) {
    for (const site of sites) {
      if (images.length >= MOST_IMAGES) return images;
      const pose = compose(operation, site.pose);
      const isKnown = (o: Optimum) => agree(o.pose, pose, tolerance);
      if (!good.some(isKnown) && !images.some(isKnown)) {
        images.push({ ...site, pose, hits: 0, refined: false });
      }
    }
  }
  return images;
}
