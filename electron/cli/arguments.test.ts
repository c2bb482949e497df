import { describe, expect, it } from "vitest";
import { runCli } from "#electron/cli/cli.testing.ts";

const fit = ["fit", "map.mrc", "model.pdb"];

describe("wrong use ends with exit code 2 and names the word", () => {
  it.each([
    [["fot"], "fot"],
    [["fit"], "MAP"],
    [["fit", "map.mrc"], "MODEL"],
    [[...fit, "--levle", "1"], "--levle"],
    [[...fit, "--level", "high"], "high"],
    [[...fit, "--level", ""], "--level"],
    [[...fit, "--resolution", "0"], "--resolution"],
    [[...fit, "--resolution", "61"], "61"],
    [[...fit, "--starts", "1.5"], "1.5"],
    [[...fit, "--starts", "0"], "--starts"],
    [[...fit, "--seed", "-1"], "-1"],
    [[...fit, "--seed", "Infinity"], "Infinity"],
    [[...fit, "--atoms", "none"], "none"],
    [[...fit, "--optimizer", "slow"], "slow"],
    [[...fit, "--kernel", "quantum"], "quantum"],
    [[...fit, "--threads", "0"], "--threads"],
    [[...fit, "--symmetry", "Q4"], "Q4"],
    [[...fit, "--around", "1,2,3"], "1,2,3"],
    [[...fit, "--around", "1,2,3,4,5"], "1,2,3,4,5"],
    [[...fit, "--around", "1,2,3,0"], "radius"],
    [[...fit, "--around", "a,2,3,4"], "a,2,3,4"],
    [[...fit, "--split", "atoms"], "atoms"],
    [[...fit, "--cluster-angle", "181"], "181"],
    [[...fit, "--save-dir", ""], "--save-dir"],
    [["info"], "FILE"],
    [["info", "a", "b"], "too many arguments"],
    [["simulate", "model.pdb"], "--resolution"],
    [["correlate", "a.mrc"], "MAP"],
    [["zero", "a.mrc", "b.pdb"], "--radius"],
    [["zero", "a.mrc", "b.pdb", "--radius", "3", "--resolution", "4"], "--resolution"],
    [["demo", "--seed", "x"], "x"],
  ])("%j", async (words, named) => {
    const { exitCode, out, err } = await runCli(words);
    expect(exitCode).toBe(2);
    expect(err).toMatch(/^mapwright: /);
    expect(err).toContain(named);
    expect(out).toBe("");
  });

  it("without a command: the help, on standard error", async () => {
    const { exitCode, err } = await runCli([]);
    expect(exitCode).toBe(2);
    expect(err).toContain("Usage: mapwright");
  });
});

describe("help and version", () => {
  it.each([["--help"], ["fit", "--help"], ["zero", "-h"]])("%s %s", async (...words) => {
    const { exitCode, out, err } = await runCli(words);
    expect([exitCode, err]).toEqual([0, ""]);
    expect(out).toContain("Usage: mapwright");
  });

  it("prints the version", async () => {
    expect(await runCli(["--version"])).toEqual({ exitCode: 0, out: "1.2.3\n", err: "" });
  });
});

describe("values that look like options", () => {
  it("negative levels and places are taken as such", async () => {
    const { exitCode, err } = await runCli([...fit, "--level", "-0.5", "--around", "-1,-2,-3,4"]);
    expect(exitCode).toBe(1); // the words are right, the files are not there
    expect(err).toContain("There is no file");
  });
});
