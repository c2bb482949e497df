import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { libraryFiles } from "../timing/cases.ts";
import { whyNot } from "./browser.testing.ts";
import { dataFile, type OpenWindow, openWindow, stopWhen } from "./window.testing.ts";

if (whyNot) console.log(`Skipped: a composite that is stopped in the window, because ${whyNot}.`);

/** Chains that are there, and models that are not: these take all starts, so that a round lasts.*/
describe.skipIf(whyNot)("a composite that is stopped", () => {
  let window: OpenWindow;
  const folder = "synthetic_plc_3p5A";
  const decoys = () => libraryFiles().slice(0, 4).map(dataFile);
  const button = (name: string | RegExp) => window.page.getByRole("button", { name });
  const entries = () => window.page.getByRole("list", { name: "Maps and models" }).getByText(/^#\d+$/);
  const log = async () => (await window.page.getByRole("log").textContent()) ?? "";

  beforeAll(async () => {
    window = await openWindow([
      dataFile(`${folder}/map_noisy.mrc.gz`),
      dataFile(`${folder}/truth.cif.gz`),
      ...decoys(),
    ]);
  });
  afterAll(() => window?.close());

  it("in the first round leaves everything as it was, and says so", async () => {
    const { page } = window;
    await button("Composite: 9 chains").waitFor();
    await button("Options").click();
    await page.getByRole("textbox", { name: "Number of starts" }).fill("100000");
    await page.getByRole("textbox", { name: "Number of starts" }).press("Enter");
    const stopped = stopWhen(page, /^round 1: search/);
    await button("Composite: 9 chains").click();
    await stopped;
    await button(/^Composite: /)
      .first()
      .waitFor();
    await expect.poll(log).toContain("Stopped before anything was placed: maps and models are as they were.");
    // The map, the complex, its five chains and four more models.
    await expect.poll(() => entries().count()).toBe(11);
    expect(await page.getByRole("list", { name: "Proposed placements" }).count()).toBe(0);
  });

  it("in the second round keeps what the first has placed, to be judged and accepted", async () => {
    const { page } = window;
    const stopped = stopWhen(page, /^round 2: search/);
    await button(/^Composite: /)
      .first()
      .click();
    await stopped;
    await page.getByText(/\d of \d+ proposed,/).waitFor();
    await expect.poll(log).toContain("Cancelled in round 2: what the rounds before it placed is kept.");
    const why = page.getByRole("list", { name: "Proposed placements" }).getByRole("listitem");
    await expect
      .poll(async () => (await why.allTextContents()).join(" "))
      .toMatch(/the run was cancelled before it was found/);
    await button("Accept all proposed").click();
    const placed = page.getByRole("list", { name: "Maps and models" }).getByText(/^#\d+\.1$/);
    await expect.poll(() => placed.count()).toBeGreaterThan(0);
  });

  it("did all that without an error in the page", () => {
    expect(window.complaints).toEqual([]);
  });
});
