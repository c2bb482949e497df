import { decodeDecimal, decodeText } from "#core/format/text.ts";

/** One line of a fixed-column file at a time; columns count from 1, ends included, beyond the line all is blank. */
export class PdbLine {
  private readonly bytes: Uint8Array;
  private start = 0;
  private end = 0;
  /** Texts of up to four bytes by those bytes: a file repeats a few hundred names a million times. */
  private readonly known = new Map<number, string>();

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  /** Takes the line from byte `start` up to, not including, `end`. */
  moveTo(start: number, end: number): void {
    this.start = start;
    this.end = end;
  }

  get length(): number {
    return this.end - this.start;
  }

  /** The columns without blanks around them. */
  text(first: number, last: number): string {
    let from = this.start + first - 1;
    let to = Math.min(this.start + last, this.end);
    while (from < to && this.bytes[from] <= 32) from++;
    while (to > from && this.bytes[to - 1] <= 32) to--;
    if (to <= from) return "";
    if (to - from > 4) return decodeText(this.bytes, from, to);
    let key = 0;
    for (let n = from; n < to; n++) key = (key << 8) | this.bytes[n];
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const text = decodeText(this.bytes, from, to);
    this.known.set(key, text);
    return text;
  }

  /** The columns as they are, filled up with blanks. */
  raw(first: number, last: number): string {
    const from = Math.min(this.start + first - 1, this.end);
    const to = Math.min(this.start + last, this.end);
    return decodeText(this.bytes, from, to).padEnd(last - first + 1);
  }

  /** The decimal number (blanks around it allowed) in the columns; NaN when they hold anything else or nothing. */
  float(first: number, last: number): number {
    const { bytes } = this;
    let from = this.start + first - 1;
    let to = Math.min(this.start + last, this.end);
    while (from < to && bytes[from] === 32) from++;
    while (to > from && bytes[to - 1] === 32) to--;
    return decodeDecimal(bytes, from, to);
  }
}
