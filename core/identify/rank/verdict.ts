import { isAnswer } from "#core/fit/verdict.ts";
import { samePlaceTest } from "#core/identify/rank/overlap.ts";
import { PROTEIN_VOLUME } from "#core/identify/region/size-range.ts";
import { fisherZ } from "#core/identify/score/background.ts";
import type { CandidateFit, CandidateRecord } from "#core/identify/screen/records.ts";
import { gaussLegendre } from "#core/math/gauss-legendre.ts";
import type { Rigid } from "#core/math/rigid.ts";
import { SCORING_B } from "#core/simulate/vrm/vrm-kernel.ts";

/** From this q on down a candidate may be called identified, and from the other it is worth a look. */
export const IDENTIFIED_Q = 0.01;
export const NOTABLE_Q = 0.05;

const TWO_SIDED_95 = 1.96;
const LEAST_DENSITIES = 10;

export type RankVerdictKind = "clear" | "tie" | "ambiguous" | "none";

/** What a colleague would say about a candidate. */
export interface RankVerdict {
  readonly kind: RankVerdictKind;
  readonly sentence: string;
  /** Names of the candidates that the map cannot tell from this one. */
  readonly tiedWith: readonly string[];
}

/** A candidate as it is judged. */
export interface FoundRow {
  readonly item: number;
  readonly part: number;
  readonly file: string;
  readonly record: CandidateRecord;
  readonly fit: CandidateFit;
  readonly isFull: boolean;
  /** Placed in the map, xyz triplets, Å; known after the full search. */
  readonly trace: readonly number[] | undefined;
  /** Motions of all equivalent sites, that of the trace first. */
  readonly sites: readonly Rigid[];
  readonly z: number;
  readonly p: number;
  readonly q: number;
  readonly isRejected?: boolean | undefined;
}

/**
 * A verdict for each row, best first. Identified is what stands out of the library (q < 0.01) and of its own other
 * placements; of those in the same density the best remain, and when chance alone makes up their difference they are a tie.
 */
export function judgeRows(rows: readonly FoundRow[], resolution: number): RankVerdict[] {
  const standing = rows.map((row) => !row.isRejected && standsOut(row));
  const isSamePlace = samePlaceTest(rows);
  const standingRows = rows.flatMap((_, n) => (standing[n] ? [n] : []));
  const beaten = new Map<number, FoundRow>();
  for (const n of standingRows) {
    const better = standingRows.find(
      (m) => m !== n && isBetter(rows[m], rows[n], resolution) && isSamePlace(n, m),
    );
    if (better !== undefined) beaten.set(n, rows[better]);
  }
  const left = standingRows.filter((n) => !beaten.has(n));
  return rows.map((row, n) => {
    if (!standing[n]) return withoutStanding(row);
    const better = beaten.get(n);
    if (better) {
      return verdict(
        "ambiguous",
        `${standsOutText(row)}, but ${better.record.name} fits the same density better (${better.fit.score.toFixed(3)} against ${row.fit.score.toFixed(3)}, more than chance): perhaps the same fold.`,
      );
    }
    const equals = left.filter((m) => m !== n && isSamePlace(n, m)).map((m) => rows[m]);
    if (equals.length === 0) return verdict("clear", `${standsOutText(row)}.`);
    const names = equals.map(({ record }) => record.name);
    const scores = equals.map(({ fit }) => fit.score.toFixed(3)).join(", ");
    return verdict(
      "tie",
      `${standsOutText(row)}. ${listed(names)} ${names.length > 1 ? "fit" : "fits"} the same density as well: ${row.fit.score.toFixed(3)} and ${scores} differ by no more than chance, so the map cannot tell them apart.`,
      names,
    );
  });
}

/** Identified as far as the candidate alone goes. */
function standsOut({ q, fit, isFull }: FoundRow): boolean {
  return isFull && isAnswer(fit.own) && (Number.isNaN(q) || q < IDENTIFIED_Q);
}

function withoutStanding(row: FoundRow): RankVerdict {
  const { q, z, fit } = row;
  const own = isAnswer(fit.own);
  if (row.isRejected) return verdict("none", "Rejected after a look.");
  if (Number.isNaN(q)) {
    return own
      ? verdict("ambiguous", "Leads its own other placements; it has not had the full search yet.")
      : verdict(
          "none",
          `Its best placement leads the others by ${fit.gap.toFixed(2)} only, as wrong models do.`,
        );
  }
  const numbers = `z ${z.toFixed(1)}, q ${small(q)}`;
  if (q < NOTABLE_Q && own) {
    return verdict(
      "ambiguous",
      `${standsOutText(row)}, which is not enough (q < ${IDENTIFIED_Q}) to be sure.`,
    );
  }
  if (q < NOTABLE_Q) {
    return verdict(
      "ambiguous",
      `Scores higher than wrong models of its size do (${numbers}), but its best placement leads its others by ${fit.gap.toFixed(2)} only: perhaps a part of it, or a relative. Look at it.`,
    );
  }
  if (own) {
    return verdict(
      "ambiguous",
      `Its best placement leads its others by ${fit.gap.toFixed(2)}, but wrong models of its size score as high (${numbers}).`,
    );
  }
  return verdict("none", `Scores as wrong models of its size do (${numbers}).`);
}

function standsOutText({ z, q, fit }: FoundRow): string {
  const lead = `leads its own other placements by ${fit.gap.toFixed(2)}`;
  if (Number.isNaN(q)) return `Its best placement ${lead}`;
  return `Scores higher than wrong models of its size do (z ${z.toFixed(1)}, q ${small(q)}), and its best placement ${lead}`;
}

function isBetter(a: FoundRow, b: FoundRow, resolution: number): boolean {
  return fisherZ(a.fit.score) - fisherZ(b.fit.score) > scoreNoise(a.record.mass, b.record.mass, resolution);
}

/**
 * By how much Fisher's z of two correlations may differ by chance (95 %): each scatters as 1 ⁄ √(n − 3), with n the number of
 * independent densities in the model: the Fourier terms to 1 ⁄ d of what fills a volume V, (4π ⁄ 3) V ⁄ d³, as far as they
 * count. The models share the map and its errors, so that the true scatter of the difference is smaller: a tie is called
 * rather too often.
 */
export function scoreNoise(massA: number, massB: number, resolution: number): number {
  const variance = (mass: number) => 1 / (densities(mass, resolution) - 3);
  return TWO_SIDED_95 * Math.sqrt(variance(massA) + variance(massB));
}

function densities(mass: number, resolution: number): number {
  const volume = 1000 * mass * PROTEIN_VOLUME;
  return Math.max(LEAST_DENSITIES, (TERMS_THAT_COUNT * ((4 * Math.PI) / 3) * volume) / resolution ** 3);
}

/**
 * The share of Fourier terms to 1 ⁄ d that count in a correlation when their power falls as P = exp(−B s² ⁄ 2), as that
 * of the images that scores are made with: (∫ P s² ds)² ⁄ ∫ P² s² ds, beside ⅓ for terms of equal power.
 */
const TERMS_THAT_COUNT = effectiveShare(SCORING_B / 2);

function effectiveShare(fall: number): number {
  return (3 * powerBelow(fall) ** 2) / powerBelow(2 * fall);
}

/** ∫ x² exp(−a x²) dx from 0 to 1. */
function powerBelow(a: number): number {
  const { nodes, weights } = gaussLegendre(20);
  return nodes.reduce((sum, x, n) => sum + weights[n] * x * x * Math.exp(-a * x * x), 0);
}

function verdict(kind: RankVerdictKind, sentence: string, tiedWith: readonly string[] = []): RankVerdict {
  return { kind, sentence, tiedWith };
}

/** A small number as people write it: "0.034", "6e-14". */
export function small(value: number): string {
  if (value >= 0.001) return value.toFixed(3);
  return value.toExponential(0);
}

function listed(names: readonly string[]): string {
  return names.length < 2 ? (names[0] ?? "") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}
