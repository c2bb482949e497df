import { findCopies } from "#core/identify/library/duplicates.ts";
import { type FoundRow, judgeRows, type RankVerdict } from "#core/identify/rank/verdict.ts";
import {
  type Background,
  fitBackground,
  LEAST_BACKGROUND,
  type Standing,
  standing,
} from "#core/identify/score/background.ts";
import { falseDiscovery } from "#core/identify/score/false-discovery.ts";
import {
  type CandidateFit,
  type CandidateRecord,
  type FullRecord,
  type ItemRecord,
  placeOf,
} from "#core/identify/screen/records.ts";

/** One candidate in its place. */
export interface RankedCandidate {
  /** 1 is best; candidates that cannot be told apart share a rank. */
  readonly rank: number;
  readonly file: string;
  readonly item: number;
  readonly part: number;
  readonly record: CandidateRecord;
  /** Of the full search where there was one, else of screening. */
  readonly fit: CandidateFit;
  readonly isFull: boolean;
  /** Where the background is too small to say: NaN. */
  readonly z: number;
  readonly p: number;
  readonly q: number;
  /** By how many z it leads the next candidate that is not tied with it; NaN for the last. */
  readonly lead: number;
  readonly verdict: RankVerdict;
}

/** A library ranked in a region. */
export interface Ranking {
  readonly candidates: readonly RankedCandidate[];
  /** By file, with the reason. */
  readonly skipped: readonly { readonly file: string; readonly reason: string }[];
  /** What wrong models reach; null when the library is too small to tell. */
  readonly background: Background | null;
  readonly notes: readonly string[];
}

/** What a ranking is made of: the records of a run in any order. */
export interface RankInput {
  readonly items: readonly ItemRecord[];
  readonly full: readonly FullRecord[];
  /** Å. */
  readonly resolution: number;
  /** Names of candidates that someone has looked at and rejected: they rival nobody. */
  readonly rejected?: ReadonlySet<string>;
  readonly keepCopies?: boolean;
}

/**
 * Ranks the candidates by how far they stand out of what wrong models of their size reach, and says of each how sure it is.
 * The order of the records, and who made them, does not matter.
 */
export function rankCandidates({ items, full, resolution, rejected, keepCopies }: RankInput): Ranking {
  const ordered = [...items].sort((a, b) => a.item - b.item);
  const { entries, skipped } = entriesOf(ordered, keepCopies ?? false);
  const background = fitBackground(
    entries.map(({ record, screened }) => ({ atoms: record.atoms, score: screened.score })),
  );
  const found = new Map(full.map((one) => [placeOf(one.item, one.part), one]));
  const rows = entries.map((entry) => rowOf(entry, found.get(entry.place), background));
  const q = falseDiscovery(rows.map(({ p }) => (Number.isNaN(p) ? 1 : p)));
  const judged: FoundRow[] = rows
    .map((row, n) => ({
      ...row,
      q: background ? q[n] : Number.NaN,
      isRejected: rejected?.has(row.record.name),
    }))
    .sort(byStanding);
  const verdicts = judgeRows(judged, resolution);
  return {
    candidates: judged.map((row, n) => ({
      rank: rankOf(n, judged, verdicts),
      file: row.file,
      item: row.item,
      part: row.part,
      record: row.record,
      fit: row.fit,
      isFull: row.isFull,
      z: row.z,
      p: row.p,
      q: row.q,
      lead: leadOf(n, judged, verdicts),
      verdict: verdicts[n],
    })),
    skipped,
    background: background ?? null,
    notes: background || entries.length === 0 ? [] : [tooFew(entries.length)],
  };
}

interface Entry {
  readonly place: number;
  readonly item: number;
  readonly part: number;
  readonly file: string;
  readonly record: CandidateRecord;
  readonly screened: CandidateFit;
}

function entriesOf(
  items: readonly ItemRecord[],
  keepCopies: boolean,
): { entries: Entry[]; skipped: { file: string; reason: string }[] } {
  const all = items.flatMap(({ item, file, candidates }) =>
    candidates.map((record, part) => ({ place: placeOf(item, part), item, part, file, record })),
  );
  const copies = keepCopies
    ? new Map<number, string>()
    : findCopies(all.map(({ place, record }) => ({ order: place, name: record.name, print: record.print })));
  const entries: Entry[] = [];
  const skipped: { file: string; reason: string }[] = [];
  for (const { file, skipped: own } of items) {
    for (const { name, reason } of own) skipped.push({ file, reason: withName(file, name, reason) });
  }
  for (const one of all) {
    const original = copies.get(one.place);
    if (original !== undefined) {
      const reason = `a copy of ${original}: the same sequence and coordinates`;
      skipped.push({ file: one.file, reason: withName(one.file, one.record.name, reason) });
    } else if (one.record.fit) entries.push({ ...one, screened: one.record.fit });
  }
  return { entries, skipped };
}

/** The name of a part goes before the reason where the file does not say it. */
function withName(file: string, name: string, reason: string): string {
  const stem = (file.split(/[/\\]/).pop() ?? "").replace(/\.gz$/i, "").replace(/\.[^.]+$/, "");
  return name === stem || name === "" ? reason : `${name}: ${reason}`;
}

function rowOf(
  { item, part, file, record, screened }: Entry,
  full: FullRecord | undefined,
  background: Background | undefined,
): Omit<FoundRow, "q"> {
  const fit = full?.fit ?? screened;
  const { trace, sites } = full ?? { trace: undefined, sites: [] };
  const stand = background ? bestStanding(background, record.atoms, screened, full?.fit) : NOWHERE;
  return { item, part, file, record, fit, isFull: full !== undefined, trace, sites, ...stand };
}

const NOWHERE: Standing = { z: Number.NaN, p: Number.NaN };

/** What the full search found counts with the luck of its more starts, what screening found without. */
function bestStanding(
  background: Background,
  atoms: number,
  screened: CandidateFit,
  searched: CandidateFit | undefined,
): Standing {
  const first = standing(background, { atoms, score: screened.score });
  if (!searched) return first;
  const more = searched.starts / screened.starts;
  const second = standing(background, { atoms, score: searched.score }, more);
  return second.p < first.p ? second : first;
}

/** Best first: by z, else by score; what is equal stays in the order of the library. */
function byStanding(a: FoundRow, b: FoundRow): number {
  const by = Number.isNaN(a.z) || Number.isNaN(b.z) ? b.fit.score - a.fit.score : b.z - a.z;
  return by || placeOf(a.item, a.part) - placeOf(b.item, b.part);
}

function rankOf(n: number, rows: readonly FoundRow[], verdicts: readonly RankVerdict[]): number {
  const { tiedWith } = verdicts[n];
  // Of hundreds of thousands all but a few are tied with nobody.
  if (tiedWith.length === 0) return n + 1;
  let better = n;
  for (let other = 0; other < n; other++) if (tiedWith.includes(rows[other].record.name)) better--;
  return better + 1;
}

function leadOf(n: number, rows: readonly FoundRow[], verdicts: readonly RankVerdict[]): number {
  const { tiedWith } = verdicts[n];
  for (let next = n + 1; next < rows.length; next++) {
    if (!tiedWith.includes(rows[next].record.name)) return rows[n].z - rows[next].z;
  }
  return Number.NaN;
}

function tooFew(count: number): string {
  return `${count} candidates are too few to show what wrong models reach (${LEAST_BACKGROUND} or more do): no z, p and q; each is judged by its own other placements.`;
}
