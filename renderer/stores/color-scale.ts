import { type FitRow, type NumberColumn, numberOf } from "#renderer/stores/fit-rows.ts";

/** Columns in which the small values are the good ones. */
const LOW_IS_GOOD: ReadonlySet<NumberColumn> = new Set(["rank", "clash", "shift", "turn"]);

/** Whether small values of a column are the good ones. */
export function isLowGood(column: NumberColumn): boolean {
  return LOW_IS_GOOD.has(column);
}

/** The ends of a scale that values of a column are coloured or sized on. */
export interface Scale {
  readonly low: number;
  readonly high: number;
  /** 0…1 from worst to best; 0 for what has no value, 1 when all are equal. */
  readonly at: (row: FitRow) => number;
}

/** The scale from the smallest to the largest value of the rows. */
export function scaleOf(rows: readonly FitRow[], column: NumberColumn): Scale {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const row of rows) {
    const value = numberOf(row, column);
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const isUpside = isLowGood(column);
  return {
    low,
    high,
    at: (row) => {
      const value = numberOf(row, column);
      if (!(high > low)) return 1;
      if (Number.isNaN(value)) return 0;
      const share = (value - low) / (high - low);
      return isUpside ? 1 - share : share;
    },
  };
}
