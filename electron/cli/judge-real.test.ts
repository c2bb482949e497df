import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { RotamerCheck } from "#core/refine/rotamers/rotamer-check.ts";
import type { ValidationDocument } from "#core/report/validation-document.ts";
import { runCli, temporaryFolder } from "#electron/cli/cli.testing.ts";

const DATA = join(import.meta.dirname, "../../../shared/data/emd6374_3jb0_2p9A");
const isThere = existsSync(DATA);
if (!isThere) console.log("Skipped: EMD-6374 needs ../shared/data, which is not here.");

describe.skipIf(!isThere)("EMD-6374 (2.9 Å) and chain D of 3JB0", () => {
  const words = [join(DATA, "model.pdb"), join(DATA, "map.mrc"), "--resolution", "2.9", "--json", "-"];

  it("agree: the FSC ends at the published resolution, the Q-score is above what is usual", async () => {
    const { out } = await runCli(["validate", ...words]);
    const { verdict, scores, fsc, expectedQ, residues } = JSON.parse(out) as ValidationDocument;
    expect(verdict.kind).toBe("agrees");
    expect(scores.q).toBeGreaterThan(expectedQ?.value ?? 1);
    expect(Math.abs((fsc.map.resolution05 ?? 0) / 2.9 - 1)).toBeLessThan(0.06);
    expect(residues).toHaveLength(292);
  });

  it("differ most where carboxylates are: negative charges and damage by the beam weaken them in every cryo-EM map", async () => {
    const folder = temporaryFolder();
    const { out } = await runCli(["difference", ...words, "-o", join(folder, "d.mrc")]);
    const { peaks } = JSON.parse(out) as { peaks: { height: number; name: string; atom: string }[] };
    const deepest = peaks.filter(({ height }) => height < 0);
    expect(deepest).toHaveLength(10);
    const acids = deepest.filter(({ name, atom }) => /ASP|GLU/.test(name) && /^(CG|CD|O[DE]\d)$/.test(atom));
    expect(acids.length).toBeGreaterThanOrEqual(8);
  });

  it("agree on the rotamers: no other is clearly better, and the model's own is the best of most", async () => {
    const { out } = await runCli(["rotamers", ...words]);
    const { residues, blur } = JSON.parse(out) as RotamerCheck;
    expect(residues).toHaveLength(229);
    expect(residues.filter(({ better }) => better)).toEqual([]);
    const usual = residues.filter(({ rotamer }) => rotamer !== null);
    const first = usual.filter(({ rotamer, rotamers }) => rotamers[0].name === rotamer);
    expect(first.length / usual.length).toBeGreaterThan(0.5);
    // The map was sharpened, the model's B factors were not.
    expect(blur).toBeLessThan(-100);
  });
});
