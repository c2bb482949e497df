import { describe, expect, it } from "vitest";
import { splitLine } from "#core/command/words.ts";
import { AppError } from "#core/errors.ts";

const texts = (line: string) => splitLine(line).map((words) => words.map(({ text }) => text));

describe("words", () => {
  it("are split at blanks, commands at semicolons", () => {
    expect(texts("volume #1 level 3;view  ; ")).toEqual([["volume", "#1", "level", "3"], ["view"]]);
  });

  it("keep blanks and semicolons in quotes", () => {
    expect(texts(`rename #1 "my map; first"`)).toEqual([["rename", "#1", "my map; first"]]);
    expect(texts(`rename #1 'it said \\'no\\''`)).toEqual([["rename", "#1", "it said 'no'"]]);
  });

  it("end at a comment, which a spec is not", () => {
    expect(texts("show #1 # the map")).toEqual([["show", "#1"]]);
  });

  it("know where they stand", () => {
    expect(splitLine("turn  y")[0]?.[1]).toEqual({ text: "y", start: 6, end: 7 });
  });

  it("point at a quote that is not closed", () => {
    expect(() => splitLine('rename #1 "my map')).toThrow(AppError);
  });
});
