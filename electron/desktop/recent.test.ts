import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { RecentFiles } from "#electron/desktop/recent.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "mapwright-recent-"));
});
afterEach(() => rmSync(folder, { recursive: true, maxRetries: 10 }));

describe("recent files", () => {
  it("come newest first, once each, twelve at most, and outlast the program", async () => {
    const place = join(folder, "recent.json");
    const recent = new RecentFiles(place);
    await recent.add(["/a", "/b"]);
    await recent.add(["/a", "/c"]);
    expect(recent.files).toEqual(["/c", "/a", "/b"]);
    await recent.add(Array.from({ length: 20 }, (_, n) => `/${n}`));
    expect(new RecentFiles(place).files).toEqual(Array.from({ length: 12 }, (_, n) => `/${19 - n}`));
    await recent.clear();
    expect(new RecentFiles(place).files).toEqual([]);
  });

  it.each(["", "nonsense", '{"version":2,"files":["/a"]}', '{"version":1,"files":[7]}'])(
    "start anew from a damaged list: %j",
    async (text) => {
      const place = join(folder, "recent.json");
      writeFileSync(place, text);
      const recent = new RecentFiles(place);
      expect(recent.files).toEqual([]);
      await recent.add(["/a"]);
      expect(JSON.parse(readFileSync(place, "utf8"))).toEqual({ version: 1, files: ["/a"] });
    },
  );

  it("do not mind a place that cannot be written", async () => {
    const recent = new RecentFiles(join(folder, "no/such/folder/recent.json"));
    await recent.add(["/a"]);
    expect(recent.files).toEqual(["/a"]);
  });
});
