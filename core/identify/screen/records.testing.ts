import type { VerdictKind } from "#core/fit/result.ts";
import type { CandidateFit, CandidateRecord, FullRecord, ItemRecord } from "#core/identify/screen/records.ts";
import { IDENTITY } from "#core/math/rigid.ts";

/** What screening 1,000 starts came to; only the score matters. */
export function madeUpFit(score: number, own: VerdictKind = "none", starts = 1000): CandidateFit {
  const gap = own === "none" ? 0.02 : 0.3;
  return {
    starts,
    hits: 5,
    sites: 1,
    score,
    correlation: score,
    inside: 0.5,
    gap,
    own,
    motion: IDENTITY,
    seconds: 0,
  };
}

/** A file with one candidate named after it. */
export function madeUpItem(
  item: number,
  name: string,
  score: number,
  more: Partial<CandidateRecord> = {},
): ItemRecord {
  const record: CandidateRecord = {
    name,
    atoms: 1500,
    residues: 200,
    mass: 22,
    range: null,
    trimmed: 0,
    print: { sequence: name, shape: [] },
    fit: madeUpFit(score),
    ...more,
  };
  return { kind: "item", item, file: `${name}.pdb`, candidates: [record], skipped: [] };
}

/** 30 files of wrong models whose scores lie about 0.1, the n-th a little off it. */
export function wrongItems(): ItemRecord[] {
  return Array.from({ length: 30 }, (_, n) =>
    madeUpItem(n, `wrong${n}`, 0.1 + 0.002 * Math.sin(12.9 * n), { atoms: 1000 + 40 * n }),
  );
}

/** The full search of a candidate, placed along x from `from` Å on, a point every 3 Å. */
export function madeUpFull(
  item: number,
  score: number,
  from: number,
  own: VerdictKind = "clear",
): FullRecord {
  const trace = Array.from({ length: 3 * 50 }, (_, n) => (n % 3 === 0 ? from + n : 0));
  return { kind: "full", item, part: 0, fit: madeUpFit(score, own), trace, sites: [IDENTITY] };
}
