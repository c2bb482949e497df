import { mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ArchiveServer, archiveServer } from "#electron/archive/archive-server.testing.ts";
import { removeFolder } from "#electron/remove-folder.testing.ts";
import { whyNot } from "./browser.testing.ts";
import { dataFile, type OpenWindow, openWindow, settled } from "./window.testing.ts";

if (whyNot) console.log(`Skipped: the start of the window, because ${whyNot}.`);

const MAP = "ftp.ebi.ac.uk/pub/databases/emdb/structures/EMD-1234/map/emd_1234.map.gz";
const HEADER = "ftp.ebi.ac.uk/pub/databases/emdb/structures/EMD-1234/header/emd-1234.xml";
const header = `<emd emdb_id="EMD-1234"><admin><title>Two domains</title></admin>
  <map><contour_list><contour primary="true"><level>0.9</level></contour></contour_list></map>
  <p><final_reconstruction><resolution>4.0</resolution></final_reconstruction></p></emd>`;

describe.skipIf(whyNot)("the first minute", () => {
  let server: ArchiveServer;
  let folder: string;
  let window: OpenWindow;
  const begin = (files: readonly string[] = []) =>
    openWindow(files, undefined, {
      MAPWRIGHT_ARCHIVE_MIRROR: server.mirror,
      XDG_CACHE_HOME: join(folder, "cache"),
      XDG_STATE_HOME: join(folder, "state"),
    });

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "mapwright-start-"));
    server = await archiveServer({
      [MAP]: { body: gzipSync(readFileSync(dataFile("domainfit_demo_4A/map.mrc")), { level: 1 }) },
      [HEADER]: { body: Buffer.from(header) },
    });
    window = await begin();
  });
  afterAll(async () => {
    await window?.close();
    await server?.close();
    await removeFolder(folder);
  });

  it("shows what can be done, and is soon there", async () => {
    const { page, shot } = window;
    await page.getByRole("heading", { name: "Drop a map and a model here" }).waitFor();
    const paint = await page.evaluate(
      () =>
        new Promise<number>((seen) => {
          const observer = new PerformanceObserver((list) =>
            seen(list.getEntries()[0]?.startTime ?? Number.NaN),
          );
          observer.observe({ type: "paint", buffered: true });
        }),
    );
    await page.getByText("What you open or fetch will be here").waitFor();
    const { ready, scripts } = await page.evaluate(() => ({
      ready: performance.now(),
      scripts: performance.getEntriesByType("resource").map((one) => {
        const { name, encodedBodySize } = one as PerformanceResourceTiming;
        return `${name.split("/").pop()} ${Math.round(encodedBodySize / 1000)} kB`;
      }),
    }));
    console.log(
      `First paint ${Math.round(paint)} ms, usable at most ${Math.round(ready)} ms after the page was asked for (${scripts.join(", ")}).`,
    );
    await shot("40-start");
    await page.getByRole("button", { name: "Use the light theme" }).click();
    await shot("41-start-light");
    await page.getByRole("button", { name: "Use the dark theme" }).click();
  });

  it("checks this computer against a known answer", async () => {
    const { page, shot } = window;
    await page.getByRole("button", { name: "Check this computer" }).click();
    await page.getByText(/Works: the known answer was found to 0\.\d\d Å/).waitFor();
    await page.getByText(/draws with WebGL 2/).waitFor();
    await shot("42-checked");
  });

  it("says which entry an archive lacks", async () => {
    const { page, alerted } = window;
    await page.getByRole("textbox", { name: "Fetch by id" }).fill("9abc");
    await page.getByRole("button", { name: "Fetch" }).click();
    await alerted(/The PDB has no released entry 9ABC/);
  });

  it("fetches a map with the depositors' level and resolution", async () => {
    const { page, shot } = window;
    await page.getByRole("textbox", { name: "Fetch by id" }).fill("emdb:1234");
    await page.keyboard.press("Enter");
    await page.getByText("Level proposed: recommended by the depositors of EMD-1234").waitFor();
    const level = page.getByRole("textbox", { name: "Level, map units" });
    await expect.poll(() => level.inputValue()).toMatch(/^0\.9/);
    await settled(page);
    // The picture of the recent file is taken, for the next session to show.
    const pictures = join(folder, "state/mapwright/recent");
    await expect.poll(() => readdirSync(pictures).filter((name) => name.endsWith(".png")).length).toBe(1);
    await shot("43-fetched");
    const log = (await page.getByRole("log").textContent()) ?? "";
    expect(log).toContain("open emdb:1234");
    expect(log).toContain("level 0.9 recommended by the depositors");
  });

  it("remembers it with a picture for the next session, and opens it again", async () => {
    await window.close();
    window = await begin();
    const { page, shot } = window;
    const card = page.getByRole("button", { name: /EMD-1234/ }).first();
    await card.locator("img").waitFor();
    await shot("44-recent");
    const asked = server.asked.length;
    await card.click();
    await page.getByText("Level proposed: recommended by the depositors of EMD-1234").waitFor();
    expect(server.asked).toHaveLength(asked);
    await page.getByRole("textbox", { name: "Command" }).fill("close session");
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Take EMD-1234 off the list" }).click();
    await page.getByText("What you open or fetch will be here").waitFor();
  });

  it("goes from a demo card to a placed model", async () => {
    const { page, shot } = window;
    await page.getByRole("button", { name: /One model, one map/ }).click();
    await page.getByText(/Search demo chain in the whole of demo map/).waitFor();
    await page.getByRole("button", { name: "Fit", exact: true }).click();
    await page.getByRole("status").filter({ hasText: "Clear." }).waitFor();
    await page.getByRole("region", { name: "Placements" }).focus();
    await page.keyboard.press("Enter");
    await page.getByRole("list", { name: "Maps and models" }).getByText("#2.1").waitFor();
    await settled(page);
    await shot("45-demo-placed");
  });

  it("has help: found by words, opened by the question marks and by the command", async () => {
    const { page, shot } = window;
    await page.getByRole("button", { name: "Help on Fit" }).click();
    const help = page.getByRole("region", { name: "Help" });
    await help.getByRole("heading", { name: "One model into one map" }).waitFor();
    await shot("46-help");
    await help.getByRole("searchbox").fill("statistics accounts");
    await help.getByRole("button", { name: "Privacy" }).click();
    await help.getByText("There are no statistics").waitFor();
    const line = page.getByRole("textbox", { name: "Command" });
    await line.fill("help fitmap");
    await line.press("Enter");
    await help.getByText(/^fitmap .*search/).waitFor();
    await line.fill("help verdict");
    await line.press("Enter");
    await help.getByRole("heading", { name: "What the verdict means" }).waitFor();
  });

  it("says that it is off-line, and what to do", async () => {
    await server.close();
    const { page, alerted } = window;
    const line = page.getByRole("textbox", { name: "Command" });
    await line.fill("open 4321 from emdb");
    await line.press("Enter");
    await alerted(/EMD-4321 could not be fetched .*Try again/);
  });

  it("did all that without an error in the page", () => {
    expect(window.complaints).toEqual([]);
  });
});
