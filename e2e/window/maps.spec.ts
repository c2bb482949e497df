import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { whyNot } from "./browser.testing.ts";
import { dataFile, type OpenWindow, openWindow, settled } from "./window.testing.ts";

const real = (name: string) => dataFile(`emd6374_3jb0_2p9A/${name}`);

/** What a ChimeraX user does with a map (EMD-6374, 64 × 73 × 51 voxels of 1.104 Å) and a model in it. */
describe.skipIf(whyNot)("maps in the window", () => {
  let window: OpenWindow;

  /** Types commands and waits until everything is drawn. */
  async function run(line: string): Promise<void> {
    const { page } = window;
    const command = page.getByRole("textbox", { name: "Command" });
    await command.fill(line);
    await command.press("Enter");
    await settled(page);
  }
  const log = async () => (await window.page.getByRole("log").textContent()) ?? "";
  const rows = () =>
    window.page.getByRole("list", { name: "Maps and models" }).getByRole("listitem").allTextContents();

  beforeAll(async () => {
    window = await openWindow([real("map.mrc"), real("model.pdb")]);
    await settled(window.page);
    await window.page.getByRole("button", { name: "Only the main view" }).click();
    // Atoms and sd about 0 in a map of one chain cut from a larger one.
    await run("volume #1 sdLevel 4; surface dust #1 size 6");
  });
  afterAll(() => window?.close());

  it("shows several levels, each in its colour", async () => {
    const { page, shot } = window;
    await run("volume #1 sdLevel 3 sdLevel 7 color #8fb3cf color gold transparency 0.6 transparency 0");
    await shot("31-levels");
    await expect.poll(() => page.getByRole("button", { name: /^Level \d/ }).count()).toBe(2);
    await page.getByRole("button", { name: "Level 2", exact: false }).click();
    await page.getByRole("button", { name: "Take this level away" }).click();
    await expect.poll(() => page.getByRole("button", { name: /^Level \d/ }).count()).toBe(0);
  });

  it("shows planes with their index and place, moved by a slider", async () => {
    const { page, shot } = window;
    await run("volume #1 orthoplanes xyz; show #1; hide #2");
    await shot("32-orthoplanes");
    const slider = page.getByRole("slider", { name: "Plane across z" });
    await slider.fill("40");
    await slider.press("ArrowRight");
    await settled(page);
    expect(await log()).toMatch(/volume #1 orthoplanes xyz positionPlanes 32,36,41 style image/);
    await expect.poll(() => page.getByText(/41 · \d+ Å/).count()).toBe(1);
    await run("volume #1 orthoplanes off; volume #1 style surface sdLevel 4 transparency 0; show #2");
  });

  it("shows all of the density, seen through and hidden by what is solid", async () => {
    await run("volume #1 style image transparency 0");
    await window.shot("image-style");
    const styles = window.page.getByRole("combobox", { name: "Style" });
    expect(await styles.locator("option").allTextContents()).toEqual(["surface", "mesh", "image"]);
    await styles.selectOption("surface");
    await settled(window.page);
    expect(await log()).toMatch(/volume #1 style surface$/m);
  });

  it("shows only what is near the model, in the colours of its atoms", async () => {
    await run(
      "color #2 bychain; surface zone #1 nearAtoms #2 distance 2.5; color zone #1 near #2 distance 4",
    );
    await window.shot("33-zone");
    expect(await log()).toMatch(/surface zone #1 nearAtoms #2 distance 2.5/);
    await run("surface unzone #1; color single #1");
  });

  it("colours a surface by another map, with a legend", async () => {
    const { page, shot } = window;
    await run(
      "molmap #2 3; hide #3; hide #2; volume #1 transparency 0; color sample #1 map #3 palette viridis",
    );
    await page.getByText(/#1 density of #3/).waitFor();
    await settled(page);
    await shot("34-sample");
    await run("color single #1; close #3; show #2; volume #1 transparency 0.5");
  });

  it("erases from a working copy, with preview and undo", async () => {
    const { page, shot } = window;
    await page.getByText("Edit", { exact: true }).click();
    await page.getByRole("textbox", { name: "Radius, Å" }).fill("14");
    await page.getByRole("textbox", { name: "Radius, Å" }).press("Enter");
    await page.getByRole("button", { name: "Preview" }).last().click();
    await page.getByText(/Would remove \d+ % of the density above the level/).waitFor();
    await settled(page);
    await shot("35-erase-preview");
    await page.getByRole("button", { name: "Apply" }).click();
    await page.getByText("#4 map.mrc copy.").waitFor();
    await settled(page);
    expect((await rows()).join()).toContain("map.mrc copy");
    await shot("36-erased");
    await page.keyboard.press("Control+z");
    await settled(page);
    expect((await rows()).join()).not.toContain("map.mrc copy");
  });

  it("subtracts a model map with the factor of least rms, and measures", async () => {
    await run("molmap #2 2.9 onGrid #1; volume subtract #1 #5 minRms true");
    await window.page.getByText(/Scaled by [\d.]+ for the least rms/).waitFor();
    await settled(window.page);
    await window.shot("37-difference");
    await run("measure mapstats #1; measure mapvalues #1 atoms #2; show #5; measure correlation #5 inMap #1");
    await window.page.getByText(/^Correlation/).waitFor();
    const said = await log();
    expect(said).toMatch(/2,2\d\d heavy atoms of #2 in #1: mean/);
    const about = Number(/about mean (0\.\d+)/.exec(said)?.[1]);
    expect(about).toBeGreaterThan(0.4);
  });

  it("makes a model of Gaussians of the map, patches in their colours, and its map again", async () => {
    await run("close #5-6; hide #2; gmm build #1 120 level 6 patches 4 resolution 6");
    await window.page.getByText(/^120 Gaussians above 6/).waitFor();
    const [made = ""] = (await rows()).slice(-1);
    const number = Number(/#(\d+)/.exec(made)?.[1]);
    await run(`gmm map #${number} onGrid #1; hide #1`);
    await window.page.getByRole("listitem").filter({ hasText: "map of Gaussians" }).waitFor();
    await run(`volume #${number + 1} style mesh`);
    await settled(window.page);
    await window.shot("gaussians");
    expect((await rows()).slice(-2).join()).toMatch(/Gaussians of map.*120 G.*map of Gaussians/s);
  });

  it("looks as finished in the light theme", async () => {
    const { page, shot } = window;
    await run("close #5-6; show #1-2; volume #1 orthoplanes z style surface transparency 0.5");
    await page.getByRole("button", { name: "Use the light theme" }).click();
    await settled(page);
    await shot("38-light");
  });

  it("did all that without an error in the page", () => {
    expect(window.complaints).toEqual([]);
  });
});
