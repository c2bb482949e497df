import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { seriousProblems } from "./axe.testing.ts";
import { program, whyNot } from "./browser.testing.ts";
import { dataFile, kept, type OpenWindow, openWindow, savedText, settled } from "./window.testing.ts";

if (whyNot) console.log(`Skipped: particles refined in the window, because ${whyNot}.`);

/** On a machine that has other work too. */
const PATIENCE = { timeout: 300_000 };
/** Of 1,000: enough for a map, few enough for a story. */
const PARTICLES = 160;

/** From a STAR file to a refined map with its curves, and a run of the command line followed. */
describe.skipIf(whyNot)("particles refined in the window", { timeout: 600_000 }, () => {
  let window: OpenWindow;
  const folder = mkdtempSync(join(tmpdir(), "mapwright-particles-"));
  const button = (name: string | RegExp) =>
    window.page.getByRole("button", { name, exact: typeof name === "string" });
  const type = async (command: string) => {
    const line = window.page.getByRole("textbox", { name: "Command" });
    await line.fill(command);
    await line.press("Enter");
  };
  const plot = (name: RegExp) => window.page.getByRole("img", { name });
  const log = () => window.page.getByRole("log").textContent();

  beforeAll(async () => {
    const star = readFileSync(dataFile("particles_twodomain/particles.star"), "utf8").split("\n");
    const first = star.findIndex((line) => line.includes("@particles.mrcs"));
    writeFileSync(join(folder, "particles.star"), `${star.slice(0, first + PARTICLES).join("\n")}\n`);
    const stack = gunzipSync(readFileSync(dataFile("particles_twodomain/particles.mrcs.gz")));
    writeFileSync(join(folder, "particles.mrcs"), stack);
    // Maps of the folder itself are opened with it.
    mkdirSync(join(folder, "masks"));
    const other = readFileSync(dataFile("particles/toymodel_small_nocenter.mrc"));
    writeFileSync(join(folder, "masks", "other.mrc"), other);
    const moving = gunzipSync(readFileSync(dataFile("particles_twodomain/mask_moving.mrc.gz")));
    writeFileSync(join(folder, "masks", "mask_moving.mrc"), moving);
    window = await openWindow([folder]);
  });
  afterAll(() => window?.close());

  it("says what a STAR file holds, and what a refinement would do and why", async () => {
    const { page, drop, shot } = window;
    await drop([join(folder, "particles.star")]);
    await page.getByText("160 particles of 64 × 64 pixels of 2.5 Å").waitFor();
    await page.getByText("What is chosen, and why").click();
    await page.getByText("second-order steps on the likelihood of each image").waitFor();
    await shot("90-particles-open");
    await page.getByText("What is chosen, and why").click();
  });

  it("checks them before anything runs: sentences, and a page that shows why", async () => {
    const { page, shot } = window;
    await button("Check").click();
    const verdict = page.getByText(/^(Nothing speaks against these particles|Nothing is wrong for certain)/);
    await verdict.waitFor(PATIENCE);
    const found = page.getByRole("region", { name: "Check" });
    expect(await found.textContent()).toMatch(
      /Pixel size: 2\.5000 Å.*CTF sign, origins, hand of the images: /,
    );
    await verdict.scrollIntoViewIfNeeded();
    await shot("90-particles-checked");
    expect(await seriousProblems(window)).toEqual([]);
    const download = page.waitForEvent("download", PATIENCE);
    await button("Save the page").click();
    const saved = await download;
    expect(saved.suggestedFilename()).toBe("particles_check.html");
    expect(await savedText(saved)).toContain("Particles beside projections of the map");
    expect(await log()).toContain("particles check save particles_check.html");
  });

  it("refines them: curves, views and pose changes as they come, the maps in the end", async () => {
    const { page, shot } = window;
    await page.getByRole("textbox", { name: "Iterations" }).fill("2");
    await button("Refine").click();
    await plot(/^FSC of the half maps: 0\.143 at/).waitFor(PATIENCE);
    await shot("91-particles-running");
    await page.getByText(/^refine1: [\d.]+ Å after 2 iterations, [\d.]+ Å before/).waitFor(PATIENCE);
    await page.getByText("refine1 map.mrc").first().waitFor(PATIENCE);
    await settled(page);
    await shot("92-particles-refined");
    expect(await seriousProblems(window)).toEqual([]);
    const resolutions = (await plot(/^Resolution at FSC 0\.143/).getAttribute("aria-label")) ?? "";
    const [start = 0, , last = 0] = (resolutions.match(/\d+\.\d+(?=[, ])/g) ?? []).slice(1).map(Number);
    expect(last).toBeLessThan(start);
    expect(await plot(/^Mean pose changes/).getAttribute("aria-label")).toMatch(
      /: [\d.]+° and [\d.]+ Å, [\d.]+°/,
    );
    expect(await plot(/^Directions of view/).getAttribute("aria-label")).toContain("cells");
    expect(await log()).toContain("particles refine folder refine1 iterations 2 symmetry C1 seed 1");
    const written = readFileSync(join(folder, "refine1", "run.log"), "utf8");
    expect(written).toMatch(/mapwright particles refine "particles\.star" --out "refine1" --iterations 2/);
    expect(readFileSync(join(folder, "refine1", "directions.csv"), "utf8")).toMatch(/^rot_from_deg,/);
  });

  it("shows every iteration, in either theme", async () => {
    const { page, shot } = window;
    await button("Start").click();
    const first = await plot(/^FSC of the half maps/).getAttribute("aria-label");
    await button("Iteration 2").click();
    expect(await plot(/^FSC of the half maps/).getAttribute("aria-label")).not.toBe(first);
    expect(await log()).toContain("particles iteration 0");
    await button("Use the light theme").click();
    await settled(page);
    await shot("93-particles-light");
    expect(await seriousProblems(window)).toEqual([]);
    await button("Use the dark theme").click();
  });

  it("tells poses by a part of the particle, and says which maps cannot be masks", async () => {
    const { page, shot } = window;
    const choose = async (field: RegExp, map: string) => {
      const box = page.getByRole("combobox", { name: field });
      const label = (await box.locator("option").allTextContents()).find((text) => text.endsWith(map)) ?? "";
      await box.selectOption({ label });
    };
    await type("open masks/mask_moving.mrc masks/other.mrc");
    await page.getByText("other.mrc").first().waitFor();
    await settled(page);
    await page.getByText("Mask, focus, patches").click();
    await choose(/^Mask/, "other.mrc");
    const problem = page.getByText(/The mask #\d+ other\.mrc has \d+ × .* voxels; maps of .* have 64³/);
    await problem.scrollIntoViewIfNeeded();
    await shot("95-particles-other-box");
    await choose(/^Mask/, "automatic");
    await choose(/^Focus/, "mask_moving.mrc");
    await page.getByRole("textbox", { name: "Iterations" }).fill("1");
    await button("Refine").click();
    await page.getByText(/^refine2: [\d.]+ Å after 1 iteration, /).waitFor(PATIENCE);
    await page.getByText("refine2 map.mrc").first().waitFor(PATIENCE);
    await settled(page);
    await shot("96-particles-focus");
    const result = JSON.parse(readFileSync(join(folder, "refine2", "result.json"), "utf8"));
    expect(result).toMatchObject({ focus: { mask: "mask_moving.mrc", form: "variance" } });
    const words = /particles refine folder refine2 iterations 1 symmetry C1 seed 1 focus #\d+$/;
    const commands = await page.getByRole("log").locator("*").allTextContents();
    expect(commands.some((text) => words.test(text))).toBe(true);
    expect(await seriousProblems(window)).toEqual([]);
  });

  it("stops when asked, goes on where it was, and does not touch a run without that", async () => {
    const { page } = window;
    // More iterations than are done before anybody can press a button.
    await type("particles refine folder second iterations 100");
    await button("Iteration 1").waitFor(PATIENCE);
    await button("Stop").click();
    const stopped = page.getByText(/^second: [\d.]+ Å after \d+ of 100 .* Stopped; Resume goes on\.$/);
    await stopped.waitFor(PATIENCE);
    const done = Number(/after (\d+) of/.exec((await stopped.textContent()) ?? "")?.[1]);
    expect(await log()).toContain("particles stop second");
    const download = page.waitForEvent("download", PATIENCE);
    await button("Save the report (HTML)").click();
    expect(await savedText(await download)).toMatch(
      new RegExp(`<h1>Refinement of particles\\.star, ${done} of 100 iterations</h1>`),
    );
    await type("particles refine folder second iterations 3");
    await page
      .getByText(/holds a run already/)
      .first()
      .waitFor();
    await button("Resume").waitFor();
    await type(`particles refine folder second iterations ${done + 1} resume true`);
    await page.getByText(new RegExp(`^second: [\\d.]+ Å after ${done + 1} iterations`)).waitFor(PATIENCE);
    await page.getByText("second map.mrc").first().waitFor(PATIENCE);
    await settled(page);
  });

  it("goes on when the page is loaded again, and is stopped from there", async () => {
    const { page } = window;
    await type("particles refine folder third iterations 100");
    await button("Iteration 1").waitFor(PATIENCE);
    await kept(page);
    await page.reload();
    await button("Open").waitFor();
    // The panel comes back by itself, and the run is followed.
    await page.getByText(/^third: [\d.]+ Å after \d+ of 100 iterations/).waitFor(PATIENCE);
    await page.getByText(/^third \d+ of 100 iterations, /).waitFor(PATIENCE);
    await button("Stop").click();
    await expect.poll(() => button("Resume").count(), PATIENCE).toBe(1);
  });

  it("follows a run of the command line by its folder", async () => {
    const { page, shot } = window;
    const words = ["particles", "refine", "particles.star", "--out", "elsewhere", "--iterations", "1"];
    const ended = spawnSync(process.execPath, [program, ...words], { cwd: folder, stdio: "ignore" });
    expect(ended.status).toBe(0);
    await type("open elsewhere");
    await page.getByText(/^elsewhere: [\d.]+ Å after 1 iteration/).waitFor(PATIENCE);
    await button("Open maps").click();
    await page.getByText("elsewhere map.mrc").first().waitFor();
    await settled(page);
    await shot("94-particles-followed");
    expect(window.complaints).toEqual([]);
  });

  it("comes back with a server that was started again, and says what is gone by then", async () => {
    const { page, shot } = window;
    await type("open particles.star");
    await type("particles follow refine1");
    await page.getByText(/^refine1: [\d.]+ Å after 2 iterations/).waitFor(PATIENCE);
    await settled(page);
    await kept(page);
    window.endServer();
    await window.restartServer();
    await page.getByText(/^refine1: [\d.]+ Å after 2 iterations/).waitFor(PATIENCE);
    await page.getByText("160 particles of 64 × 64 pixels of 2.5 Å").waitFor();
    await settled(page);
    await kept(page);
    rmSync(join(folder, "refine1"), { recursive: true });
    await page.reload();
    await page
      .getByText(/The run refine1 is not shown again: its folder is gone/)
      .first()
      .waitFor(PATIENCE);
    await page.getByText("160 particles of 64 × 64 pixels of 2.5 Å").waitFor();
    await shot("97-particles-gone");
  });
});
