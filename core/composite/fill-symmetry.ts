import { sharedVolume } from "#core/composite/bodies.ts";
import { type CompositeContext, SHARED, type Site, toleranceOf } from "#core/composite/context.ts";
import { CUT_OFF, shareInBox } from "#core/composite/in-box.ts";
import type { Symmetry } from "#core/composite/symmetry/symmetry.ts";
import { agree } from "#core/fit/cluster.ts";
import { type Optimum, refineOptima, type Search } from "#core/fit/search.ts";
import { compose } from "#core/math/rigid.ts";

/** A kind whose copies may be completed. */
export interface Fillable {
  readonly kind: number;
  readonly search: Search;
  /** Copies that may still be placed. */
  readonly room: number;
  /** Best score of wrong placements in this map. */
  readonly rest: number;
}

const MOST_IMAGES = 240; // refined at once

/**
 * The missing copies that a symmetry proposes: its images of placed copies, refined on the map, that fit better than half way
 * from the best wrong placement to the copy they are images of, lie in the box and meet nothing placed.
 */
export async function fillSymmetry(
  context: Pick<CompositeContext, "bodies" | "map" | "request" | "job">,
  placed: readonly Site[],
  symmetry: Symmetry,
  open: readonly Fillable[],
  round: number,
): Promise<Site[]> {
  const { bodies, map, request, job } = context;
  const tolerance = toleranceOf(request);
  const added: Site[] = [];
  for (const { kind, search, room, rest } of open) {
    const proposals = proposalsFor(kind, placed, symmetry, context);
    const refined = await refineOptima(
      search,
      proposals.map(({ image }) => image),
      job,
    );
    for (const [n, { pose, score }] of refined.entries()) {
      const { from, image } = proposals[n];
      const isGood =
        score >= (from.score + rest) / 2 &&
        agree(image.pose, pose, { shift: 2 * tolerance.shift, angle: 2 * tolerance.angle });
      const isFree = [...placed, ...added].every(
        (other) => sharedVolume(bodies[kind], pose, bodies[other.kind], other.pose) <= SHARED,
      );
      const isIn = shareInBox(search.probe.atoms.xyz, pose, map.grid) >= CUT_OFF;
      if (!isGood || !isFree || !isIn || added.filter((site) => site.kind === kind).length >= room) continue;
      const facts = `correlation about the mean ${score.toFixed(2)}, the copy it is the image of ${from.score.toFixed(2)}`;
      added.push({
        ...from,
        pose,
        score,
        hits: 0,
        round,
        source: "symmetry",
        margin: Math.min(from.margin, score - rest),
        reason: `completes ${symmetry.name}: ${facts}`,
      });
    }
  }
  return added;
}

/** Images of the placed copies of a kind where none is placed and that lie in the box, those of the best copies first. */
function proposalsFor(
  kind: number,
  placed: readonly Site[],
  symmetry: Symmetry,
  { bodies, map, request }: Pick<CompositeContext, "bodies" | "map" | "request">,
): { readonly from: Site; readonly image: Optimum }[] {
  const tolerance = toleranceOf(request);
  const own = placed.filter((site) => site.kind === kind).sort((a, b) => b.score - a.score);
  const proposals: { from: Site; image: Optimum }[] = [];
  for (const from of own) {
    for (const operation of symmetry.operations) {
      const pose = compose(operation, from.pose);
      const isKnown = (other: { readonly pose: Optimum["pose"] }) => agree(other.pose, pose, tolerance);
      if (own.some(isKnown) || proposals.some(({ image }) => isKnown(image))) continue;
      if (shareInBox(bodies[kind].probe.atoms.xyz, pose, map.grid) < CUT_OFF) continue;
      proposals.push({ from, image: { pose, hits: 0, score: from.score, refined: false } });
      if (proposals.length >= MOST_IMAGES) return proposals;
    }
  }
  return proposals;
}
