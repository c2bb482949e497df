import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { regionText, regionWord } from "#electron/cli/identify/region-words.ts";

describe("--region", () => {
  it("is read and written as the same words, with whole paths for other machines", () => {
    for (const word of ["all", "blob:2", "blob:1.5,-2,30", "box:0,0,0,10,20,30.5"]) {
      expect(regionText(regionWord(word))).toBe(word);
    }
    expect(regionText(regionWord("mask:a.mrc"))).toBe(`mask:${resolve("a.mrc")}`);
    expect(regionText(regionWord("without:a.cif,b.cif"))).toBe(
      `without:${resolve("a.cif")},${resolve("b.cif")}`,
    );
  });

  it.each(["", "blob", "blob:0", "blob:1.5", "blob:1,2", "box:1,2,3", "box:1,2,3,4,5,x", "mask:", "ball:1"])(
    "refuses “%s” and says what there is",
    (word) => {
      expect(() => regionWord(word)).toThrow(/expected/i);
    },
  );
});
