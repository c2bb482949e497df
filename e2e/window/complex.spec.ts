import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readStructure } from "#core/format/structure-file.ts";
import { whyNot } from "./browser.testing.ts";
import { dataFile, type OpenWindow, openWindow, settled, stopWhen } from "./window.testing.ts";

const folder = "emd0093_6gyn_hcn4_tetramer_3p4A";

describe.skipIf(whyNot)("a channel of four chains in its map of 220³ voxels", () => {
  let window: OpenWindow;
  const entries = () => window.page.getByRole("list", { name: "Maps and models" }).getByRole("listitem");
  const table = () => window.page.getByRole("region", { name: "Placements" });

  beforeAll(async () => {
    window = await openWindow([dataFile(`${folder}/map.mrc.gz`), dataFile(`${folder}/model.pdb`)]);
    await window.page.getByText(/Search model in the whole of/).waitFor();
    // A quarter of the triangles: what is looked at here is the workflow, and a browser without a graphics card is slow.
    await window.page.getByRole("textbox", { name: "Command" }).fill("volume #1 step 2");
    await window.page.getByRole("textbox", { name: "Command" }).press("Enter");
    await settled(window.page);
  });
  afterAll(() => window?.close());

  it("stops a fit on demand and keeps what was found", async () => {
    const { page } = window;
    await page.getByRole("button", { name: "Options" }).click();
    await page.getByRole("textbox", { name: "Number of starts" }).fill("100000");
    await page.getByRole("textbox", { name: "Number of starts" }).press("Enter");
    // Several batches of starts: what is stopped sooner has found nothing. No picture: a fit does not wait for one.
    const stopped = stopWhen(page, /^search.*(left|[1-9]\d* %)/);
    await page.getByRole("button", { name: "Fit", exact: true }).click();
    await stopped;
    await page.getByRole("button", { name: "Fit again" }).waitFor();
    await expect.poll(() => table().getByRole("row").count()).toBeGreaterThan(1);
    await expect
      .poll(() => page.getByRole("log").textContent())
      .toMatch(/Cancelled: these are the placements/);
  });

  it("fits each chain on its own and finds the four sites of each", async () => {
    const { page, shot } = window;
    await page.getByRole("textbox", { name: "Number of starts" }).fill("");
    await page.getByRole("textbox", { name: "Number of starts" }).press("Enter");
    await page.getByText("fit each chain on its own").click();
    await page.getByRole("button", { name: "Fit again" }).click();
    await page.getByRole("tab", { name: "model chain D" }).waitFor();
    await page.getByRole("status").getByText("Clear, 4 equivalent sites.").waitFor();
    await settled(page);
    await shot("22-chains");
    await expect.poll(() => entries().count()).toBe(6);
  });

  it("proposes one site for each chain, places them at once, zeroes them, and takes a step back", async () => {
    const { page, shot } = window;
    await page.getByRole("button", { name: "Options" }).click();
    await page.getByRole("tab", { name: "all" }).click();
    await page.getByRole("button", { name: "Propose" }).click();
    await page.getByText("4 of 4 proposed,").waitFor();
    await expect
      .poll(() => page.getByRole("list", { name: "Proposed placements" }).getByRole("listitem").count())
      .toBe(4);
    await settled(page);
    await shot("22b-proposed");
    await page.getByRole("button", { name: "Accept all proposed" }).click();
    await settled(page);
    await expect.poll(() => entries().count()).toBe(10);
    await page.getByRole("button", { name: "Zero the 4 placed" }).click();
    await page.getByRole("button", { name: "map remaining" }).waitFor();
    await settled(page);
    await shot("22c-zeroed");
    const meter = page.getByRole("meter", { name: /Share of the density/ });
    expect(Number(await meter.getAttribute("value"))).toBeGreaterThan(0.5);
    await page.keyboard.press("Control+z");
    await page.keyboard.press("Control+z");
    await expect.poll(() => entries().count()).toBe(9);
  });

  it("fits what is left in a next round, and saves the assembly with its chains", async () => {
    const { page, shot } = window;
    await page.getByRole("button", { name: "Zero the 3 placed" }).click();
    await page.getByRole("button", { name: "map remaining" }).waitFor();
    await page.getByRole("button", { name: "Next round: model chain D" }).click();
    await settled(page);
    await page.getByRole("tab", { name: "model chain D", selected: true }).waitFor();
    await page.getByRole("region", { name: "Placements" }).focus();
    await page.keyboard.press("Enter");
    await settled(page);
    await shot("22d-next-round");
    const arrives = page.waitForEvent("download");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await page.getByRole("menuitem", { name: "Placed models (mmCIF)" }).click();
    const { value } = await readStructure("placed.cif", readFileSync(await (await arrives).path()));
    expect(value.structures.map(({ chainId }) => chainId[0]).sort()).toEqual(["A", "B", "C", "D"]);
    for (let n = 0; n < 6; n++) await page.keyboard.press("Control+z");
    await expect.poll(() => entries().count()).toBe(6);
    await page.getByRole("tab", { name: "model chain A" }).click();
  });

  it("places one chain, zeroes it, places another, and takes all of it back", async () => {
    const { page, shot } = window;
    await table().focus();
    await page.keyboard.press("Enter");
    await page.keyboard.press("z");
    await page.getByRole("button", { name: "map remaining" }).waitFor();
    await page.getByRole("tab", { name: "model chain B" }).click();
    await page.getByRole("region", { name: "Placements" }).focus();
    await page.keyboard.press("End");
    await page.keyboard.press("Home");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await settled(page);
    await shot("23-two-placed");
    await expect.poll(() => entries().count()).toBe(9);
    for (let n = 0; n < 3; n++) await page.keyboard.press("Control+z");
    await expect.poll(() => entries().count()).toBe(6);
    await settled(page);
    await shot("24-undone");
  });

  it("selects by Ctrl-click, names what the pointer rests on, and shows placements of clicked balls", async () => {
    const { page, shot } = window;
    const canvas = await page.locator(".scene > canvas").first().boundingBox();
    if (!canvas) throw new Error("There is no scene.");
    const middle = { x: canvas.x + canvas.width * 0.32, y: canvas.y + canvas.height / 2 };
    await page.mouse.move(middle.x, middle.y);
    await page.locator(".balloon").waitFor();
    await shot("25-balloon");
    await page.keyboard.down("Control");
    await page.mouse.click(middle.x, middle.y);
    await page.keyboard.up("Control");
    await expect.poll(() => page.locator(".model-row.picked").count()).toBe(1);
  });

  it("saves a picture finer than the screen", async () => {
    const { page } = window;
    const arrives = page.waitForEvent("download");
    const line = page.getByRole("textbox", { name: "Command" });
    await line.fill("save channel.png width 1600 supersample 1");
    await line.press("Enter");
    const picture = readFileSync(await (await arrives).path());
    expect(picture.readUInt32BE(16)).toBe(1600); // the width in a PNG's header
    expect(picture.length).toBeGreaterThan(50_000);
  });

  it("did all that without an error in the page", () => {
    expect(window.complaints).toEqual([]);
  });

  it("says so when the server ends, and what to do", async () => {
    const { alerted, shot, endServer } = window;
    endServer();
    await alerted(/connection to the Mapwright server is lost/);
    await shot("26-lost");
  });
});
