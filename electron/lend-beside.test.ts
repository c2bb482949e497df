import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { temporaryFolder } from "#electron/cli/cli.testing.ts";
import { createLender } from "#electron/cli/serve-files.ts";
import { lendBeside } from "#electron/lend-beside.ts";

const folder = temporaryFolder();
const outside = temporaryFolder();

beforeAll(() => {
  mkdirSync(join(folder, "refine1"));
  writeFileSync(join(folder, "particles.star"), "data_\n");
  writeFileSync(join(folder, "refine1", "map.mrc"), "x");
  writeFileSync(join(outside, "secret.mrc"), "x");
  symlinkSync(join(outside, "secret.mrc"), join(folder, "link.mrc"));
});

describe("files beside a lent one", () => {
  const lent = async () => {
    const lender = createLender();
    const [star] = await lender.lend([join(folder, "particles.star")]);
    if (!star) throw new Error("The STAR file is lent.");
    expect(star.kind).toBe("particles");
    return (name: string) => lendBeside(lender, star.id, [name]);
  };

  it("are lent from folders within", async () => {
    const beside = await lent();
    expect(await beside("refine1/map.mrc")).toMatchObject([{ name: "map.mrc", kind: "map" }]);
  });

  it.each(["../secret.mrc", "link.mrc", "refine1", "refine1/none.mrc", join(outside, "secret.mrc")])(
    "are not lent when they lie elsewhere or are no file: %s",
    async (name) => {
      const beside = await lent();
      await expect(beside(name)).rejects.toThrow(/There is no file .* beside the one that was opened/);
    },
  );
});
