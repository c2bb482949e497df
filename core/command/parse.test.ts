import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { allNumbersOf, numberOf, numbersOf, specOf, specsOf, textOf } from "#core/command/arguments.ts";
import { commands } from "#core/command/commands.ts";
import { findCommand, parseCommand } from "#core/command/parse.ts";
import { printSpec } from "#core/command/spec/print-spec.ts";
import type { CommandTable } from "#core/command/syntax.ts";
import { splitLine } from "#core/command/words.ts";
import { AppError, asAppError } from "#core/errors.ts";

const table: CommandTable = {
  split: {
    summary: "Splits.",
    positional: [{ name: "spec", kind: "atoms", optional: true }],
    keywords: { chains: "flag", atoms: { many: "atoms" }, level: { many: "number" }, series: "boolean" },
  },
  select: { summary: "Selects.", positional: [{ name: "spec", kind: "atoms", optional: true }] },
  "select subtract": { summary: "Selects less.", positional: [{ name: "spec", kind: "atoms" }] },
  "surface dust": { summary: "Dusts." },
  "surface undust": { summary: "Shows dust." },
  turn: {
    summary: "Turns.",
    positional: [
      { name: "axis", kind: "axis" },
      { name: "angle", kind: "number", optional: true },
    ],
    keywords: { center: "point", region: "numbers", frames: "integer" },
  },
};

const parse = (line: string) => parseCommand(splitLine(line)[0] ?? [], table);

/** The word an error points at, and the error. */
function problemOf(line: string): { at: string; message: string } {
  try {
    parse(line);
  } catch (thrown) {
    const { detail, message } = asAppError(thrown);
    return { at: line.slice(Number(detail["start"]), Number(detail["end"])), message };
  }
  throw new Error(`"${line}" was understood.`);
}

describe("a command", () => {
  it("is found by the shortest beginnings that name one only", () => {
    expect(parse("surf d").name).toBe("surface dust");
    expect(parse("sp").name).toBe("split");
    expect(parse("sel sub #1").name).toBe("select subtract");
  });

  it("that is one alone takes short words for its arguments", () => {
    const { name, args } = parse("select sel");
    expect([name, specOf(args, "spec")?.spec]).toEqual(["select", { kind: "word", word: "sel" }]);
  });

  it("takes a spec of several words", () => {
    const { args } = parse("split (#1 | #2) @< 3.8 & ~solvent atoms /A | /B chains atoms :1-3");
    const spec = specOf(args, "spec");
    expect(spec && printSpec(spec.spec)).toBe("(#1 | #2) @<3.8 & ~solvent");
    expect(specsOf(args, "atoms").map(({ word }) => word.text)).toEqual(["/A | /B", ":1-3"]);
    expect(args.values.get("chains")).toBe(true);
  });

  it("does without an optional spec", () => {
    expect(specOf(parse("split chains").args, "spec")).toBeUndefined();
  });

  it("takes axes, points, lists and repeated keywords", () => {
    const { args } = parse("turn -z 30 center 1,-2.5,3 region 0,0,0,9,9,9");
    expect(numbersOf(args, "axis")).toEqual([0, 0, -1]);
    expect(numberOf(args, "angle")).toBe(30);
    expect(numbersOf(args, "center")).toEqual([1, -2.5, 3]);
    expect(numbersOf(args, "region")).toHaveLength(6);
    expect(allNumbersOf(parse("split #1 level 1 level -2").args, "level")).toEqual([1, -2]);
    expect(parse("split series t").args.values.get("series")).toBe(true);
  });
});

describe("what is wrong with a command is pointed at", () => {
  it.each([
    ["splti #1", "splti", /Did you mean split\?/],
    ["s #1", "s", /split, select, surface/],
    ["surface dusst", "dusst", /dust, undust\. Did you mean dust\?/],
    ["split #1 & protien", "protien", /did you mean protein\?/],
    ["split  #1/A:x-3", "x-3", /no range/],
    ["split #1 chain chainz", "chainz", /Did you mean chains\?/],
    ["split #1 level", "level", /needs a value after it: number/],
    ["split #1 level 1 level high", "high", /Expected a number/],
    ["turn 0,0,0", "0,0,0", /points nowhere/],
    ["turn y 3 center 1,2", "1,2", /x,y,z/],
    ["turn y 3 frames 1.5", "1.5", /whole number/],
    ["turn", "turn", /axis is missing: turn axis \[angle\]/],
  ])("%s", (line, word, message) => {
    const problem = problemOf(line);
    expect(problem.at).toBe(word);
    expect(problem.message).toMatch(message);
  });
});

it("never fails otherwise than with a place in the line, whatever is typed", () => {
  const word = fc.oneof(
    fc.constantFrom(...Object.keys(commands).flatMap((name) => name.split(" "))),
    fc.constantFrom(
      "#1",
      "#1/A:1-5",
      "sel",
      "@<5",
      "&",
      "|",
      "~",
      "(",
      ")",
      "1,2,3",
      "true",
      "level",
      "inMap",
      "x",
    ),
    fc.string({ maxLength: 6 }),
  );
  fc.assert(
    fc.property(fc.array(word, { maxLength: 8 }), (words) => {
      const line = words.join(" ");
      try {
        for (const one of splitLine(line)) parseCommand(one, commands);
      } catch (thrown) {
        expect(thrown).toBeInstanceOf(AppError);
        const { start, end } = asAppError(thrown).detail;
        expect(Number(start)).toBeGreaterThanOrEqual(0);
        expect(Number(end)).toBeLessThanOrEqual(line.length);
        expect(Number(start)).toBeLessThanOrEqual(Number(end));
      }
    }),
  );
});

it("understands every command by its own name", () => {
  for (const name of Object.keys(commands)) {
    expect(findCommand(splitLine(name)[0] ?? [], commands)).toBe(name);
  }
});

it("keeps a quoted argument in one", () => {
  const { args } = parseCommand(splitLine('rename #1 "a name"')[0] ?? [], commands);
  expect(textOf(args, "name")).toBe("a name");
});
