import { bestCompatible } from "#core/fit/compatible.ts";
import type { FitRow } from "#renderer/stores/fit-rows.ts";
import type { Proposal, Proposed } from "#renderer/stores/results.ts";
import type { ModelId } from "#workers/protocol.ts";

/** A model with the placements that its verdict lets one believe, best first. */
export interface Contender {
  readonly table: { readonly model: ModelId; readonly name: string };
  readonly rows: readonly FitRow[];
  /** Why it takes no part; "" when it does. */
  readonly without: string;
}

/**
 * How two placements meet: atoms of one near the other, and whether that is more than allowed. They are known by their
 * places in the list of all rows of all contenders, one after the other, and after them everything placed.
 */
export type Meeting = (a: number, b: number) => { readonly atoms: number; readonly isTooMany: boolean };

/** A row, its place in the list, and what stands in its way from the start. */
interface Option {
  readonly row: FitRow;
  readonly at: number;
  readonly value: number;
  readonly blocked: string | null;
}

/** At most one placement per contender, worth the most in all, that meets none of the others nor `placed`; with reasons. */
export function proposalFrom(
  contenders: readonly Contender[],
  placed: readonly string[],
  allowed: number,
  meet: Meeting,
): Proposal {
  const count = contenders.reduce((sum, { rows }) => sum + rows.length, 0);
  let next = 0;
  const options = contenders.map(({ rows }) =>
    rows.map((row): Option => {
      const at = next++;
      return { row, at, value: worthOf(row, rows), blocked: blockerOf(at, placed, count, meet) };
    }),
  );
  const free = options.map((list) => list.filter(({ blocked, value }) => blocked === null && value > 0));
  const { chosen, isBest } = bestCompatible(free, (m, a, n, b) => {
    const [one, other] = [free[m]?.[a], free[n]?.[b]];
    return one !== undefined && other !== undefined && meet(one.at, other.at).isTooMany;
  });
  const taken = contenders.map((_, n) => free[n]?.[chosen[n] ?? -1]);
  const choices = contenders.map(({ table, without }, n): Proposed => {
    const own = taken[n];
    const first = options[n]?.[0];
    const others = taken.flatMap((other, m) =>
      other && m !== n ? { at: other.at, name: contenders[m]?.table.name ?? "" } : [],
    );
    const against = first && first !== own ? (first.blocked ?? conflictOf(first.at, others, meet)) : null;
    return {
      model: table.model,
      name: table.name,
      placement: own?.row.placement ?? null,
      rank: own?.row.rank ?? null,
      reason: reasonFor(own, against, without),
    };
  });
  return { choices, allowed, isBest };
}

/** Equivalent sites are worth the same, so that none is given up for a better place of another. */
function worthOf(row: FitRow, rows: readonly FitRow[]): number {
  return ((row.equivalent ? rows[0] : row) ?? row).scores.correlationAboutMean;
}

function blockerOf(at: number, placed: readonly string[], count: number, meet: Meeting): string | null {
  const others = placed.map((name, n) => ({ at: count + n, name }));
  return conflictOf(at, others, meet);
}

function conflictOf(
  at: number,
  others: readonly { at: number; name: string }[],
  meet: Meeting,
): string | null {
  for (const other of others) {
    const { atoms, isTooMany } = meet(at, other.at);
    if (isTooMany) return `clashes with ${other.name} (${atoms} atoms)`;
  }
  return null;
}

function reasonFor(own: Option | undefined, against: string | null, without: string): string {
  if (own) return against ? `rank ${own.row.rank}, because rank 1 ${against}` : `rank ${own.row.rank}`;
  return without || `left out: rank 1 ${against ?? "is worth nothing"}, and no other row is free`;
}
