import { GUESSED } from "#core/fit/params.ts";
import type { FitSetup, Verdict } from "#core/fit/result.ts";
import {
  CLEAR_GAP,
  confirmingHits,
  isAnswer,
  LEAST_HITS,
  NOISE_GAP,
  TRUSTED_RESOLUTION,
} from "#core/fit/verdict.ts";

/** One reason for or against trusting rank 1, in words; "open" ones say what is not known. */
export interface Evidence {
  readonly speaks: "for" | "against" | "open";
  /** What is looked at: "Gap". */
  readonly title: string;
  readonly text: string;
}

/** What a verdict rests on. */
export interface Judged {
  readonly verdict: Omit<Verdict, "z"> & { readonly z: number | null };
  readonly setup: Pick<FitSetup, "resolution">;
  readonly starts: number;
  /** Of rank 1: correlation about the mean, and the share of the atoms inside the contour; null when nothing was found. */
  readonly best: { readonly score: number; readonly inside: number } | null;
  /** Longest way through the model, and the edges of the map's box, Å; left out when not known. */
  readonly extent?: { readonly model: number; readonly map: readonly number[] };
}

const MOSTLY_OUTSIDE = 0.5; // share of the atoms inside the contour below which rank 1 looks wrong

/** The reasons behind a verdict, strongest first, then what would change it and what to be careful about. */
export function evidenceFor(judged: Judged): Evidence[] {
  if (!judged.best) return [];
  const { verdict, starts, best, setup } = judged;
  const rival = best.score - verdict.gap;
  return [
    gapEvidence(verdict.gap, best.score),
    startEvidence(verdict, starts),
    ...(verdict.z === null || Number.isNaN(verdict.z)
      ? []
      : [
          {
            speaks: verdict.z >= 5 ? "for" : "open",
            title: "z",
            text: `Rank 1 lies ${verdict.z.toFixed(1)} standard deviations above the mean of the distinct wrong placements of this search. It describes this search; the verdict does not use it.`,
          } as const,
        ]),
    ...(verdict.sites > 1
      ? [
          {
            speaks: "for",
            title: "Sites",
            text: `${verdict.sites} sites score within 0.02 of each other: copies of one answer, as in a symmetric map, and no rivals.`,
          } as const,
        ]
      : []),
    ...turningPoint(verdict.kind, best.score, rival),
    ...cautions(judged, setup.resolution),
  ];
}

function gapEvidence(gap: number, score: number): Evidence {
  const numbers = `Rank 1 scores ${score.toFixed(3)} in correlation about the mean, the best placement that is another answer ${(score - gap).toFixed(3)}: a gap of ${gap.toFixed(2)}.`;
  const rule = `From ${CLEAR_GAP} on an answer is called clear; wrong models were never seen above ${NOISE_GAP.toFixed(2)}.`;
  const speaks = gap >= CLEAR_GAP ? "for" : gap < NOISE_GAP ? "against" : "open";
  return { speaks, title: "Gap", text: `${numbers} ${rule}` };
}

function startEvidence({ hits, sites }: Judged["verdict"], starts: number): Evidence {
  const found = `${hits} of ${grouped(starts)} independent starts ended ${sites > 1 ? `at these ${sites} sites` : "there"}.`;
  if (hits < LEAST_HITS) {
    return { speaks: "against", title: "Starts", text: `${found} One hit can be luck; use more starts.` };
  }
  const wanted = confirmingHits(sites);
  const rest =
    hits >= wanted
      ? `With ${wanted} or more, a further site as easy to find has been missed with a chance below 1 %.`
      : `Below ${wanted}, a further site as good may have been missed.`;
  return { speaks: hits >= wanted ? "for" : "open", title: "Starts", text: `${found} ${rest}` };
}

/** The score of a rival that would change the verdict. */
function turningPoint(kind: Verdict["kind"], best: number, rival: number): Evidence[] {
  if (isAnswer(kind)) {
    const text = `It would become ambiguous if a different placement scored above ${(best - CLEAR_GAP).toFixed(3)}; the best so far has ${rival.toFixed(3)}.`;
    return [{ speaks: "for", title: "What would change it", text }];
  }
  const needed = `Rank 1 would have to reach ${(rival + CLEAR_GAP).toFixed(3)} to be clear`;
  const text = `${needed}: try more starts, the true resolution, a part of the model that is rigid, or the map without what is already placed.`;
  return [{ speaks: "open", title: "What would change it", text }];
}

function cautions({ best, extent }: Judged, resolution: FitSetup["resolution"]): Evidence[] {
  const found: Evidence[] = [];
  const say = (speaks: Evidence["speaks"], title: string, text: string) =>
    found.push({ speaks, title, text });
  if (resolution.value > TRUSTED_RESOLUTION) {
    say(
      "open",
      "Resolution",
      `The rule was measured up to ${TRUSTED_RESOLUTION} Å; at ${resolution.value} Å it has not been, so nothing is called clear.`,
    );
  }
  if (resolution.reason === GUESSED) {
    say(
      "open",
      "Resolution",
      `${resolution.value} Å is a guess from the voxel size. A wrong resolution lowers every score; give the true one if you know it.`,
    );
  }
  if (best && best.inside < MOSTLY_OUTSIDE) {
    say(
      "against",
      "Outside",
      `Only ${Math.round(100 * best.inside)} % of the atoms of rank 1 lie inside the contour: the level may be too high, or the model is not there.`,
    );
  }
  const longest = extent ? Math.max(...extent.map) : Number.POSITIVE_INFINITY;
  if (extent && extent.model > longest) {
    say(
      "against",
      "Size",
      `The model is ${Math.round(extent.model)} Å long, the map's longest edge ${Math.round(longest)} Å: not all of it can lie in this map.`,
    );
  }
  return found;
}

/** 16000 as "16,000". */
function grouped(n: number): string {
  return String(n).replace(/\B(?=(\d{3})+$)/g, ",");
}
