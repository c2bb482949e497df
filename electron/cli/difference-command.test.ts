import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, it } from "vitest";
import { writeMmcif } from "#core/format/mmcif-write.ts";
import { readMrc } from "#core/format/mrc.ts";
import { volumeFromMrc } from "#core/format/mrc-volume.ts";
import { writeMrc } from "#core/format/mrc-write.ts";
import { subset } from "#core/structure/subset.ts";
import { mapAt, smallModel } from "#core/validate/validate.testing.ts";
import { runCli, temporaryFolder } from "#electron/cli/cli.testing.ts";
import { writeAtomic } from "#workers/files.ts";

const folder = temporaryFolder();
const path = (name: string) => join(folder, name);
const [MODEL, MAP, OUT] = [path("lacking.cif"), path("map.mrc"), path("out.mrc")];
const structure = smallModel();

beforeAll(async () => {
  await writeAtomic(MAP, writeMrc(await mapAt(structure, 3)));
  const kept = Array.from({ length: structure.atomCount }, (_, n) => n).filter((n) => n < 12 || n >= 18);
  await writeAtomic(MODEL, writeMmcif([subset(structure, kept, "lacking")]));
});

function difference(...words: string[]) {
  return runCli(["difference", MODEL, MAP, "--resolution", "3", "-o", OUT, ...words]);
}

it("writes the difference in σ and lists the missing residue first", async () => {
  const { exitCode, out, err } = await difference("--peaks", "2");
  expect([exitCode, err]).toEqual([0, ""]);
  expect(out).toMatch(/^scale {7}a scale per shell of resolution, and then one in a window/m);
  const [, height, x, y, z] = out.match(/ +([\d.]+) +(-?[\d.]+) +(-?[\d.]+) +(-?[\d.]+)$/m) ?? [];
  // The third residue of chain A, whose atoms lie within 1.5 Å of its middle.
  expect(Math.hypot(Number(x), Number(y) + 3.5, Number(z) - 2.5 * Math.sin(4))).toBeLessThan(1.6);
  const { values } = volumeFromMrc(readMrc(readFileSync(OUT)).value).value;
  expect(values.reduce((a, b) => Math.max(a, b))).toBeGreaterThan(0.8 * Number(height));
});

it("weighs by half maps, and says it all in JSON", async () => {
  const { exitCode, out } = await difference("--half1", MAP, "--half2", MAP, "--json", "-");
  expect(exitCode).toBe(0);
  const document = JSON.parse(out);
  expect(document).toMatchObject({ version: 1, scale: "half maps", halfMaps: [MAP, MAP], file: OUT });
  expect(document.peaks[0]).toMatchObject({ chain: "A", name: "SER" });
  expect(document.peaks[0].height).toBeGreaterThan(5);
});

it.each([
  [["--half1", "x.mrc"], "come in pairs"],
  [["--half1", "x.mrc", "--half2", "y.mrc", "--scale", "global"], "cannot be used with option"],
  [["--scale", "wild"], "global, shells, local"],
])("refuses %j", async (words, reason) => {
  const { exitCode, err } = await difference(...words);
  expect(exitCode).toBe(2);
  expect(err).toContain(reason);
});
