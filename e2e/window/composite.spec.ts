import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { writeMmcif } from "#core/format/mmcif-write.ts";
import { readStructure } from "#core/format/structure-file.ts";
import { createRandom, randomRotation } from "#core/math/random.ts";
import { splitChains } from "#core/structure/chains.ts";
import { joinStructures } from "#core/structure/join.ts";
import { moveStructure } from "#core/structure/move.ts";
import type { Structure } from "#core/structure/structure.ts";
import { whyNot } from "./browser.testing.ts";
import { dataFile, type OpenWindow, openWindow, settled } from "./window.testing.ts";

if (whyNot) console.log(`Skipped: a complex put together in the window, because ${whyNot}.`);

const map = dataFile("synthetic_plc_3p5A/map_noisy.mrc.gz");

/** The five chains of 7QPD where they belong. */
async function truth(): Promise<Structure> {
  const bytes = gunzipSync(readFileSync(dataFile("synthetic_plc_3p5A/truth.cif.gz")));
  const [whole] = (await readStructure("truth.cif", bytes)).value.structures;
  if (!whole) throw new Error("The file of the complex is empty.");
  return whole;
}

/** The complex with every chain turned and shifted by itself, so that nothing is learnt from where the file has it. */
async function scrambled(): Promise<string> {
  const random = createRandom(5);
  const chains = splitChains(await truth()).map((chain) =>
    moveStructure(chain, {
      rotation: randomRotation(random),
      shift: [90 * random(), 90 * random(), 90 * random()],
    }),
  );
  const path = join(mkdtempSync(join(tmpdir(), "mapwright-complex-")), "complex.cif");
  writeFileSync(path, writeMmcif([joinStructures(chains, "complex", true)]));
  return path;
}

/** Root mean square distance of the atoms of two structures, in their order, Å. */
function rmsd(a: Structure, b: Structure): number {
  const squares = a.xyz.reduce((sum, x, n) => sum + (x - (b.xyz[n] ?? Number.NaN)) ** 2, 0);
  return Math.sqrt(squares / a.atomCount);
}

describe.skipIf(whyNot)("story (b): a complex of five chains, from drop to saved assembly", () => {
  let window: OpenWindow;
  let actions = 0;
  /** What a user does: each counts. */
  const act = async (action: () => Promise<unknown>) => {
    actions++;
    await action();
  };
  const button = (name: string | RegExp) => window.page.getByRole("button", { name });
  const placed = () => window.page.getByRole("list", { name: "Maps and models" }).getByText(/^#\d+\.1$/);

  beforeAll(async () => {
    window = await openWindow();
  });
  afterAll(() => window?.close());

  it("drop, Composite: every chain is proposed, with why it is where it is", async () => {
    const { page, drop, shot } = window;
    const complex = await scrambled();
    await act(() => drop([map, complex]));
    await button("Composite: 5 chains").waitFor();
    await settled(page);
    await shot("71-complex-dropped");
    await act(() => button("Composite: 5 chains").click());
    await page.getByText("5 of 5 proposed,").waitFor();
    const why = page.getByRole("list", { name: "Proposed placements" }).getByRole("listitem");
    await expect.poll(() => why.count()).toBe(5);
    expect((await why.allTextContents()).join(" ")).toMatch(
      /refined with the others .+ → .+, no clash, moved \d/,
    );
    await settled(page);
    await shot("72-complex-proposed");
  });

  it("judge by arrow keys, accept, take one back, accept it again", async () => {
    const { page, shot } = window;
    await act(() => page.getByRole("region", { name: "Placements" }).press("ArrowDown"));
    await act(() => page.getByRole("region", { name: "Placements" }).press("ArrowDown"));
    await act(() => button("Accept all proposed").click());
    await expect.poll(() => placed().count()).toBe(5);
    await settled(page);
    await shot("73-complex-accepted");
    await page.getByRole("button", { name: "Use the light theme" }).click();
    await shot("75-complex-light");
    await act(() => page.keyboard.press("Control+z"));
    await expect.poll(() => placed().count()).toBe(4);
    await shot("74-complex-one-back");
    await act(() => page.keyboard.press("Control+Shift+z"));
    await expect.poll(() => placed().count()).toBe(5);
  });

  it("save: one file with all chains where they belong, in at most ten actions", async () => {
    const { page } = window;
    const arrives = page.waitForEvent("download");
    await act(() => page.getByRole("button", { name: "Save", exact: true }).click());
    await act(() => page.getByRole("menuitem", { name: "Placed models (mmCIF)" }).click());
    const { value } = await readStructure("placed.cif", readFileSync(await (await arrives).path()));
    const chains = new Map(splitChains(await truth()).map((chain) => [chain.chainId[0], chain]));
    expect(value.structures.map(({ chainId }) => chainId[0]).sort()).toEqual([...chains.keys()].sort());
    for (const own of value.structures) {
      const home = chains.get(own.chainId[0]);
      expect(home && rmsd(own, home)).toBeLessThan(0.5);
    }
    expect(actions).toBeLessThanOrEqual(10);
  });

  it("did all that without an error in the page", () => {
    expect(window.complaints).toEqual([]);
  });
});
