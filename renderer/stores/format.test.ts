import { expect, it } from "vitest";
import { density, fixed, grouped, percent, seconds, volume } from "#renderer/stores/format.ts";

it.each([
  [density(0.01234), "0.0123"],
  [density(7.2), "7.200"],
  [density(12.414), "12.41"],
  [density(123.46), "123.5"],
  [density(0), "0.0000"],
  [density(1.5e-5), "1.50e-5"],
  [volume(812), "812 Å³"],
  [volume(21_400), "21.4 nm³"],
  [volume(1_234_000), "1,234 nm³"],
  [seconds(0.42), "0.4 s"],
  [seconds(125), "2 min 5 s"],
  [grouped(16000), "16,000"],
  [percent(0.943), "94 %"],
  [fixed(Number.NaN, 1), "–"],
  [fixed(null, 1), "–"],
  [fixed(0.8741, 3), "0.874"],
])("writes %s", (text, expected) => {
  expect(text).toBe(expected);
});
