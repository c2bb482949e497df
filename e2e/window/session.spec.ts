import { existsSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { unzipSync } from "fflate";
import type { Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { takePicture, whyNot } from "./browser.testing.ts";
import { dataFile, kept, type OpenWindow, openWindow, settled, stopWhen } from "./window.testing.ts";

const demo = (name: string) => dataFile(`domainfit_demo_4A/${name}`);
const FIT = "fitmap #2 inMap #1 search 1000 seed 3";

const command = async (page: Page, text: string) => {
  const line = page.getByRole("textbox", { name: "Command" });
  await line.fill(text);
  await line.press("Enter");
};
const entries = (page: Page) =>
  page.getByRole("list", { name: "Maps and models" }).getByRole("listitem").allInnerTexts();
const rows = (page: Page) =>
  page.getByRole("region", { name: "Placements" }).locator("tbody tr").allInnerTexts();
const log = async (page: Page) => (await page.getByRole("log").textContent()) ?? "";
const logHas = (page: Page, pattern: RegExp) =>
  page.waitForFunction(
    (text) => new RegExp(text).test(document.querySelector("[role=log]")?.textContent ?? ""),
    pattern.source,
  );
const levelOf = async (page: Page) =>
  Number(await page.getByRole("textbox", { name: "Level, map units" }).inputValue());

/** What a page offers; one that offers nothing is loaded again. */
async function offeredAt(page: Page, offer: Locator): Promise<string> {
  await settled(page);
  const isOffered = (await offer.count()) > 0;
  if (!isOffered) await page.reload();
  return isOffered ? ((await offer.textContent()) ?? "") : "";
}

describe.skipIf(whyNot)("a session", () => {
  let window: OpenWindow;

  beforeAll(async () => {
    window = await openWindow();
    await window.drop([demo("map.mrc"), demo("I7M317_D1.pdb"), demo("I7MLV6_D3.pdb")]);
    await window.page.getByText(/Fit all 2/).waitFor();
    await settled(window.page);
  });
  afterAll(() => window?.close());

  it("is as it was after the page is loaded again, also when a fit was under way", async () => {
    const { page, shot } = window;
    await command(page, "volume #1 level 1.25; volume #1 color #44aa66; hide #3 models; turn y 30");
    // Climbs of all atoms: it is far from through when it is stopped, on the fastest machine.
    await command(page, "fitmap #2 inMap #1 search 160000 method difffit seed 3");
    const done = async () => Number(await page.getByRole("progressbar").getAttribute("aria-valuenow"));
    await page.getByRole("progressbar").waitFor();
    await kept(page);
    await page.reload();
    await logHas(page, /Restored the session: 1 map, 2 models/);
    await logHas(page, /that was under way goes on/);
    await expect.poll(done).toBeGreaterThanOrEqual(1);
    await shot("29-fitting");
    await stopWhen(page, /^search/);
    await page.getByRole("region", { name: "Placements" }).locator("tbody tr").first().waitFor();
    await settled(page);
    expect(await levelOf(page)).toBe(1.25);
    expect(await entries(page)).toHaveLength(3);
    expect((await rows(page)).length).toBeGreaterThan(1);
    await shot("30-reloaded");
  });

  it("keeps tables, placements and what can be undone, to the digit", async () => {
    const { page } = window;
    await command(page, FIT);
    await logHas(page, /seed 3[\s\S]*seed 3[\s\S]*Done in/);
    await command(page, "difffit place 1 model #2");
    await expect.poll(() => entries(page)).toHaveLength(4);
    await settled(page);
    const [before, listed] = [await rows(page), await entries(page)];
    expect(listed).toHaveLength(4);
    await kept(page);
    await page.reload();
    await logHas(page, /Restored the session: 1 map, 2 models, 1 fit/);
    await settled(page);
    await expect.poll(() => rows(page)).toEqual(before);
    expect(await entries(page)).toEqual(listed);
    await page.getByRole("button", { name: /^Undo/ }).first().click();
    await expect.poll(() => entries(page)).toHaveLength(3);
    await page.getByRole("button", { name: /^Redo/ }).click();
    await expect.poll(() => entries(page)).toEqual(listed);
    await expect.poll(() => rows(page)).toEqual(before);
  });

  it("survives a server that is killed", async () => {
    const { page, shot, alerted, endServer, restartServer } = window;
    const [before, listed] = [await rows(page), await entries(page)];
    await kept(page);
    endServer();
    await alerted(/connection to the Mapwright server is lost/);
    await restartServer();
    await logHas(page, /Restored the session: 1 map, 2 models, 1 fit/);
    await settled(page);
    await expect.poll(() => rows(page)).toEqual(before);
    expect(await entries(page)).toEqual(listed);
    expect(await levelOf(page)).toBe(1.25);
    await shot("31-restarted");
  });

  it("is saved as a project, closed, and opened again as it was", async () => {
    const { page, shot, drop } = window;
    const [before, listed] = [await rows(page), await entries(page)];
    await expect.poll(() => page.title()).toMatch(/^• /);
    const download = page.waitForEvent("download");
    await page.keyboard.press("Control+s");
    const saved = await download;
    expect(saved.suggestedFilename()).toBe("map.mapwright");
    const path = join(mkdtempSync(join(tmpdir(), "mapwright-e2e-")), "map.mapwright");
    writeFileSync(path, readFileSync(await saved.path()));
    await page.waitForFunction(() => document.title === "map – Mapwright");
    const contents = unzipSync(readFileSync(path));
    expect(Object.keys(contents)).toContain("thumbnail.png");
    expect(Buffer.from(contents["maps/0-map.mrc"] ?? [])).toEqual(readFileSync(demo("map.mrc")));
    await command(page, "close session");
    await page.waitForFunction(
      () => document.querySelectorAll("[aria-label='Maps and models'] li").length === 0,
    );
    await drop([path]);
    await page.waitForFunction(
      () => document.querySelectorAll("[aria-label='Maps and models'] li").length === 4,
    );
    await settled(page);
    await expect.poll(() => rows(page)).toEqual(before);
    expect(await entries(page)).toEqual(listed);
    expect(await levelOf(page)).toBe(1.25);
    await shot("32-opened");
  });

  it("asks for a name and whether maps go along", async () => {
    const { page, shot } = window;
    await page.keyboard.press("Control+Shift+S");
    const dialog = page.getByRole("dialog", { name: "Save the project" });
    await dialog.getByLabel("Name").fill("whole");
    await dialog.getByLabel(/Put all maps/).check();
    await shot("33-save-as");
    const download = page.waitForEvent("download");
    await dialog.getByRole("button", { name: "Save" }).click();
    expect((await download).suggestedFilename()).toBe("whole.mapwright");
    await expect.poll(() => log(page)).toMatch(/save whole\.mapwright includeMaps true/);
  });

  it("is offered to the next window when its tab was closed", async () => {
    const { page, newTab } = window;
    await command(page, "volume #1 level 1.5");
    await settled(page);
    await kept(page);
    await page.goto("about:blank");
    const tab = await newTab();
    const offer = tab.getByRole("region", { name: "Earlier session" });
    // The server may hear of the new page before it hears that the old one is gone: then it offers nothing yet.
    await expect.poll(() => offeredAt(tab, offer)).toMatch(/Restore .* of \d\d:\d\d/);
    expect(await offer.textContent()).toMatch(/1 map, 2 models, 1 fit/);
    await takePicture(tab, join(import.meta.dirname, "../artifacts/34-offer.png"));
    await offer.getByRole("button", { name: "Restore" }).click();
    await logHas(tab, /Restored the session/);
    await settled(tab);
    await expect.poll(() => levelOf(tab)).toBe(1.5);
    await tab.close();
  });

  it("did all that without an error in the page", () => {
    expect(window.complaints.filter((text) => !/WebSocket|ERR_CONNECTION/.test(text))).toEqual([]);
  });
});

/** Lets SIGUSR2 end the threads that a program has started, as the system does when memory runs out. */
const MORTAL = `
  import { syncBuiltinESMExports } from "node:module";
  import threads from "node:worker_threads";
  const started = [];
  const { Worker, isMainThread } = threads;
  threads.Worker = class extends Worker {
    constructor(...given) {
      super(...given);
      started.push(this);
    }
  };
  syncBuiltinESMExports();
  if (isMainThread) process.on("SIGUSR2", () => started.splice(0).forEach((thread) => thread.terminate()));
`;

describe.skipIf(whyNot)("an engine that dies in the middle of a fit", () => {
  it("is told and replaced: what is open stays, and the next fit works", async () => {
    const path = join(mkdtempSync(join(tmpdir(), "mapwright-e2e-")), "mortal.mjs");
    writeFileSync(path, MORTAL);
    const environment = { NODE_OPTIONS: `--import ${pathToFileURL(path).href}` };
    const window = await openWindow([demo("map.mrc"), demo("I7M317_D1.pdb")], undefined, environment);
    const { page, shot, alerted, signalServer } = window;
    await settled(page);
    await command(page, "volume #1 level 1.5");
    // Climbs of all atoms: far from through when the engine dies.
    await command(page, "fitmap #2 inMap #1 search 160000 method difffit seed 3");
    // A share of it is told by the engine: the call has reached it.
    await page.locator('[role="progressbar"][aria-label^="Fitting"][aria-valuenow]').waitFor();
    signalServer("SIGUSR2");
    await alerted(/The engine stopped.*being opened again; then try once more/);
    await shot("38-engine-died");
    await command(page, "volume #1 level 2; fitmap #2 inMap #1 search 300 seed 3");
    await logHas(page, /Done in/);
    await settled(page);
    expect(await entries(page)).toHaveLength(2);
    expect(await levelOf(page)).toBe(2);
    await expect.poll(() => rows(page)).not.toHaveLength(0);
    await window.close();
  });
});

describe.skipIf(whyNot)("what cannot be", () => {
  let window: OpenWindow;
  afterAll(() => window?.close());

  it("opening a damaged project is refused with a sentence, and what is open stays", async () => {
    window = await openWindow([demo("map.mrc")]);
    const { page, drop, shot, alerted } = window;
    await settled(page);
    const folder = mkdtempSync(join(tmpdir(), "mapwright-e2e-"));
    const bad = join(folder, "bad.mapwright");
    writeFileSync(bad, "PK\u0003\u0004 and no more");
    await drop([bad]);
    await alerted(/cut short or no project/);
    expect(await entries(page)).toHaveLength(1);
    await shot("35-damaged");
  });

  it("opening a project without its map asks for the map", async () => {
    const { page } = window;
    const download = page.waitForEvent("download");
    await command(page, "save away.mapwright includeMaps false");
    const path = join(mkdtempSync(join(tmpdir(), "mapwright-e2e-")), "away.mapwright");
    writeFileSync(path, readFileSync(await (await download).path()));
    await window.close();
    window = await openWindow();
    await window.drop([path]);
    const dialog = window.page.getByRole("dialog", { name: "Where is map.mrc?" });
    await dialog.waitFor();
    await window.shot("36-missing");
    const chooser = window.page.waitForEvent("filechooser");
    await dialog.getByRole("button", { name: "Locate…" }).click();
    await (await chooser).setFiles(demo("I7M317_D1.pdb"));
    await dialog.getByText(/not the one the project was saved with/).waitFor();
    const again = window.page.waitForEvent("filechooser");
    await dialog.getByRole("button", { name: "Locate…" }).click();
    await (await again).setFiles(demo("map.mrc"));
    await settled(window.page);
    await expect.poll(() => entries(window.page)).toHaveLength(1);
  });

  it.skipIf(!existsSync("/dev/full"))(
    "keeping it on a full disk is told once, and work goes on",
    async () => {
      await window.close();
      const state = mkdtempSync(join(tmpdir(), "mapwright-full-"));
      // A folder that cannot be made: /dev/full takes no files, as a full disk takes no bytes.
      mkdirSync(join(state, "mapwright"));
      symlinkSync("/dev/full", join(state, "mapwright/sessions"));
      window = await openWindow([demo("map.mrc")], undefined, { XDG_STATE_HOME: state });
      const { page, shot, alerted } = window;
      await alerted(/This session cannot be kept by itself/);
      await shot("37-full");
      await command(page, "volume #1 level 2; volume #1 color red");
      await settled(page);
      expect(await levelOf(page)).toBe(2);
      expect((await log(page)).match(/cannot be kept/g)).toHaveLength(1);
    },
  );
});
