import { density } from "#renderer/stores/format.ts";

/** Digits that a density of a map has: it is a 32-bit number. */
const DIGITS = 7;

/** A level as commands write it: as short as it is read elsewhere when that is all of it. */
export function levelText(level: number): string {
  const all = Number(level.toPrecision(DIGITS));
  const short = density(level);
  return Number(short) === all ? short : String(all);
}

/** The level that a written command sets: maps stand at it, so that the log repeats them exactly. */
export function asWritten(level: number): number {
  return Number(levelText(level));
}
