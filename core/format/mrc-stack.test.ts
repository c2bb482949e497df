import { describe, expect, it } from "vitest";
import { makeMrc } from "#core/format/mrc.testing.ts";
import { decodeImage, readImageStack } from "#core/format/mrc-stack.ts";

/** Three images of 3 × 2 pixels: image n holds 10 n, 10 n + 1, … */
const values = Array.from({ length: 18 }, (_, n) => 10 * Math.floor(n / 6) + (n % 6));

function imagesOf(bytes: Uint8Array): number[][] {
  const { value } = readImageStack(bytes.subarray(0, 1024), bytes.length);
  return Array.from({ length: value.count }, (_, n) => {
    const from = value.start + n * value.bytesPerImage;
    return [...decodeImage(value, bytes.subarray(from, from + value.bytesPerImage))];
  });
}

describe("stacks of images", () => {
  it.each([
    ["float32", { mode: 2 }],
    ["float32, big-endian", { mode: 2, littleEndian: false }],
    ["int16 after an extended header", { mode: 1, extended: 160 }],
    ["float16", { mode: 12 }],
    ["int8", { mode: 0 }],
  ])("give each image on its own: %s", (_, parts) => {
    const images = imagesOf(makeMrc({ n: [3, 2, 3], values, ...parts }));
    expect(images).toEqual([values.slice(0, 6), values.slice(6, 12), values.slice(12)]);
  });

  it("say how large a pixel is, or that the header does not", () => {
    const read = (cell: number[]) => {
      const bytes = makeMrc({ n: [3, 2, 3], cell: [...cell, 90, 90, 90] });
      return readImageStack(bytes, bytes.length).value.pixelSize;
    };
    expect(read([7.5, 5, 3])).toBeCloseTo(2.5, 6);
    expect(read([0, 0, 0])).toBeNull();
  });

  it("that are cut short are refused, with the number of whole images", () => {
    const bytes = makeMrc({ n: [3, 2, 3], values });
    expect(() => readImageStack(bytes, bytes.length - 1)).toThrow(
      "3 images of 3 × 2 pixels are announced, 2 are there",
    );
    expect(() => readImageStack(bytes.subarray(0, 100), 100)).toThrow("1024 bytes");
  });

  it("refuse an image that holds NaN", () => {
    expect(() => imagesOf(makeMrc({ n: [3, 2, 1], values: [0, Number.NaN, 0, 0, 0, 0] }))).toThrow("NaN");
  });
});
