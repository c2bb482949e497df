import { findCopies } from "#core/identify/library/duplicates.ts";
import { NOTABLE_Q } from "#core/identify/rank/verdict.ts";
import { fitBackground, type Standing, standing } from "#core/identify/score/background.ts";
import { falseDiscovery } from "#core/identify/score/false-discovery.ts";
import { type ItemRecord, placeOf } from "#core/identify/screen/records.ts";

/** The best of screening that get the full search in any case. */
export const FULL_SEARCHES = 20;

/** A candidate by its place in the library. */
export interface CandidatePlace {
  readonly item: number;
  readonly part: number;
}

/**
 * The candidates that get the full search: the best `count` of screening, and all that stand out of the library (q < 0.05), by
 * their z (by their score where the library is too small), best first. Depends on the records alone, not on their order.
 */
export function chooseFull(
  items: readonly ItemRecord[],
  count: number,
  keepCopies = false,
): CandidatePlace[] {
  const all = items.flatMap(({ item, candidates }) =>
    candidates.map((record, part) => ({ item, part, place: placeOf(item, part), record })),
  );
  const copies = keepCopies
    ? new Map<number, string>()
    : findCopies(all.map(({ place, record }) => ({ order: place, name: record.name, print: record.print })));
  const screened = all.flatMap(({ record, ...where }) =>
    record.fit && !copies.has(where.place)
      ? [{ ...where, atoms: record.atoms, score: record.fit.score }]
      : [],
  );
  screened.sort((a, b) => a.place - b.place);
  const background = fitBackground(screened);
  const stands = screened.map(
    (one): Standing => (background ? standing(background, one) : { z: one.score, p: 1 }),
  );
  const q = falseDiscovery(stands.map(({ p }) => p));
  return screened
    .map(({ item, part, place }, n) => ({ item, part, place, z: stands[n].z, q: q[n] }))
    .sort((a, b) => b.z - a.z || a.place - b.place)
    .filter(({ q: own }, n) => n < count || own < NOTABLE_Q)
    .map(({ item, part }) => ({ item, part }));
}
