import { describe, expect, it } from "vitest";
import { snippet, textOfPage } from "#renderer/panels/help/help-page.ts";

const page = {
  title: "A page",
  blocks: [
    {
      kind: "paragraph",
      content: [
        { kind: "text", text: "Press " },
        { kind: "strong", text: "Fit" },
      ],
    },
    { kind: "list", ordered: true, items: [[{ kind: "link", text: "the verdict", page: "verdict" }]] },
    {
      kind: "table",
      head: [[{ kind: "text", text: "Key" }]],
      rows: [[[{ kind: "codespan", text: "Enter" }]]],
    },
    { kind: "picture", source: "x.webp", text: "a picture" },
  ],
} as const;

describe("searching the help", () => {
  it("sees every word of a page", () => {
    expect(textOfPage(page)).toBe("A page Press Fit the verdict Key Enter a picture");
  });

  it("finds pages that hold all words, whatever their case, and shows where", () => {
    expect(snippet("What the Verdict means and why", "verdict MEANS")).toBe(
      "What the Verdict means and why…",
    );
    expect(snippet("What the verdict means", "verdict nothing")).toBeNull();
    expect(snippet("x", "  ")).toBeNull();
    const long = `${"before ".repeat(20)}needle ${"after ".repeat(40)}`;
    expect(snippet(long, "needle")).toMatch(/^…before .*needle after/);
  });
});
