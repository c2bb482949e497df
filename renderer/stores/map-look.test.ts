import { expect, it } from "vitest";
import { plainLook } from "#renderer/stores/map-look.ts";

it("planes begin with a grey range that leaves out what is rare: 1 % below, 0.1 % above", () => {
  // 5 + 15 of 2000 voxels lie in the lowest two bins, which is 1 %; one lies in the last.
  const counts = Uint32Array.of(5, 10, 1000, 900, 84, 1);
  expect(plainLook({ start: -1, binWidth: 0.5, counts }, 10).grey).toEqual([0, 1.5]);
});
