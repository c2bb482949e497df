import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeDemoChain } from "#core/demo/demo-complex.ts";
import { writeMmcif } from "#core/format/mmcif-write.ts";
import { writeMrc } from "#core/format/mrc-write.ts";
import { createRandom, randomNormal } from "#core/math/random.ts";
import { bondedAtoms } from "#core/refine/bonded.ts";
import { gridFor, observedMap } from "#core/refine/refine.testing.ts";
import { turnSideChain } from "#core/refine/rotamers/side-chain.ts";
import { placesOf, turningResidues } from "#core/refine/rotamers/turning-residues.ts";
import { scatteringAtomsOf } from "#core/simulate/vrm/model-map.ts";
import type { Structure } from "#core/structure/structure.ts";
import { subset } from "#core/structure/subset.ts";
import { whyNoBrowser } from "./browser.testing.ts";
import { type OpenWindow, openWindow, settled } from "./window.testing.ts";

/*
 * A made-up chain whose map is known, shaken, and with one leucine in another rotamer: the window finds the leucine and
 * brings the atoms back.
 */

const whole = makeDemoChain("helix-bundle", 1);
const truth = subset(
  whole,
  Array.from({ length: whole.atomCount }, (_, n) => n).filter((n) => (whole.residueNumber[n] ?? 0) <= 40),
  "truth",
);

/** The first leucine turned to tp, and its number. */
function withOneTurned(structure: Structure): { turned: Structure; number: number } {
  const { turning } = turningResidues(structure, bondedAtoms(structure));
  const one = turning.find(({ residue }) => structure.residueName[residue.start] === "LEU");
  if (!one) throw new TypeError("The chain has no leucine.");
  const xyz = structure.xyz.slice();
  for (const [name, place] of turnSideChain(one.sideChain, placesOf(structure, one), [-177, 65])) {
    xyz.set(place, 3 * (one.atoms.get(name) ?? 0));
  }
  return { turned: { ...structure, xyz }, number: structure.residueNumber[one.residue.start] ?? 0 };
}

describe.skipIf(whyNoBrowser)("a model improved against its map", () => {
  let window: OpenWindow;
  const { turned, number } = withOneTurned(truth);

  beforeAll(async () => {
    const folder = mkdtempSync(join(tmpdir(), "mapwright-refine-"));
    const random = createRandom(2);
    const shaken = { ...turned, xyz: turned.xyz.map((x) => x + 0.1 * randomNormal(random)) };
    const atoms = scatteringAtomsOf(truth, 3);
    const map = await observedMap(atoms, gridFor(atoms, 1, 8), 0.002);
    writeFileSync(join(folder, "map.mrc"), writeMrc(map));
    writeFileSync(join(folder, "shaken.cif"), writeMmcif([shaken]));
    window = await openWindow([join(folder, "map.mrc"), join(folder, "shaken.cif")]);
    await window.page.getByText("shaken", { exact: true }).first().waitFor();
  });
  afterAll(() => window?.close());

  async function command(line: string): Promise<void> {
    const box = window.page.getByRole("textbox", { name: "Command" });
    await box.fill(line);
    await box.press("Enter");
    await settled(window.page);
  }

  it("has one rotamer that is clearly better; a click goes to it", async () => {
    const { page, shot } = window;
    await command("rotamers #2 inMap #1 resolution 3");
    await page.getByRole("tab", { name: "Validate", exact: true }).click();
    const findings = page.getByText("Another rotamer is clearly better for 1 of");
    await findings.first().waitFor();
    await page.getByRole("button", { name: `LEU ${number} A` }).click();
    await settled(page);
    await findings.last().scrollIntoViewIfNeeded();
    await shot("81-rotamers-dark");
    expect(await page.locator(".rotamer-names").textContent()).toBe("tp → mt");
  });

  it("is refined by what the resolution allows, checked by held-out shells, and made a new model", async () => {
    const { page, shot } = window;
    await page.getByRole("tab", { name: "Refine", exact: true }).click();
    await page.getByLabel("Resolution of the map, Å").last().fill("3");
    await page.keyboard.press("Enter");
    await page.getByText("Chosen so because at 3 Å").waitFor();
    // A map that says 3 Å everywhere changes nothing but is asked for.
    await command("volume scale #1 shift 3000000 factor 0.000001; hide #3; show #1");
    await page.getByRole("button", { name: "map.mrc", exact: true }).click();
    await page
      .locator(".refine-fields")
      .getByLabel("Where resolutions of places come from")
      .selectOption({ index: 1 });
    await page.getByLabel("B factors that are refined").selectOption({ label: "as they are" });
    await page.getByText("Your choice.").waitFor();
    await shot("82-refine-before");
    await page.getByRole("button", { name: "Refine", exact: true }).click();
    const table = page.locator(".refine-table");
    await table.waitFor();
    await settled(page);
    await shot("83-refine-dark");
    expect((await page.getByRole("log").textContent()) ?? "").toMatch(
      /^.*refine #2 inMap #1 .*localResolution #3/m,
    );
    const cells = await table.locator("tr").nth(1).locator("td").allTextContents();
    expect(Number(cells[1])).toBeGreaterThan(Number(cells[0]));
    expect(await page.locator(".verdict").first().textContent()).toMatch(/agrees (hardly )?better/);
  });

  it("shows its residues in the colours of their resolution", async () => {
    const { page, shot } = window;
    await command('color byattribute resolution #4 by "chain:A=3;residue:A/10-20=6"');
    await page.locator(".scales").getByText("resolution, Å").waitFor();
    await page.getByRole("button", { name: "Use the light theme" }).click();
    await settled(page);
    await shot("84-refine-light");
    await page.getByRole("tab", { name: "Validate", exact: true }).click();
    await settled(page);
    await shot("85-rotamers-light");
    expect(window.complaints).toEqual([]);
  });
});
