import { describe, expect, it } from "vitest";
import { commands } from "#core/command/commands.ts";
import { parseCommand } from "#core/command/parse.ts";
import { splitLine } from "#core/command/words.ts";
import { TWO_LETTER_KEYS, TwoLetterKeys } from "#renderer/commands/two-letter-keys.ts";

describe("two keys after each other", () => {
  it("are a command of the active map", () => {
    const keys = new TwoLetterKeys();
    expect(keys.press("m", 0, "#1")).toBeNull();
    expect(keys.press("e", 500, "#1")).toBe("volume #1 style mesh");
    expect(keys.press("v", 600, "#1")).toBeNull();
    expect(keys.press("a", 700, "#1")).toBe("view cofr false");
    keys.press("f", 800, "#1", "#3");
    expect(keys.press("T", 900, "#1", "#3")).toBe("fitmap #3 inMap #1");
  });

  it("are none when they come late or begin nothing; the second may begin another", () => {
    const keys = new TwoLetterKeys();
    keys.press("v", 0, null);
    expect(keys.press("a", 1500, null)).toBeNull();
    expect(keys.press("x", 1600, null)).toBeNull();
    expect(keys.press("v", 1700, null)).toBeNull();
    expect(keys.press("a", 1800, null)).toBe("view cofr false");
  });

  it.each(Object.entries(TWO_LETTER_KEYS))("%s is understood: %s", (_, command) => {
    const [words = []] = splitLine(command.replace(/(?<= )[MN](?= |$)/g, "#1"));
    expect(() => parseCommand(words, commands)).not.toThrow();
  });
});
