import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readStructure } from "#core/format/structure-file.ts";
import type { FitDocument } from "#core/report/fit-document.ts";
import { PATIENCE, takePicture, whyNot } from "./browser.testing.ts";
import { dataFile, type OpenWindow, openWindow, savedText, settled } from "./window.testing.ts";

if (whyNot) console.log(`Skipped: three domains against a density, because ${whyNot}.`);

const names = ["map.mrc", "I7LV70_D1.pdb", "I7M317_D1.pdb", "I7MLV6_D3.pdb"];
const files = names.map((name) => dataFile(`domainfit_demo_4A/${name}`));

describe.skipIf(whyNot)("three domains against one density, from drop to saved report", () => {
  let window: OpenWindow;
  const table = () => window.page.getByRole("region", { name: "Placements" });
  const save = async (item: string) => {
    const { page } = window;
    const arrives = page.waitForEvent("download");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await page.getByRole("menuitem", { name: item }).click();
    return arrives;
  };

  beforeAll(async () => {
    window = await openWindow();
    // Several views at once are slow on software graphics.
  });
  afterAll(() => window?.close());

  it("fits all that was dropped, and tells the decoy from the two that fit", async () => {
    const { page, drop, shot } = window;
    await drop(files);
    await page.getByRole("button", { name: "Fit all 3" }).click();
    await page.getByRole("tab", { name: "all" }).waitFor();
    const verdict = page
      .getByRole("region", { name: "Results" })
      .or(page.locator(".results"))
      .getByRole("status")
      .first();
    for (const [name, label] of [
      ["I7LV70_D1", "None."],
      ["I7M317_D1", "Clear."],
      ["I7MLV6_D3", "Clear."],
    ] as const) {
      await page.getByRole("tab", { name }).click();
      await expect.poll(() => verdict.textContent()).toContain(label);
    }
    await settled(page);
    await shot("41-domains");
  });

  it("explains the verdict on demand", async () => {
    const { page, shot } = window;
    await page.locator(".verdict").getByRole("button", { name: "why" }).click();
    const reasons = page.getByRole("list", { name: "What the verdict rests on" });
    const text = (await reasons.textContent()) ?? "";
    for (const part of ["Gap.", "Starts.", "What would change it.", "a guess from the voxel size"])
      expect(text).toContain(part);
    await shot("42-why");
    await page.locator(".verdict").getByRole("button", { name: "less" }).click();
  });

  it("replays the way of the best start", async () => {
    const { page, shot } = window;
    await page.getByRole("button", { name: "Replay" }).click();
    const slider = page.getByRole("slider", { name: "Step of the way" });
    await slider.waitFor();
    const last = Number(await slider.getAttribute("max"));
    expect(last).toBeGreaterThan(10);
    await slider.fill("0");
    await settled(page);
    await shot("43-start");
    await slider.fill(String(Math.round(last / 2)));
    await shot("44-half-way");
    await page.getByRole("button", { name: "Close", exact: true }).click();
    await page.getByRole("button", { name: "Replay" }).waitFor();
  });

  it("shows poses side by side under one camera, filters rows and chooses columns", async () => {
    const { page, shot } = window;
    await page.getByRole("tab", { name: "all" }).click();
    const line = page.getByRole("textbox", { name: "Command" });
    await line.fill("hide #2 models; view #3");
    await line.press("Enter");
    await page.getByRole("button", { name: "Four poses side by side" }).click();
    await settled(page);
    await shot("45-four");
    await page.getByRole("button", { name: "One pose in the scene" }).click();
    await line.fill("show #2 models");
    await line.press("Enter");
    await page.getByRole("button", { name: /^Filter and look/ }).click();
    await page.getByRole("checkbox", { name: "clear only" }).check();
    await expect.poll(() => table().locator("tbody tr:not(.space)").count()).toBe(2);
    await shot("46-filter");
    await page.getByRole("button", { name: "Clear", exact: true }).click();
    await page.getByRole("button", { name: /^Filter and look/ }).click();
    await page.getByRole("button", { name: "Columns", exact: true }).click();
    await page.getByRole("menuitemcheckbox", { name: "Overlap" }).click();
    await shot("47-columns");
    await page.keyboard.press("Escape");
    await expect.poll(() => table().getByRole("button", { name: "Overlap" }).count()).toBe(1);
  });

  it("proposes one of the two that want the same density, with the reason, and places it", async () => {
    const { page, shot } = window;
    await page.getByRole("button", { name: "Propose" }).click();
    await page.getByText("1 of 3 proposed,").waitFor();
    const reasons = (await page.getByRole("list", { name: "Proposed placements" }).textContent()) ?? "";
    expect(reasons).toMatch(/I7M317_D1 rank 1/);
    expect(reasons).toMatch(/I7MLV6_D3 left out: rank 1 clashes with I7M317_D1 \(\d+ atoms\)/);
    expect(reasons).toMatch(/I7LV70_D1 left out: it was not found/);
    await shot("48-proposed");
    await page.getByRole("button", { name: "Accept all proposed" }).click();
    await expect.poll(() => page.locator(".results tr.placed").count()).toBe(1);
  });

  it("writes a note, and saves models, table, script and report", async () => {
    const { page } = window;
    await page.getByRole("tab", { name: "I7M317_D1" }).click();
    const note = page.getByRole("textbox", { name: /^Note to placement/ });
    await note.fill("the PACRG-like one <here>");
    await note.press("Enter");
    const model = await save("Placed models (mmCIF)");
    const { value } = await readStructure("placed.cif", readFileSync(await model.path()));
    expect(value.structures.map(({ atomCount }) => atomCount)).toEqual([1681]);
    const found = JSON.parse(await savedText(await save("Table (JSON)"))) as FitDocument;
    expect(found.models[0]).toMatchObject({ file: "I7M317_D1.pdb", verdict: { kind: "clear" } });
    expect(found.models[0]?.clusters[0]).toMatchObject({
      state: "placed",
      note: "the PACRG-like one <here>",
    });
    const script = await savedText(await save("ChimeraX script (CXC)"));
    expect(script).toContain('open "map.mrc" id 1');
    expect(script.match(/^view matrix models/gm)).toHaveLength(4);
  });

  it("saves a report that a browser shows, with pictures and without complaint", async () => {
    const { page, complaints } = window;
    const report = await save("Report (HTML)");
    const path = join(mkdtempSync(join(tmpdir(), "mapwright-report-")), "report.html");
    writeFileSync(path, readFileSync(await report.path()));
    const reader = await page.context().browser()?.newPage();
    if (!reader) throw new Error("There is no browser.");
    reader.setDefaultTimeout(PATIENCE);
    const said: string[] = [];
    reader.on("console", (message) => said.push(message.text()));
    await reader.goto(`file://${path}`);
    await expect.poll(() => reader.getByRole("heading", { name: "I7M317_D1" }).count()).toBe(1);
    await expect.poll(() => reader.getByRole("cell", { name: "the PACRG-like one <here>" }).count()).toBe(1);
    const drawn = await reader
      .locator("img")
      .evaluateAll((all) => all.map((one) => (one as unknown as { naturalWidth: number }).naturalWidth));
    expect(drawn).toEqual([900, 900, 900, 900]);
    await takePicture(reader, "e2e/artifacts/49-report.png");
    await reader.getByRole("heading", { name: "I7M317_D1" }).scrollIntoViewIfNeeded();
    await takePicture(reader, "e2e/artifacts/50-report-model.png");
    await reader.close();
    expect(said).toEqual([]);
    expect(complaints).toEqual([]);
  });
});
