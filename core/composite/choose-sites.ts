import { sharedVolume } from "#core/composite/bodies.ts";
import { chooseSet, type Excludes, remembered } from "#core/composite/choose-set.ts";
import { type CompositeContext, type Confidence, SHARED, type Site } from "#core/composite/context.ts";
import { leadingGroup } from "#core/composite/leading-group.ts";
import type { Optimum } from "#core/fit/search.ts";
import { CLEAR_GAP, LEAST_HITS } from "#core/fit/verdict.ts";

/** A placement that was found, and the mean density at its atoms, map units. */
export interface FoundSite extends Optimum {
  readonly density: number;
}

/** What the search of a round found of one kind. */
export interface KindSites {
  readonly kind: number;
  /** Distinct placements, best first, that do not meet what is placed already. */
  readonly sites: readonly FoundSite[];
  /** The placements among which they have to stand out, themselves included, best first. */
  readonly among: readonly Optimum[];
  readonly starts: number;
  /** Images of the best placement, under the symmetry of what is placed, that stand out as well. */
  readonly images: number;
  /** Copies still expected. */
  readonly missing: number;
  /** Copies that may be placed at most. */
  readonly most: number;
  /** Best score among the copies placed in earlier rounds; 0 when there is none. */
  readonly known: number;
  /** Least density at the atoms that is taken for a chain, map units; 0 as long as nothing is placed. */
  readonly leastDensity: number;
}

/** What was chosen, and whether everything was weighed. */
export interface RoundChoice {
  readonly chosen: readonly Site[];
  readonly isBest: boolean;
  /** Best score of each kind's placements that do not stand out, by kind. */
  readonly rest: ReadonlyMap<number, number>;
}

/** Copies beyond the expected ones must fit nearly as well as the best: chains with similar folds reach about half. */
const AS_GOOD = 0.85;

interface Candidate {
  readonly kind: number;
  readonly site: FoundSite;
  readonly value: number;
}

/**
 * Of all placements that stand out from the rest of their kind by at least `least` in correlation, those that go together and
 * are worth most: the gain in log-likelihood over the best wrong placement, which grows with the number of atoms.
 */
export function chooseSites(
  { plan, bodies }: Pick<CompositeContext, "plan" | "bodies">,
  found: readonly KindSites[],
  round: number,
  least: number,
): RoundChoice {
  const rest = new Map<number, number>();
  const candidates: Candidate[] = [];
  for (const kindSites of found) {
    const standing = standingOut(kindSites, least);
    rest.set(kindSites.kind, standing.rest);
    for (const site of standing.sites) {
      const value = plan.kinds[kindSites.kind].atoms * (likelihood(site.score) - likelihood(standing.rest));
      candidates.push({ kind: kindSites.kind, site, value });
    }
  }
  const most = plan.kinds.map((_, kind) => found.find((one) => one.kind === kind)?.most ?? 0);
  const excludes = remembered(candidates.length, (a, b) => {
    const [p, q] = [candidates[a], candidates[b]];
    return sharedVolume(bodies[p.kind], p.site.pose, bodies[q.kind], q.site.pose) > SHARED;
  });
  const { chosen, isBest } = chooseSet(candidates, most, excludes);
  const judgement = { candidates, most, excludes, chosen, rest, found };
  return {
    chosen: chosen.map((n) =>
      siteOf(
        n,
        judgement,
        round,
        plan.kinds.map(({ name }) => name),
      ),
    ),
    isBest,
    rest,
  };
}

/** The placements of a kind that may be chosen, and the best score of the rest. */
function standingOut(
  { sites, among, images, missing, known, leastDensity }: KindSites,
  least: number,
): { readonly sites: readonly FoundSite[]; readonly rest: number } {
  const { size, gap, rest } = leadingGroup(among.map(({ score }) => score));
  const leading = among.slice(0, size);
  const hits = leading.reduce((sum, site) => sum + site.hits, 0);
  if (gap < least || hits + images < LEAST_HITS) return { sites: [], rest: among[0]?.score ?? 0 };
  const best = Math.max(known, leading[0].score);
  const dense = sites.filter(({ score, density }) => score > rest && density >= leastDensity);
  return { sites: dense.filter(({ score }, n) => n < missing || score >= AS_GOOD * best), rest };
}

/** −ln(1 − r²): twice the log-likelihood ratio per independent observation of a correlation r against none. */
function likelihood(r: number): number {
  const bounded = Math.min(Math.max(r, 0), 0.999);
  return -Math.log(1 - bounded * bounded);
}

interface Judgement {
  readonly candidates: readonly Candidate[];
  readonly most: readonly number[];
  readonly excludes: Excludes;
  readonly chosen: readonly number[];
  readonly rest: ReadonlyMap<number, number>;
  readonly found: readonly KindSites[];
}

/** The chosen placement with what would be the best set without it: how far that is behind is how sure the choice is. */
function siteOf(n: number, judgement: Judgement, round: number, names: readonly string[]): Site {
  const { candidates, most, excludes, chosen, rest, found } = judgement;
  const { kind, site } = candidates[n];
  const other = chooseSet(candidates, most, excludes, new Set([n])).chosen;
  const lost = chosen.filter((m) => !other.includes(m));
  const gained = other.filter((m) => !chosen.includes(m));
  const sum = (all: readonly number[]) => all.reduce((total, m) => total + candidates[m].site.score, 0);
  const apart = site.score - (rest.get(kind) ?? 0);
  const margin = gained.length === 0 ? apart : Math.min(apart, (sum(lost) - sum(gained)) / lost.length);
  const rival = gained.map((m) => candidates[m]).sort((a, b) => b.site.score - a.site.score)[0];
  const isElsewhere = rival?.kind === kind && lost.length === 1;
  const { starts = 0, images = 0 } = found.find((one) => one.kind === kind) ?? {};
  const { confidence, why } = confidenceOf(margin, rival && { isElsewhere, name: names[rival.kind] });
  const facts = `correlation about the mean ${site.score.toFixed(2)}, the best wrong placement ${(rest.get(kind) ?? 0).toFixed(2)}; ${site.hits} of ${starts} starts${images > 0 ? `, and ${images} of its images under the symmetry stand out too` : ""}`;
  return {
    kind,
    pose: site.pose,
    score: site.score,
    density: site.density,
    hits: site.hits,
    round,
    source: "search",
    margin,
    confidence,
    reason: `${why}: ${facts}`,
  };
}

function confidenceOf(
  margin: number,
  rival: { readonly isElsewhere: boolean; readonly name: string } | undefined,
): { readonly confidence: Confidence; readonly why: string } {
  if (margin >= CLEAR_GAP) return { confidence: "clear", why: "stands out" };
  if (rival?.isElsewhere)
    return { confidence: "equivalent", why: "one of more equal sites than there are copies" };
  if (rival) return { confidence: "ambiguous", why: `${rival.name} fits here nearly as well` };
  return { confidence: "ambiguous", why: "stands out less than a right placement usually does" };
}
