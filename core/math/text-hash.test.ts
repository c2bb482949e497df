import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { textHash } from "#core/math/text-hash.ts";

describe("textHash", () => {
  it("has FNV-1a in its lower 32 bits: that of “a” is e40c292c, of “foobar” bf9cf968 (Noll's test vectors)", () => {
    const low = (text: string) => (Number.parseInt(textHash(text), 36) % 2 ** 32).toString(16);
    expect(low("a")).toBe("e40c292c");
    expect(low("foobar")).toBe("bf9cf968");
  });

  it("tells texts apart that differ in one character", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 200 }), fc.nat(), (text, place) => {
        const n = place % text.length;
        const other = text.slice(0, n) + String.fromCharCode(text.charCodeAt(n) ^ 1) + text.slice(n + 1);
        expect(textHash(other)).not.toBe(textHash(text));
      }),
    );
  });
});
