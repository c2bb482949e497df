import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { seriousProblems } from "./axe.testing.ts";
import { whyNot } from "./browser.testing.ts";
import { dataFile, type OpenWindow, openWindow, settled } from "./window.testing.ts";

const demo = (name: string) => dataFile(`domainfit_demo_4A/${name}`);

/** Elements that reach out of the window or out of what cannot be scrolled. */
async function cutOff({ page }: OpenWindow): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll("button, input, select, h3, td, th, .verdict")].flatMap((element) => {
      const box = element.getBoundingClientRect();
      const scroller = element.closest(".panel, .table-scroll");
      const scrolls = scroller !== null && scroller.scrollHeight > scroller.clientHeight;
      const isBelow = box.bottom > innerHeight + 1 && !scrolls;
      const isOut = box.right > innerWidth + 1 || isBelow || box.left < -1;
      const isLog = element.closest(".log, .help") !== null;
      return isOut && !isLog && box.width > 0 && element.checkVisibility()
        ? [`${element.tagName} ${element.textContent?.slice(0, 30)}`]
        : [];
    }),
  );
}

describe.skipIf(whyNot)("the window", () => {
  let window: OpenWindow;

  beforeAll(async () => {
    window = await openWindow([demo("map.mrc"), demo("I7M317_D1.pdb"), demo("I7MLV6_D3.pdb")]);
    await window.page.getByText(/Fit all 2/).waitFor();
    await settled(window.page);
  });
  afterAll(() => window?.close());

  it("opens the files it was started with, and fits all models at once into tabs", async () => {
    const { page, shot } = window;
    await page.getByRole("button", { name: "Fit all 2" }).click();
    await page.getByRole("tab", { name: "all" }).waitFor();
    await expect.poll(() => page.getByRole("tab").filter({ hasText: /I7M/ }).count()).toBe(2);
    await page.getByRole("tab", { name: "all" }).click();
    await settled(page);
    await shot("11-all");
  });

  it("shows all models by ranks as a heat map, whose cells show placements", async () => {
    const { page, shot } = window;
    await page.getByRole("button", { name: "Heat map: models by ranks" }).click();
    const cells = page.getByRole("button", { name: /I7MLV6_D3 rank \d+, / });
    await cells.nth(1).click();
    await expect.poll(() => cells.nth(1).getAttribute("aria-pressed")).toBe("true");
    await settled(page);
    await shot("18-heat");
    expect(await seriousProblems(window)).toEqual([]);
    await page.getByRole("button", { name: "Heat map: models by ranks" }).click();
  });

  it("shows placements as lines over their columns, which narrow the table and show poses", async () => {
    const { page, shot } = window;
    const button = page.getByRole("button", { name: "Parallel plot: placements over their columns" });
    await button.click();
    const plot = page.getByRole("region", { name: "Parallel plot", exact: true });
    const count = async () =>
      Number(/^(\d+) of/.exec((await plot.getByRole("status").textContent()) ?? "")?.[1]);
    const total = await count();
    await settled(page);
    await shot("18b-parallel");
    const table = page.getByRole("region", { name: "Placements", exact: true });
    const rank = await plot.getByRole("button", { name: "Rank" }).boundingBox();
    const box = await plot.locator("canvas").first().boundingBox();
    if (!rank || !box) throw new Error("There is no plot.");
    const x = rank.x + rank.width / 2;
    const [top, foot] = [box.y + 48, box.y + box.height - 21];
    // A drag along an axis keeps what passes there: all but the first ranks. A click on the axis takes that away.
    await page.mouse.move(x, foot + 4);
    await page.mouse.down();
    await page.mouse.move(x, (top + foot) / 2, { steps: 3 });
    await page.mouse.up();
    await expect.poll(count).toBeLessThan(total);
    const left = (await count()) + 1; // and the titles
    await expect.poll(() => table.getByRole("table").getAttribute("aria-rowcount")).toBe(String(left));
    await page.mouse.click(x, top + 20);
    await expect.poll(count).toBe(total);
    // The better half of the correlations, by keys; what the pointer rests on is marked in the table, a click shows it.
    const least = plot.getByRole("slider", { name: "Least Correlation" });
    await least.focus();
    for (let n = 0; n < 25; n++) await least.press("ArrowUp");
    await expect.poll(count).toBeLessThan(total);
    await page.mouse.move(x + 14, top + 1);
    await table.locator("tr.hovered").waitFor();
    await settled(page);
    await shot("18c-parallel-narrow");
    await page.mouse.down();
    await page.mouse.up();
    await table.locator("tr.hovered.shown").waitFor();
    await plot.getByRole("button", { name: "Clear ranges" }).click();
    await expect.poll(count).toBe(total);
    expect(await seriousProblems(window)).toEqual([]);
    await page.getByRole("button", { name: "Use the light theme" }).click();
    await settled(page);
    await shot("18d-parallel-light");
    expect(await seriousProblems(window)).toEqual([]);
    await page.getByRole("button", { name: "Use the dark theme" }).click();
    await button.click();
  });

  it("sorts by a column and back", async () => {
    const { page } = window;
    const table = page.getByRole("region", { name: "Placements" });
    const hits = () =>
      table
        .locator("tbody tr > td:nth-child(8)")
        .evaluateAll((cells) => cells.map(({ textContent }) => Number(textContent?.replace(",", ""))));
    const descending = async () => {
      const shown = await hits();
      return shown.length > 1 && shown.every((count, n) => n === 0 || count <= (shown[n - 1] ?? 0));
    };
    await expect.poll(hits).not.toEqual([]);
    await table.getByRole("button", { name: "Hits" }).click();
    await expect.poll(descending).toBe(true);
  });

  it("runs typed commands and points at the word it does not understand", async () => {
    const { page, shot } = window;
    const line = page.getByRole("textbox", { name: "Command" });
    await line.fill("volume #1 level 2 style mesh; style #2 stick; turn y 40");
    await line.press("Enter");
    await settled(page);
    await line.fill("volume #1 levle 3");
    await line.press("Enter");
    await page
      .getByRole("alert")
      .getByText(/does not know "levle"/)
      .waitFor();
    expect(await page.locator(".command-problem mark").textContent()).toBe("levle");
    await shot("12-commands");
    await line.press("Escape");
    await line.fill("volume #1 style surface; hide #2 atoms");
    await line.press("Enter");
    await settled(page);
  });

  it("changes the level by Alt and the wheel, and by dragging the histogram", async () => {
    const { page } = window;
    const level = page.getByRole("textbox", { name: "Level, map units" });
    const before = Number(await level.inputValue());
    await page.mouse.move(480, 250);
    await page.keyboard.down("Alt");
    await page.mouse.wheel(0, -100);
    await page.keyboard.up("Alt");
    await expect.poll(async () => Number(await level.inputValue())).toBeGreaterThan(before);
    const histogram = await page.getByRole("slider", { name: /Contour level/ }).boundingBox();
    if (!histogram) throw new Error("There is no histogram.");
    await page.mouse.move(histogram.x + 100, histogram.y + 30);
    await page.mouse.down();
    await page.mouse.move(histogram.x + 60, histogram.y + 30, { steps: 4 });
    await page.mouse.up();
    await settled(page);
    await expect.poll(() => page.getByRole("log").textContent()).toMatch(/volume #1 level/);
  });

  it("turns, moves and zooms by the mouse", async () => {
    const { page, shot } = window;
    const drag = async (button: "left" | "right", dx: number, dy: number) => {
      await page.mouse.move(480, 260);
      await page.mouse.down({ button });
      await page.mouse.move(480 + dx, 260 + dy, { steps: 3 });
      await page.mouse.up({ button });
    };
    await drag("left", 90, 30);
    await drag("right", 40, -10);
    await page.mouse.wheel(0, -200);
    await settled(page);
    await shot("13-turned");
  });

  it("is as finished in the light theme, with no serious problem of accessibility in either", async () => {
    const { page, shot } = window;
    expect(await seriousProblems(window)).toEqual([]);
    await page.getByRole("button", { name: "Use the light theme" }).click();
    await settled(page);
    await shot("14-light");
    expect(await seriousProblems(window)).toEqual([]);
    await page
      .getByRole("tab", { name: "Help" })
      .or(page.getByText("Help", { exact: true }))
      .first()
      .click();
    await shot("15-help");
  });

  it("cuts nothing off at 1280 × 800", async () => {
    expect(await cutOff(window)).toEqual([]);
  });

  it("says what is wrong with a file and keeps the rest", async () => {
    const { page, drop, shot, alerted } = window;
    const folder = mkdtempSync(join(tmpdir(), "mapwright-e2e-"));
    const bad = join(folder, "broken.mrc");
    writeFileSync(bad, "This is no map.");
    await drop([bad]);
    await alerted(/broken\.mrc/);
    await shot("16-problem");
    await expect
      .poll(() => page.getByRole("list", { name: "Maps and models" }).getByRole("listitem").count())
      .toBe(3);
  });

  it("works at 3840 × 2160", async () => {
    const { page, shot } = window;
    await page.setViewportSize({ width: 3840, height: 2160 });
    await settled(page);
    await shot("17-large");
    expect(await cutOff(window)).toEqual([]);
    await page.setViewportSize({ width: 1280, height: 800 });
  });

  it("did all that without an error in the page", () => {
    expect(window.complaints).toEqual([]);
  });
});
