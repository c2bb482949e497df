import { sharedVolume } from "#core/composite/bodies.ts";
import { type CompositeContext, hasStayed, SHARED, type Site, toleranceOf } from "#core/composite/context.ts";
import { CUT_OFF, shareInBox } from "#core/composite/in-box.ts";
import type { Symmetry } from "#core/composite/symmetry/symmetry.ts";
import { agree, type Tolerance } from "#core/fit/cluster.ts";
import { type Optimum, refineOptima, type Search } from "#core/fit/search.ts";
import { compose, type Rigid } from "#core/math/rigid.ts";

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
 * from the best wrong placement to what the copies of the kind reach on average, lie in the box and meet nothing placed.
 */
export async function fillSymmetry(
  context: Pick<CompositeContext, "bodies" | "map" | "request" | "job">,
  placed: readonly Site[],
  symmetry: Symmetry,
  open: readonly Fillable[],
  round: number,
): Promise<Site[]> {
  const added: Site[] = [];
  for (const one of open) {
    const proposals = await proposalsFor(one, placed, symmetry, context);
    const others = [...placed, ...added];
    const own = others.filter((site) => site.kind === one.kind);
    let room = one.room;
    // The first copies found are the best ones: with each that is added, what a copy reaches on average is known better.
    for (let index = 0; index >= 0 && room > 0; room--) {
      const usual = own.reduce((sum, { score }) => sum + score, 0) / own.length;
      index = proposals.findIndex(
        ({ pose, score }) =>
          score >= (usual + one.rest) / 2 && isFree(context.bodies, one.kind, pose, [...others, ...added]),
      );
      const [next] = proposals.splice(index, index < 0 ? 0 : 1);
      if (!next) break;
      const site = siteOf(next, usual, symmetry, one.rest, round);
      added.push(site);
      own.push(site);
    }
  }
  return added;
}

/** A copy that a symmetry proposes, refined. */
interface Proposal {
  readonly from: Site;
  readonly pose: Rigid;
  readonly score: number;
}

function siteOf(
  { from, pose, score }: Proposal,
  usual: number,
  symmetry: Symmetry,
  rest: number,
  round: number,
): Site {
  const facts = `correlation about the mean ${score.toFixed(2)}, copies that are placed ${usual.toFixed(2)} on average`;
  return {
    ...from,
    ...{ pose, score, hits: 0, round, source: "symmetry" },
    margin: Math.min(from.margin, score - rest),
    reason: `completes ${symmetry.name}: ${facts}`,
  };
}

function isFree(
  bodies: CompositeContext["bodies"],
  kind: number,
  pose: Rigid,
  others: readonly Site[],
): boolean {
  return others.every((other) => sharedVolume(bodies[kind], pose, bodies[other.kind], other.pose) <= SHARED);
}

/** Images of the placed copies of a kind where none is placed, refined, best first; those that lie in the box and stay where they are. */
async function proposalsFor(
  { kind, search }: Fillable,
  placed: readonly Site[],
  symmetry: Symmetry,
  { bodies, map, request, job }: Pick<CompositeContext, "bodies" | "map" | "request" | "job">,
): Promise<Proposal[]> {
  const tolerance = toleranceOf(request);
  const { xyz } = bodies[kind].probe.atoms;
  const images = imagesOf(kind, placed, symmetry, tolerance).filter(
    ({ image }) => shareInBox(xyz, image.pose, map.grid) >= CUT_OFF,
  );
  const refined = await refineOptima(
    search,
    images.map(({ image }) => image),
    job,
  );
  return refined
    .map(({ pose, score }, n) => ({ from: images[n].from, image: images[n].image, pose, score }))
    .filter(
      ({ image, pose }) =>
        hasStayed(image.pose, pose, tolerance) && shareInBox(xyz, pose, map.grid) >= CUT_OFF,
    )
    .sort((a, b) => b.score - a.score);
}

/** Images of the placed copies of a kind where none is placed, those of the best copies first. */
function imagesOf(
  kind: number,
  placed: readonly Site[],
  symmetry: Symmetry,
  tolerance: Tolerance,
): { readonly from: Site; readonly image: Optimum }[] {
  const own = placed.filter((site) => site.kind === kind).sort((a, b) => b.score - a.score);
  const images: { from: Site; image: Optimum }[] = [];
  for (const from of own) {
    for (const operation of symmetry.operations) {
      const pose = compose(operation, from.pose);
      const isKnown = (other: { readonly pose: Optimum["pose"] }) => agree(other.pose, pose, tolerance);
      if (own.some(isKnown) || images.some(({ image }) => isKnown(image))) continue;
      images.push({ from, image: { pose, hits: 0, score: from.score, refined: false } });
      if (images.length >= MOST_IMAGES) return images;
    }
  }
  return images;
}
