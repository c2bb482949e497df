import { expect, it } from "vitest";
import { FramePace, isSoftware } from "#renderer/scene/FramePace.ts";

it("calls a machine slow after four late frames of a movement in a row, and keeps to it", () => {
  const pace = new FramePace(false);
  for (const time of [0, 60, 120, 180]) pace.note(time);
  expect(pace.isSlow()).toBe(false);
  pace.note(240);
  expect(pace.isSlow()).toBe(true);
});

it("does not count pauses, rests, or a late frame among quick ones", () => {
  const pace = new FramePace(false);
  for (const time of [0, 60, 120, 180, 196, 260, 320, 5000, 5060]) pace.note(time);
  pace.rest();
  for (const time of [9000, 9060, 9120]) pace.note(time);
  expect(pace.isSlow()).toBe(false);
});

it("knows processors that draw", () => {
  expect(isSoftware("ANGLE (Google, Vulkan 1.3.0 (SwiftShader Device (Subzero)), SwiftShader driver)")).toBe(
    true,
  );
  expect(isSoftware("llvmpipe (LLVM 15.0.6, 256 bits)")).toBe(true);
  expect(isSoftware("NVIDIA GeForce RTX 3060/PCIe/SSE2")).toBe(false);
  expect(new FramePace(true).isSlow()).toBe(true);
});
