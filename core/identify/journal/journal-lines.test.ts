import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  JOURNAL_VERSION,
  type JournalLine,
  journalText,
  readJournal,
} from "#core/identify/journal/journal-lines.ts";
import { madeUpFull, madeUpItem } from "#core/identify/screen/records.testing.ts";

const LINES: readonly JournalLine[] = [
  { kind: "identify", version: JOURNAL_VERSION, run: "abc", about: "map.mrc, tab\tand “quotes”" },
  madeUpItem(0, "first", 0.1),
  { ...madeUpItem(1, "second", 0.2), skipped: [{ name: "", reason: "no such file\nat all" }] },
  madeUpFull(0, 0.3, 5),
];
const TEXT = LINES.map(journalText).join("");

describe("a journal", () => {
  it("comes back as it was written", () => {
    expect(readJournal(TEXT)).toEqual({ lines: LINES, damaged: 0 });
  });

  it("loses its last line only when it is cut off, at whatever byte", () => {
    const ends = LINES.map(
      (_, n) =>
        LINES.slice(0, n + 1)
          .map(journalText)
          .join("").length,
    );
    fc.assert(
      fc.property(fc.integer({ min: 0, max: TEXT.length }), (length) => {
        // A line is whole without its line end.
        const whole = ends.filter((end) => end - 1 <= length).length;
        expect(readJournal(TEXT.slice(0, length)).lines).toEqual(LINES.slice(0, whole));
      }),
    );
  });

  it("never takes a damaged line for another", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: TEXT.length - 1 }),
        fc.integer({ min: 32, max: 126 }),
        (at, code) => {
          fc.pre(TEXT[at] !== "\n" && TEXT.charCodeAt(at) !== code);
          const { lines, damaged } = readJournal(
            TEXT.slice(0, at) + String.fromCharCode(code) + TEXT.slice(at + 1),
          );
          expect(damaged).toBe(1);
          expect(
            lines.every((line) => LINES.some((one) => JSON.stringify(one) === JSON.stringify(line))),
          ).toBe(true);
        },
      ),
    );
  });
});
