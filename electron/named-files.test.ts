import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { realpath } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { writeMmcif } from "#core/format/mmcif-write.ts";
import { walk } from "#core/structure/walk.testing.ts";
import { temporaryFolder } from "#electron/cli/cli.testing.ts";
import { createLender } from "#electron/cli/serve-files.ts";
import { NamedFiles } from "#electron/named-files.ts";

let root: string;
let outside: string;
let files: NamedFiles;

beforeEach(async () => {
  root = await realpath(temporaryFolder());
  outside = await realpath(temporaryFolder());
  const model = writeMmcif([walk(20, 1)], { name: "a", title: "" });
  mkdirSync(join(root, "sub"));
  for (const path of [join(root, "a.cif"), join(root, "sub/b.cif"), join(outside, "c.cif")]) {
    writeFileSync(path, model);
  }
  writeFileSync(join(root, "secret.txt"), "nothing of a window's");
  writeFileSync(join(root, "session.cxc"), "view\nturn y 90\n");
  symlinkSync(join(outside, "c.cif"), join(root, "link.cif"));
  files = new NamedFiles({ lender: createLender(), roots: [root], start: root });
});

describe("files that a command line names", () => {
  it("are found from the folder one is in, and told by their names alone", async () => {
    expect(await files.lend(["a.cif", "sub/b.cif"])).toMatchObject([
      { name: "a.cif", kind: "model" },
      { name: "b.cif", kind: "model" },
    ]);
    await files.enter("sub");
    expect(files.path).toMatch(/sub$/);
    expect(files.path?.startsWith("/")).toBe(false);
    expect(await files.lend(["b.cif"])).toHaveLength(1);
    await files.enter("..");
    expect(await files.lend(["a.cif"])).toHaveLength(1);
  });

  it("may be scripts, whose text the window reads; nothing else is read as text", async () => {
    const [script, model] = await files.lend(["session.cxc", "a.cif"]);
    expect(await files.scriptText(script?.id ?? ("" as never))).toBe("view\nturn y 90\n");
    await expect(files.scriptText(model?.id ?? ("" as never))).rejects.toMatchObject({ code: "input" });
  });

  it.each(["../", "/etc/passwd", "link.cif", "nowhere.cif"])(
    "that lie outside or nowhere are not there: %s",
    async (name) => {
      await expect(files.lend([name])).rejects.toThrow(/There is no file or folder/);
    },
  );

  it("of other kinds are refused, and so is a file where a folder is wanted", async () => {
    await expect(files.lend(["secret.txt"])).rejects.toThrow(/no map, model, project, STAR file or script/);
    await expect(files.enter("a.cif")).rejects.toThrow(/no folder/);
    await expect(files.enter(outside)).rejects.toThrow(/There is no file or folder/);
  });
});

it("without a folder says how to have one; without roots the whole computer is looked at", async () => {
  const none = new NamedFiles({ lender: createLender(), roots: [], start: null });
  expect(none.path).toBeNull();
  await expect(none.lend(["a.cif"])).rejects.toThrow(/mapwright serve FOLDER/);
  const all = new NamedFiles({ lender: createLender(), roots: null, start: root });
  expect(await all.lend([join(outside, "c.cif")])).toHaveLength(1);
});
