import { describe, expect, it } from "vitest";
import { commands } from "#core/command/commands.ts";
import { completions, hintFor } from "#core/command/complete.ts";
import { usageOf } from "#core/command/syntax.ts";

describe("completion", () => {
  it("offers command words, then keywords and choices", () => {
    expect(completions("vo", commands)).toEqual(["volume"]);
    expect(completions("surface du", commands)).toEqual(["dust"]);
    expect(completions("volume #1 sd", commands)).toEqual(["sdLevel"]);
    expect(completions("view; red", commands)).toEqual(["redo"]);
    expect(completions("show #1 c", commands)).toEqual(["cartoons"]);
  });

  it("offers the words of specs where one begins or goes on", () => {
    expect(completions("select pro", commands)).toEqual(["protein"]);
    expect(completions("select protein & sol", commands)).toEqual(["solvent"]);
    expect(completions("close s", commands)).toEqual(["sel", "session"]);
    expect(completions("volume #1 sel", commands)).toEqual([]);
  });

  it("offers what a keyword takes", () => {
    expect(completions("volume #1 style m", commands)).toContain("mesh");
    expect(completions("difffit zero 1 fractional t", commands)).toEqual(["true"]);
  });
});

it("tells while a command is typed how it is used", () => {
  expect(hintFor("molm #2 5 on", commands)?.usage).toMatch(/^molmap spec resolution .*\[onGrid #1\]/);
  expect(hintFor("view; tur", commands)?.usage).toMatch(/^turn /);
  expect(hintFor("nonsense #1", commands)).toBeNull();
  expect(hintFor("", commands)).toBeNull();
});

it("writes what commands take", () => {
  const repeated = {
    summary: "",
    keywords: { level: { many: "number" }, near: "atoms", show: "flag", on: "boolean" },
  } as const;
  expect(usageOf("volume", repeated)).toBe("volume [level number]… [near #1/A] [show] [on true|false]");
});
