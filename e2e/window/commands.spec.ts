import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { whyNot } from "./browser.testing.ts";
import { dataFile, type OpenWindow, openWindow, savedText, settled } from "./window.testing.ts";

const demo = (name: string) => dataFile(`domainfit_demo_4A/${name}`);

const lineOf = (page: Page) => page.getByRole("textbox", { name: "Command" });
const logOf = (page: Page) => page.getByRole("log");

async function type(page: Page, command: string): Promise<void> {
  await lineOf(page).fill(command);
  await lineOf(page).press("Enter");
  await settled(page);
}

describe.skipIf(whyNot)("commands in the window", () => {
  let window: OpenWindow;

  beforeAll(async () => {
    window = await openWindow([demo("map.mrc"), demo("I7M317_D1.pdb")]);
    await window.page.getByText(/Fit/).first().waitFor();
    await settled(window.page);
  });
  afterAll(() => window?.close());

  it("are hinted at while they are typed, and point at the word that is wrong", async () => {
    const { page, shot } = window;
    await lineOf(page).fill("molmap #2 5 onGrid");
    await page.getByText(/molmap spec resolution \[onGrid #1\]/).waitFor();
    await shot("41-hint");
    await type(page, "select #2/A:10-20 & protien");
    await page
      .getByRole("alert")
      .getByText(/did you mean protein\?/)
      .waitFor();
    expect(await page.locator(".command-problem mark").textContent()).toBe("protien");
    await shot("42-error");
    await lineOf(page).press("Escape");
  });

  it("select residues of a model, which are drawn in green and counted", async () => {
    const { page, shot } = window;
    await type(page, "hide #1; view #2");
    await type(page, "select #2:1-60 & protein");
    await logOf(page)
      .getByText(/\d+ atoms, \d+ residues of #2 selected/)
      .last()
      .waitFor();
    await shot("43-selected");
  });

  it("select by a rectangle, and widen by the arrow key", async () => {
    const { page, shot } = window;
    await page.mouse.move(300, 200);
    await page.keyboard.down("Control");
    await page.mouse.down();
    await page.mouse.move(470, 330, { steps: 5 });
    await shot("44-rectangle");
    await page.mouse.up();
    await page.keyboard.up("Control");
    await logOf(page)
      .getByText(/^select #2/)
      .last()
      .waitFor();
    await settled(page);
    const before = await logOf(page)
      .getByText(/atoms, .* selected/)
      .last()
      .textContent();
    await page.keyboard.press("ArrowUp");
    await logOf(page).getByText("select up").waitFor();
    await settled(page);
    const after = await logOf(page)
      .getByText(/atoms, .* selected/)
      .last()
      .textContent();
    expect(countIn(after)).toBeGreaterThan(countIn(before));
  });

  it("move a selected model by the right button, and undo it", async () => {
    const { page, shot } = window;
    await type(page, "select #2; show #1; mousemode right translate selected");
    await page.getByRole("button", { name: "translate selected models" }).waitFor();
    await page.mouse.move(420, 260);
    await page.mouse.down({ button: "right" });
    await page.mouse.move(480, 300, { steps: 6 });
    await shot("45-moving");
    await page.mouse.up({ button: "right" });
    await logOf(page)
      .getByText(/^view matrix models #2,/)
      .last()
      .waitFor();
    await type(page, "undo");
    await logOf(page).getByText("Undid: move #2.").waitFor();
  });

  it("run a script up to the line that fails", async () => {
    const { page, drop, alerted } = window;
    const folder = mkdtempSync(join(tmpdir(), "mapwright-e2e-"));
    const script = join(folder, "session.cxc");
    writeFileSync(script, "# a script\nrename #2 domain\nhide #9\nrename #2 wrong\n");
    await drop([script]);
    await alerted(/session\.cxc, line 3: #9 is not open/);
    await page.getByRole("list", { name: "Maps and models" }).getByText("domain", { exact: true }).waitFor();
  });

  it("go from fit to saved file", async () => {
    const { page, shot } = window;
    await type(page, "fitmap #2 inMap #1 resolution 4 search 500 seed 1");
    await logOf(page)
      .getByText(/^Done in/)
      .waitFor();
    await type(page, "difffit place 1");
    const download = page.waitForEvent("download");
    await type(page, "save placed.pdb models #2");
    expect(await savedText(await download)).toMatch(/^ATOM/m);
    await shot("46-saved");
    expect(window.complaints).toEqual([]);
  });
});

function countIn(text: string | null): number {
  return Number(/([\d,]+) atoms/.exec(text ?? "")?.[1]?.replaceAll(",", "") ?? Number.NaN);
}
