import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { writeTinyCase } from "#electron/cli/cli.testing.ts";

const program = resolve(import.meta.dirname, "../../dist/cli/main.js");
if (!existsSync(program)) console.log("Skipped: the built program (dist/cli/main.js is not there).");

/** Starts the built program; `onOut` sees standard output as it comes. */
function start(words: readonly string[], onOut: (text: string) => void = () => {}) {
  const child = spawn(process.execPath, [program, ...words]);
  const said = { out: "", err: "" };
  child.stdout.on("data", (piece) => {
    said.out += piece;
    onOut(said.out);
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
    const { child, said, ended } = start(words, (out) => {
      if (out.includes("kernel")) setTimeout(() => child.kill("SIGINT"), 300);
    });
    expect(await ended).toBe(130);
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
