import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readMrc } from "#core/format/mrc.ts";
import { readStructure } from "#core/format/structure-file.ts";
import { whyNot } from "./browser.testing.ts";
import { dataFile, type OpenWindow, openWindow, savedText, settled } from "./window.testing.ts";

if (whyNot) console.log(`Skipped: the window, because ${whyNot}.`);

const files = ["map.mrc", "I7MLV6_D3.pdb"].map((name) => dataFile(`domainfit_demo_4A/${name}`));

describe.skipIf(whyNot)("one model into one map, from drop to saved file", () => {
  let window: OpenWindow;

  beforeAll(async () => {
    window = await openWindow();
  });
  afterAll(() => window?.close());

  it("starts with an empty window that says what to do", async () => {
    const { page, shot } = window;
    await page.getByText("Drop a map and a model here").waitFor();
    await shot("01-empty");
  });

  it("opens dropped files, draws them and says what a fit will do", async () => {
    const { page, drop, shot } = window;
    await drop(files);
    await page.getByText(/Search I7MLV6_D3 in the whole of map\.mrc/).waitFor();
    await settled(page);
    await shot("02-opened");
    await expect
      .poll(() => page.getByRole("list", { name: "Maps and models" }).getByRole("listitem").count())
      .toBe(2);
  });

  it("fits by one button and gives the verdict first", async () => {
    const { page, shot } = window;
    await page.getByRole("button", { name: "Fit", exact: true }).click();
    const verdict = page.getByRole("status").filter({ hasText: "Clear." });
    await verdict.waitFor();
    await settled(page);
    await shot("03-fitted");
    await expect
      .poll(() => page.getByRole("region", { name: "Placements" }).getByRole("row").count())
      .toBeGreaterThan(2);
  });

  it("goes through placements by the arrow keys and places by Enter", async () => {
    const { page, shot } = window;
    const table = page.getByRole("region", { name: "Placements" });
    await table.focus();
    await page.keyboard.press("ArrowDown");
    const shown = table.locator("tr[aria-current=true] td").first();
    await expect.poll(() => shown.textContent()).toBe("2");
    await shot("04-second");
    await page.keyboard.press("x");
    await page.keyboard.press("Home");
    await page.keyboard.press("Enter");
    await page.getByRole("list", { name: "Maps and models" }).getByText("#2.1").waitFor();
    await settled(page);
    await shot("05-placed");
    await expect.poll(() => table.locator("tr.placed").count()).toBe(1);
    await expect.poll(() => table.locator("tr.rejected").count()).toBe(1);
  });

  it("previews and zeroes the density of the placed model", async () => {
    const { page, shot } = window;
    await page.getByRole("button", { name: "Preview" }).click();
    await page.getByText("Explained after zeroing").waitFor();
    await settled(page);
    await shot("06-preview");
    await page.getByRole("button", { name: "Zero and continue" }).click();
    await page.getByRole("button", { name: "map remaining" }).waitFor();
    await settled(page);
    await shot("07-zeroed");
    const explained = await page.getByRole("meter", { name: /Share of the density/ }).getAttribute("value");
    expect(Number(explained)).toBeGreaterThan(0.3);
  });

  it("takes the steps back and does them again", async () => {
    const { page, shot } = window;
    const list = page.getByRole("list", { name: "Maps and models" }).getByRole("listitem");
    await expect.poll(() => list.count()).toBe(4);
    await page.getByRole("button", { name: "Undo" }).click();
    await expect.poll(() => list.count()).toBe(3);
    await page.keyboard.press("Control+z");
    await page.keyboard.press("Control+z");
    await expect.poll(() => list.count()).toBe(2);
    await page.keyboard.press("Control+Shift+z");
    await page.keyboard.press("Control+Shift+z");
    await settled(page);
    await shot("08-redone");
    await expect.poll(() => list.count()).toBe(3);
  });

  it("saves what was placed, the map and the table", async () => {
    const { page } = window;
    const save = async (item: string) => {
      const arrives = page.waitForEvent("download");
      await page.getByRole("button", { name: "Save", exact: true }).click();
      await page.getByRole("menuitem", { name: item }).click();
      return arrives;
    };
    const model = await save("Placed models (mmCIF)");
    const text = await savedText(model);
    const { value } = await readStructure("placed.cif", new TextEncoder().encode(text));
    expect(value.structures[0]?.atomCount).toBe(1678);
    const csv = await savedText(await save("Table (CSV)"));
    expect(csv).toMatch(/^rank,model,state,hits,correlation/);
    expect(csv).toMatch(/\n1,I7MLV6_D3,placed,/);
    const map = await save("Active map (MRC)");
    const { readFileSync } = await import("node:fs");
    const bytes = readFileSync(await map.path());
    expect(readMrc(new Uint8Array(bytes)).value.header.mode).toBe(2);
  });

  it("leaves every step as a command", async () => {
    const log = (await window.page.getByRole("log").textContent()) ?? "";
    for (const line of [
      "open map.mrc I7MLV6_D3.pdb",
      "fitmap #2 inMap #1 search auto seed 1",
      "difffit place 1 model #2",
      "difffit zero 1 model #2 inMap #1 shrink 0.6",
      "undo",
      "save placed.cif",
    ]) {
      expect(log).toContain(line);
    }
  });

  it("did all that without an error in the page", () => {
    expect(window.complaints).toEqual([]);
  });
});
