import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { libraryFiles } from "../timing/cases.ts";
import { PATIENCE, takePicture, whyNot } from "./browser.testing.ts";
import { dataFile, kept, type OpenWindow, openWindow, savedText, settled } from "./window.testing.ts";

if (whyNot) console.log(`Skipped: an unknown density against a library, because ${whyNot}.`);

/** Story (c) of the users: from an unknown density to two names and a report, in ten actions. */
describe.skipIf(whyNot)("an unknown density against a folder of domains", () => {
  let window: OpenWindow;
  let actions = 0;
  const state = mkdtempSync(join(tmpdir(), "mapwright-identify-"));
  const folders = { XDG_STATE_HOME: state };
  // Every fourth domain of the library, and the two that belong: enough for a background.
  const library = () =>
    libraryFiles()
      .filter((file, n) => n % 4 === 0 || /I7M(317_D1|LV6_D3)/.test(file))
      .map(dataFile);
  const panel = () => window.page.getByRole("listbox", { name: "Candidates, best first" });
  const chosen = () => panel().getByText("kept", { exact: true });
  const ranking = async () => panel().getByRole("option").allTextContents();
  const button = (name: string | RegExp) =>
    window.page.getByRole("button", { name, exact: typeof name === "string" });
  const act = async (work: () => Promise<unknown>) => {
    actions++;
    await work();
  };

  beforeAll(async () => {
    window = await openWindow([], undefined, folders);
  });
  afterAll(() => window?.close());

  it("says what the map holds, and cuts out the piece in question", async () => {
    const { page, drop, shot } = window;
    await act(() => drop([dataFile("domainfit_demo_4A/map.mrc")]));
    await act(() => page.getByRole("tab", { name: "Identify" }).click());
    await page.getByText("kDa (264 residues) of protein").waitFor();
    await shot("60-identify-region");
    await act(() => button(/^Identify blob 1: \d+ kDa$/).click());
    await page.getByText("a part of a larger map").waitFor();
    await settled(page);
  });

  it("takes a folder that is dropped anywhere as the library", async () => {
    const { page, drop, shot } = window;
    await act(() => drop(library()));
    await button("Screen").waitFor();
    expect(await page.getByRole("region", { name: "Library" }).textContent()).toContain(
      `${library().length} files`,
    );
    await shot("61-identify-library");
  });

  it("screens it, ranks as results come, and shows the best where it was placed", async () => {
    const { page, shot } = window;
    await act(() => button("Screen").click());
    await page.getByRole("status").filter({ hasText: ": tie." }).waitFor();
    await settled(page);
    await shot("62-identify-ranking");
    const cards = await panel().getByRole("option").allTextContents();
    expect(cards.slice(0, 2).sort()).toEqual([
      expect.stringMatching(/^1\. I7M317_D1.* tie$/),
      expect.stringMatching(/^1\. I7MLV6_D3.* tie$/),
    ]);
    expect(cards[2]).toMatch(/^3\. .* none$/);
    await expect.poll(() => panel().locator("svg path").count()).toBeGreaterThan(5);
  });

  it("keeps two with the keyboard, and saves a report", async () => {
    const { page, shot } = window;
    await panel().focus();
    await act(() => page.keyboard.press("Enter"));
    await chosen().first().waitFor();
    await act(() => page.keyboard.press("ArrowDown"));
    await act(() => page.keyboard.press("Enter"));
    await expect.poll(() => chosen().count()).toBe(2);
    await settled(page);
    await shot("63-identify-kept");
    await page.getByRole("button", { name: "Use the light theme" }).click();
    await shot("65-identify-light");
    await page.getByRole("button", { name: "Use the dark theme" }).click();
    const arrives = page.waitForEvent("download");
    await act(() => button("Report").click());
    const text = await savedText(await arrives);
    expect(text.match(/, kept<\/figcaption>/g)).toHaveLength(2);
    expect(text).toContain("identify screen inMap #2 part true");
    expect(actions).toBeLessThanOrEqual(10);
    const path = join(state, "identification.html");
    writeFileSync(path, text);
    const reader = await page.context().browser()?.newPage();
    if (!reader) throw new Error("The browser is gone.");
    reader.setDefaultTimeout(PATIENCE);
    await reader.goto(`file://${path}`);
    await takePicture(reader, "e2e/artifacts/64-identify-report.png", { fullPage: true });
    await reader.close();
  });

  it("leaves commands that give the same numbers again", async () => {
    const { page } = window;
    const before = await ranking();
    const log = await page.getByRole("log").textContent();
    const command = /identify screen inMap #2 part true[^\n]*?seed 1/.exec(log ?? "")?.[0] ?? "";
    const line = page.getByRole("textbox", { name: "Command" });
    await line.fill(command);
    await line.press("Enter");
    await page.getByText(/of them known from before/).waitFor();
    await settled(page);
    expect(await ranking()).toEqual(before);
  });

  it("keeps the ranking when the page is loaded again, and when the server is killed", async () => {
    const { page, endServer, restartServer, complaints } = window;
    const before = await ranking();
    await kept(page);
    await page.reload();
    await expect.poll(ranking).toEqual(before);
    await kept(page);
    endServer();
    await restartServer();
    await expect.poll(ranking).toEqual(before);
    // The files were the page's before; now the library is the engine's.
    await panel().focus();
    await page.keyboard.press("ArrowDown");
    await settled(page);
    expect(complaints.filter((text) => !/WebSocket|ERR_CONNECTION/.test(text))).toEqual([]);
  });
});
