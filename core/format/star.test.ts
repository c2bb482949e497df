import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AppError } from "#core/errors.ts";
import { rawWordsOf, readStar, starWord, wordsOf, writeStar } from "#core/format/star.ts";
import { encodeText } from "#core/format/text.ts";

const read = (text: string) => readStar(encodeText(text));

const RELION31 = `
# version 30001

data_optics

loop_
_rlnOpticsGroup #1
_rlnVoltage #2
1 300.000000

data_particles

loop_
_rlnImageName #1
_rlnOpticsGroup #2
_rlnComment #3
000001@a.mrcs 1 'two words'
000002@a.mrcs   1   ""
`;

describe("STAR files", () => {
  it("hold tables with their columns and rows in order, comments left out", () => {
    const tables = read(RELION31);
    expect(tables.map(({ name }) => name)).toEqual(["optics", "particles"]);
    expect(tables[1].labels).toEqual(["_rlnImageName", "_rlnOpticsGroup", "_rlnComment"]);
    expect(tables[1].rows.map(wordsOf)).toEqual([
      ["000001@a.mrcs", "1", "two words"],
      ["000002@a.mrcs", "1", ""],
    ]);
  });

  it("hold lists of names and values as one row, and a table without a name", () => {
    const [list, table] = read("data_general\n_rlnA 5\n_rlnB 'x y'\n\ndata_\nloop_\n_rlnC\n7\n8\n");
    expect(list).toMatchObject({ name: "general", isLoop: false, labels: ["_rlnA", "_rlnB"] });
    expect(list.rows.map(wordsOf)).toEqual([["5", "x y"]]);
    expect(table).toMatchObject({ name: "", isLoop: true, rows: ["7", "8"] });
  });

  it("end lines as Windows does", () => {
    expect(read("data_\r\n\r\nloop_\r\n_rlnC #1\r\n7\r\n")[0].rows).toEqual(["7"]);
  });

  it("are written as they were read", () => {
    const tables = read(RELION31);
    expect(readStar(encodeText(writeStar(tables)))).toEqual(tables);
  });

  it("take any word", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 12 }), { minLength: 1, maxLength: 5 }), (words) => {
        // A word with both kinds of quotes before blanks, or a line break, has no place on one line.
        fc.pre(words.every((word) => !/[\n\r]/.test(word) && !(word.includes('"') && word.includes("'"))));
        const row = words.map(starWord).join(" ");
        expect(wordsOf(row)).toEqual(words);
        expect(rawWordsOf(row)).toHaveLength(words.length);
      }),
    );
  });

  it.each([
    ["a row with a value too few", "data_\nloop_\n_rlnA\n_rlnB\n1 2\n3\n", "Line 6: the row has 1 values"],
    ["no table", "# nothing\n", "There is no table"],
    ["text before the first table", "hello\n", "Line 1 stands before the first table"],
    ["a text over lines", "data_\nloop_\n_rlnA\n;abc\n;\n", "several lines"],
    ["a name without a value", "data_\n_rlnA\n", "has no value"],
    ["values without columns", "data_\nxyz\n", "belongs to no column"],
    ["a second loop", "data_\nloop_\n_rlnA\nloop_\n", "second loop"],
  ])("%s is refused with the line", (_, text, message) => {
    expect(() => read(text)).toThrow(message);
  });

  it("survive damage: tables or a clear refusal", () => {
    const damage = fc.array(fc.tuple(fc.nat(RELION31.length - 1), fc.constantFrom(..."\n_#;'\" 1@d")), {
      maxLength: 8,
    });
    const check = (text: string) => {
      try {
        for (const { isLoop, labels, rows } of read(text)) {
          if (isLoop) expect(rows.every((row) => wordsOf(row).length === labels.length)).toBe(true);
        }
      } catch (thrown) {
        if (!(thrown instanceof AppError) || thrown.code !== "format") throw thrown;
      }
    };
    fc.assert(
      fc.property(damage, fc.nat(RELION31.length), (changes, cut) => {
        const letters = [...RELION31];
        for (const [at, letter] of changes) letters[at] = letter;
        check(letters.slice(0, cut).join(""));
      }),
      { numRuns: 500 },
    );
  });
});
