import { describe, expect, it } from "vitest";
import { readWords } from "#electron/desktop/arguments.ts";

describe("the words the application is started with", () => {
  it("are files, made absolute, and a kernel", () => {
    expect(readWords(["a.mrc", "--kernel", "gpu", "/b/c.cif"], "/home/me")).toEqual({
      files: ["/home/me/a.mrc", "/b/c.cif"],
      kernel: "gpu",
    });
    expect(readWords(["--kernel=cpu"], "/")).toEqual({ files: [], kernel: "cpu" });
  });

  it("leave the system's and Chromium's own words to them, and an unknown kernel to the program", () => {
    expect(readWords(["-psn_0_1234", "--inspect", "", "--kernel", "abacus", "a.mrc"], "/m")).toEqual({
      files: ["/m/a.mrc"],
      kernel: "auto",
    });
    expect(readWords(["--kernel"], "/").kernel).toBe("auto");
  });
});
