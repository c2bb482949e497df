import { describe, expect, it } from "vitest";
import { type ContactAtom, ContactGrid } from "#core/demo/contact-grid.ts";

const carbon = (x: number, root: number): ContactAtom => {
  return { at: [x, 0, 0], isPolar: false, root, bonds: 0, isSideChain: false };
};
const oxygen = (x: number, root: number): ContactAtom => ({ ...carbon(x, root), isPolar: true });

describe("the contact grid", () => {
  it("keeps carbons 3.2 Å apart, lets oxygens come to 2.6 Å, and asks for more with a margin", () => {
    const grid = new ContactGrid();
    grid.add(carbon(0, 0));
    expect(grid.isFree(carbon(3.19, 30))).toBe(false);
    expect(grid.isFree(carbon(3.21, 30))).toBe(true);
    expect(grid.isFree(carbon(3.21, 30), 0.5)).toBe(false);
    grid.add(oxygen(50, 60));
    expect(grid.isFree(oxygen(52.61, 90))).toBe(true);
    expect(grid.isFree(oxygen(52.59, 90))).toBe(false);
  });

  it("says nothing about atoms that bonds and angles hold", () => {
    const grid = new ContactGrid();
    grid.add(carbon(0, 0));
    expect(grid.isFree(carbon(1.5, 3))).toBe(true);
    expect(grid.isFree(carbon(1.5, 4))).toBe(false);
    expect(grid.isFree(carbon(2.8, 4))).toBe(true);
  });

  it("adds all atoms of a list or none, and gives the room back", () => {
    const grid = new ContactGrid();
    expect(grid.addIfFree([carbon(0, 0), carbon(3, 30)])).toBe(false);
    expect(grid.count).toBe(0);
    expect(grid.addIfFree([carbon(0, 0), carbon(4, 30)])).toBe(true);
    grid.truncate(1);
    expect(grid.isFree(carbon(4, 60))).toBe(true);
    expect(grid.isFree(carbon(0, 60))).toBe(false);
  });

  it("sees an atom across the border of cells on every side", () => {
    const grid = new ContactGrid();
    grid.add(carbon(0.1, 0));
    expect(grid.isFree(carbon(-2.9, 30))).toBe(false);
    expect(grid.isFree({ ...carbon(0.1, 30), at: [-1.5, -1.5, -1.5] })).toBe(false);
  });
});
