import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { whyNoBrowser } from "./browser.testing.ts";
import { type OpenWindow, openWindow, settled } from "./window.testing.ts";

/*
 * The scene in software drawing: what is drawn is told by draw calls and pixels, never by time. The models are made up
 * so that every answer is known.
 */

/** A zinc ion at the origin, and a copy 8 Å to the right and 4 Å farther away. */
const IONS = [ion(1, "A", 0, 0, 0), ion(2, "B", 8, 0, -4), "END"].join("\n");

function ion(serial: number, chain: string, x: number, y: number, z: number): string {
  const at = [x, y, z].map((value) => value.toFixed(3).padStart(8)).join("");
  return `HETATM${String(serial).padStart(5)} ZN    ZN ${chain}   1    ${at}  1.00 20.00          ZN`;
}

/** One atom per residue along x: a made-up chain of twelve. */
const CHAIN = [
  ...Array.from({ length: 12 }, (_, n) => {
    const x = (3.8 * n - 20).toFixed(3).padStart(8);
    return `ATOM  ${String(n + 1).padStart(5)}  CA  ALA A${String(n + 1).padStart(4)}    ${x}   0.000   0.000  1.00${(10 + n).toFixed(2).padStart(6)}           C`;
  }),
  "END",
].join("\n");

/** A floor of atoms, 40 Å square, that a map is made of, and one ion 10 Å over its middle. */
const FLOOR = [
  ...Array.from({ length: 441 }, (_, n) =>
    ion(n + 1, "F", 2 * (n % 21) - 20, 2 * Math.floor(n / 21) - 20, 0),
  ),
  ion(442, "O", 0, 0, 10),
  "END",
].join("\n");

interface Picture {
  readonly width: number;
  readonly height: number;
  at(x: number, y: number): readonly [number, number, number, number];
}

describe.skipIf(whyNoBrowser)("the scene", () => {
  let window: OpenWindow;

  beforeAll(async () => {
    const folder = mkdtempSync(join(tmpdir(), "mapwright-scene-"));
    writeFileSync(join(folder, "ions.pdb"), IONS);
    writeFileSync(join(folder, "chain.pdb"), CHAIN);
    writeFileSync(join(folder, "floor.pdb"), FLOOR);
    window = await openWindow(["ions", "chain", "floor"].map((name) => join(folder, `${name}.pdb`)));
    await window.page.getByText("floor", { exact: true }).first().waitFor();
    await settled(window.page);
    await command(
      "graphics depthCue false; hide #2 models; hide #3 models; color #1 byelement; view initial",
    );
  });
  afterAll(() => window?.close());

  async function command(line: string): Promise<void> {
    const box = window.page.getByRole("textbox", { name: "Command" });
    await box.fill(line);
    await box.press("Enter");
    await settled(window.page);
  }

  const told = async (name: "calls") =>
    window.page.locator(".scene > canvas").first().getAttribute(`data-${name}`);

  /** Waits for a finished picture that took so many draw calls. */
  async function takesCalls(count: number): Promise<void> {
    await window.page.waitForFunction((wanted) => {
      const canvas = document.querySelector<HTMLCanvasElement>(".scene > canvas");
      return canvas?.dataset["calls"] === wanted && canvas.dataset["picture"] === "finished";
    }, String(count));
  }

  /** Saves a picture by the command and reads it back. */
  async function picture(line: string): Promise<Picture> {
    const [download] = await Promise.all([window.page.waitForEvent("download"), command(line)]);
    await settled(window.page); // the scene is drawn anew after a picture
    const bytes = readFileSync(await download.path()).toString("base64");
    const read = await window.page.evaluate(async (content) => {
      const bytesOf = Uint8Array.from(atob(content), (character) => character.charCodeAt(0));
      const data = new Blob([bytesOf], { type: "image/png" });
      const image = await createImageBitmap(data);
      const canvas = new OffscreenCanvas(image.width, image.height);
      const context = canvas.getContext("2d");
      if (!context) throw new Error("No canvas.");
      context.drawImage(image, 0, 0);
      return {
        width: image.width,
        height: image.height,
        data: [...context.getImageData(0, 0, image.width, image.height).data],
      };
    }, bytes);
    return {
      width: read.width,
      height: read.height,
      at: (x, y) => {
        const n = 4 * (Math.round(x) + read.width * Math.round(y));
        return [read.data[n] ?? 0, read.data[n + 1] ?? 0, read.data[n + 2] ?? 0, read.data[n + 3] ?? 0];
      },
    };
  }

  it("saves a picture of the size asked for, clear where nothing is", async () => {
    const clear = await picture("save a.png width 200 height 120 supersample 2 transparentBackground true");
    expect([clear.width, clear.height]).toEqual([200, 120]);
    expect(clear.at(2, 2)).toEqual([0, 0, 0, 0]);
    const solid = await picture("set bgColor #204060; save b.png width 200 height 120 supersample 1");
    expect(solid.at(2, 2)).toEqual([0x20, 0x40, 0x60, 255]);
  });

  it("draws a sphere round, where it is, in its colour, in one call for all of them", async () => {
    await command(
      "style #1 sphere; lighting flat; graphics silhouettes false; cofr frontCenter; view initial",
    );
    const seen = await picture("save c.png width 300 height 300 supersample 2 transparentBackground true");
    const columns = Array.from({ length: 300 }, (_, x) => x).filter((x) => seen.at(x, 150)[3] > 128);
    const rows = Array.from({ length: 300 }, (_, y) => y);
    // Two separate spheres on the middle row: runs of covered pixels.
    const runs = columns.filter((x, n) => n === 0 || x - (columns[n - 1] ?? 0) > 1);
    expect(runs).toHaveLength(2);
    const [left = 0, right = 0] = runs;
    const widthAt = (from: number) =>
      columns.filter((x) => x >= from && (from === right || x < right)).length;
    const middle = left + widthAt(left) / 2;
    const tall = rows.filter((y) => seen.at(middle, y)[3] > 128).length;
    expect(Math.abs(tall - widthAt(left))).toBeLessThanOrEqual(3);
    // The farther one is smaller by the ratio of the distances, which is less than 1.
    expect(widthAt(right)).toBeLessThan(widthAt(left));
    expect(widthAt(right)).toBeGreaterThan(0.8 * widthAt(left));
    // Zinc is violet-grey: blue above red, red about green.
    const [r, g, b] = seen.at(middle, 150);
    expect(b).toBeGreaterThan(r + 15);
    expect(Math.abs(r - g)).toBeLessThan(20);
    // Sheet of solids: the spheres in one call, its finish in another; the clusters beside take two.
    expect(Number(await told("calls"))).toBeLessThanOrEqual(6);
  });

  it("cuts what lies before the near plane", async () => {
    // The centre of what is shown lies between the two; the left one is nearer to the viewer.
    const alpha = (one: Picture, x: number) => one.at(x, 150)[3];
    const before = await picture("save d.png width 300 height 300 supersample 1 transparentBackground true");
    const covered = Array.from({ length: 300 }, (_, x) => x).filter((x) => alpha(before, x) > 128);
    const left = covered[3] ?? 0;
    const right = covered.at(-4) ?? 0;
    const after = await picture(
      "clip near 0.5; save e.png width 300 height 300 supersample 1 transparentBackground true",
    );
    expect(alpha(after, left)).toBe(0);
    expect(alpha(after, right)).toBe(255);
    await command("clip off");
  });

  it("names what the pointer rests on by its atom", async () => {
    const { page } = window;
    await page.getByRole("button", { name: "Only the main view" }).click();
    await command("view #1/A");
    const box = await page.locator(".scene > canvas").first().boundingBox();
    if (!box) throw new Error("There is no scene.");
    await page.mouse.move(5, 300);
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await page
      .getByRole("tooltip")
      .getByText(/#1 ions {2}A\/ZN 1 ZN/)
      .waitFor();
    await page.mouse.move(5, 300);
  });

  it("turns about what is seen in the middle when not all is in view", async () => {
    const { page } = window;
    const box = await page.locator(".scene > canvas").first().boundingBox();
    if (!box) throw new Error("There is no scene.");
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    await command("view #1/A; cofr frontCenter; zoom 0.5");
    await page.mouse.move(x, y);
    await page.mouse.down();
    // A quarter of a turn at half a degree per pixel.
    await page.mouse.move(x + 180, y, { steps: 6 });
    await page.mouse.up();
    await settled(page);
    await page.mouse.move(5, 300);
    await page.getByRole("tooltip").waitFor({ state: "hidden" });
    await page.mouse.move(x, y);
    await page
      .getByRole("tooltip")
      .getByText(/#1 ions {2}A\/ZN 1 ZN/)
      .waitFor();
    await page.mouse.move(5, 300);
    await command("view initial");
  });

  it("shows what is behind a see-through model, and only its nearest surface", async () => {
    await command("show #2 models; style #2 sphere; hide #2 cartoons; color #2 #ff0000; color #1 #00ff00");
    await command("lighting flat; graphics silhouettes false; move x 0; view");
    const whole = Number(await told("calls"));
    await command("transparency #2 50");
    // One more sheet: its spheres as before, and one more finish.
    await takesCalls(whole + 1);
    await command("transparency #2 0");
  });

  it("shades at rest, and tells when a picture is not finished yet", async () => {
    await command("lighting simple; view");
    const simple = Number(await told("calls"));
    await command("lighting soft");
    // The shade of the main view takes two passes.
    await takesCalls(simple + 2);
    await command("lighting simple");
    await takesCalls(simple);
  });

  it("throws the shadow of an atom onto a surface, where the lamp says, and nowhere else", async () => {
    await command("hide #1 models; hide #2 models; molmap #3/F 5; volume #4 style surface transparency 0");
    await command("show #3 models; hide #3 atoms; show #3/O atoms; style #3/O sphere; color #3 gold");
    await command("lighting simple; graphics silhouettes false; view initial");
    const line = "width 300 height 300 supersample 2";
    const lit = await picture(`save lit.png ${line}`);
    const calls = Number(await told("calls"));
    const shaded = await picture(`lighting simple shadows true; save shaded.png ${line}`);
    await window.shot("33-shadow");
    const light = ({ at }: Picture, x: number, y: number) => at(x, y)[0] + at(x, y)[1] + at(x, y)[2];
    const places = Array.from({ length: 90_000 }, (_, n) => [n % 300, Math.floor(n / 300)] as const);
    const change = places.map(([x, y]) => light(shaded, x, y) / light(lit, x, y));
    expect(Math.max(...change)).toBeLessThan(1.03);
    const dark = places.filter((_, n) => (change[n] ?? 1) < 0.9);
    const mean = (axis: 0 | 1) => dark.reduce((sum, place) => sum + place[axis], 0) / dark.length;
    const [across, down] = [mean(0) - 149.5, mean(1) - 149.5];
    // The ion is 14 pixels wide; its shadow is as wide, and longer: the lamp stands to the right and above.
    expect(dark.length).toBeGreaterThan(100);
    expect(dark.length).toBeLessThan(400);
    expect(Math.hypot(across, down)).toBeGreaterThan(10);
    expect(across / down).toBeCloseTo(-0.4 / 0.7, 0.5);
    for (const [x, y] of dark) expect(Math.hypot(x - mean(0), y - mean(1))).toBeLessThan(20);
    expect(Number(await told("calls"))).toBeGreaterThan(calls);
    await command("lighting simple");
    await takesCalls(calls);
    await command("close #4; hide #3 models; show #1 models; show #2 models");
  });

  it("writes a scale for numbers, labels, and takes the light theme", async () => {
    const { page, shot } = window;
    await command(
      "show #2 cartoons; hide #2 atoms; color byattribute bfactor #2 range 10,20; label #2 residues; view #2",
    );
    await page.getByText("B factor, Å²").waitFor();
    await page.getByText("20.00", { exact: true }).waitFor();
    await shot("31-numbers");
    await page.getByRole("button", { name: "Use the light theme" }).click();
    await settled(page);
    await shot("32-numbers-light");
    await page.getByRole("button", { name: "Use the dark theme" }).click();
  });

  it("comes back to a named view", async () => {
    const { page } = window;
    const camera = async () => {
      await command("view matrix");
      return (await page.getByRole("log").textContent())?.split("view matrix camera ").at(-1)?.trim();
    };
    await command("view initial; view name home");
    const home = await camera();
    await command("turn y 40; zoom 2");
    expect(await camera()).not.toBe(home);
    await command("view home");
    expect(await camera()).toBe(home);
  });

  it("did all that without an error in the page", () => {
    expect(window.complaints).toEqual([]);
  });
});
