import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { writeTinyCase } from "#electron/cli/cli.testing.ts";

const program = resolve(import.meta.dirname, "../../dist/cli/main.js");
if (!existsSync(program)) console.log("Skipped: the built program (dist/cli/main.js is not there).");

/**
 * Loaded into the program itself, since no other process can tell how far it is: Ctrl-C a little after it has told its
 * kernel, when it searches.
 */
const CTRL_C = `
  const { write } = process.stdout;
  process.stdout.write = (text, ...more) => {
    if (String(text).includes("kernel")) setTimeout(() => process.kill(process.pid, "SIGINT"), 100);
    return write.call(process.stdout, text, ...more);
  };
`;

/** Starts the built program, with `inside` loaded before it. */
function start(words: readonly string[], inside = "") {
  const loaded = `data:text/javascript,${encodeURIComponent(inside)}`;
  const child = spawn(process.execPath, ["--import", loaded, program, ...words]);
  const said = { out: "", err: "" };
  child.stdout.on("data", (piece) => {
    said.out += piece;
  });
  child.stderr.on("data", (piece) => {
    said.err += piece;
  });
  const ended = new Promise<number | null>((done) => child.on("close", done));
  return { child, said, ended };
}

describe.skipIf(!existsSync(program))("the program", () => {
  it("cancels on Ctrl-C and says so by its exit code", async () => {
    const { map, model } = writeTinyCase();
    const words = ["fit", map, model, "--starts", "10000000", "--min-island", "0"];
    const { said, ended } = start(words, CTRL_C);
    expect(await ended).toBe(130);
    expect(said.out).toContain("kernel");
    expect(said.err).not.toContain("Unexpected");
  });

  it("ends without a word when its reader has gone", async () => {
    const { child, said, ended } = start(["--help"]);
    child.stdout.destroy();
    await ended;
    expect(said.err).toBe("");
  });

  it("gives 2 for wrong use and 1 for errors", async () => {
    expect(await start(["fot"]).ended).toBe(2);
    expect(await start(["info", "nix"]).ended).toBe(1);
    expect(await start(["--version"]).ended).toBe(0);
  });
});
