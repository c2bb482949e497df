import { describe, expect, it } from "vitest";
import { angleAround, dragOf, type Press, restricted, wheelOf } from "#renderer/scene/gesture.ts";

const press = (change: Partial<Press>): Press => ({
  button: 0,
  shift: false,
  ctrl: false,
  x: 0.5,
  y: 0.5,
  ...change,
});
const turn = { deltaX: 0, deltaY: 0, deltaMode: 0, ctrl: false, alt: false };

describe("ChimeraX's mouse bindings", () => {
  it.each([
    ["left turns", press({}), "turn"],
    ["left near the left edge rolls", press({ x: 0.05 }), "roll"],
    ["left near the bottom rolls", press({ y: 0.95 }), "roll"],
    ["middle moves", press({ button: 1 }), "move"],
    ["right moves, near an edge too", press({ button: 2, x: 0.02 }), "move"],
    ["Shift left moves", press({ shift: true }), "move"],
    ["Shift right turns", press({ button: 2, shift: true }), "turn"],
    ["Ctrl left picks", press({ ctrl: true }), "pick"],
    ["Ctrl Shift left picks", press({ ctrl: true, shift: true }), "pick"],
  ] as const)("%s", (_, given, expected) => {
    expect(dragOf(given)).toBe(expected);
  });

  it("restricts a drag to the line of sight by Ctrl that comes later", () => {
    expect(restricted("turn", true)).toBe("roll");
    expect(restricted("move", true)).toBe("depth");
    expect(restricted("turn", false)).toBe("turn");
  });
});

describe("the wheel", () => {
  it("zooms in by a notch upwards", () => {
    expect(wheelOf({ ...turn, deltaY: -100 })).toEqual({ kind: "zoom", notches: 1 });
    expect(wheelOf({ ...turn, deltaY: 3, deltaMode: 1 })).toEqual({ kind: "zoom", notches: -1 });
  });

  it("changes the level with Alt, sideways too as browsers turn it", () => {
    expect(wheelOf({ ...turn, deltaY: -200, alt: true })).toEqual({ kind: "level", notches: 2 });
    expect(wheelOf({ ...turn, deltaX: -100, alt: true })).toEqual({ kind: "level", notches: 1 });
  });

  it("takes few pixels or a sideways way for two fingers, and a pinch for zoom", () => {
    expect(wheelOf({ ...turn, deltaX: 4, deltaY: 2 })).toEqual({ kind: "swipe", dx: -4, dy: -2 });
    expect(wheelOf({ ...turn, deltaY: -6, ctrl: true })).toEqual({ kind: "zoom", notches: 0.5 });
  });
});

it("measures the way around a middle, counter-clockwise, across the half turn", () => {
  const middle = { x: 100, y: 100 };
  expect(angleAround(middle, { x: 200, y: 100 }, { x: 100, y: 0 })).toBeCloseTo(90, 9);
  expect(angleAround(middle, { x: 0, y: 101 }, { x: 0, y: 99 })).toBeCloseTo(
    -2 * (180 / Math.PI) * Math.atan(0.01),
    6,
  );
});
