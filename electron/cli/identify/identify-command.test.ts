import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import type { IdentifyDocument } from "#core/report/identify/identify-document.ts";
import { runCli } from "#electron/cli/cli.testing.ts";
import { type TinyLibrary, writeTinyLibrary } from "#electron/cli/identify/identify.testing.ts";

const QUICK = ["--resolution", "6", "--starts", "100", "--full", "2", "--threads", "2"];

let tiny: TinyLibrary;
let place = 0;

beforeAll(() => {
  tiny = writeTinyLibrary();
});

const own = (name: string) => join(tiny.folder, `${place++}-${name}`);
const identify = (...words: string[]) => runCli(["identify", tiny.map, tiny.library, ...QUICK, ...words]);

function read(path: string): IdentifyDocument {
  return JSON.parse(readFileSync(path, "utf8"));
}

/** The candidates and what was skipped, which must not depend on how the work was shared out. */
function tableOf({ candidates, skipped, background }: IdentifyDocument): unknown {
  return { candidates, skipped, background };
}

async function tableWith(...words: string[]): Promise<unknown> {
  const json = own("table.json");
  const outcome = await identify("--json", json, ...words);
  expect(outcome.err).toBe("");
  expect(outcome.exitCode).toBe(0);
  return tableOf(read(json));
}

describe("mapwright identify", () => {
  it("names the chain that the map was made of, and writes table, report and placed model", async () => {
    const [json, report, saved] = [own("a.json"), own("a.html"), own("placed")];
    const outcome = await identify("--json", json, "--csv", "--report", report, "--save-dir", saved);
    expect(outcome.exitCode).toBe(0);
    expect(outcome.out).toMatch(/\n +1 +chain5 .* clear\n/);
    expect(outcome.out).toContain("chain5: clear. Scores higher than wrong models of its size do");
    const document = read(json);
    expect(document.candidates.map(({ rank }) => rank)).toEqual(document.candidates.map((_, n) => n + 1));
    expect(document.candidates[0]).toMatchObject({ file: "chain5.cif", verdict: "clear", fullSearch: true });
    expect(document.candidates[0]?.q ?? 1).toBeLessThan(0.01);
    const counted = document.candidates.map(({ domainFit }) => domainFit);
    expect(counted[0]?.placements).toBeGreaterThan(100);
    expect(counted[0]?.q ?? 1).toBeLessThan(0.01);
    // Counted for those that got the full search.
    expect(counted.map((one) => one !== null)).toEqual(
      document.candidates.map(({ fullSearch }) => fullSearch),
    );
    expect(document.seconds).toBeGreaterThan(0);
    expect(readFileSync(json.replace(".json", ".csv"), "utf8")).toMatch(
      /^rank,.*\r\n1,chain5,chain5\.cif,clear,/,
    );
    expect(readFileSync(report, "utf8")).toContain("<b>chain5: identified.</b>");
    expect(readdirSync(saved)).toEqual(["chain5_rank1.cif"]);
  });

  it("gives the same table from shards, merged in any order, for any number of threads", async () => {
    const whole = await tableWith();
    const journals = [own("1.jsonl"), own("2.jsonl"), own("3.jsonl")];
    for (const [n, journal] of journals.entries()) {
      const json = own("shard.json");
      const { exitCode } = await identify(
        "--shard",
        `${n + 1}/3`,
        "--journal",
        journal,
        "--threads",
        "1",
        "--json",
        json,
      );
      expect(exitCode).toBe(0);
      expect(read(json)).toMatchObject({ isPartial: true, library: { shard: `${n + 1}/3` } });
    }
    const merged = journals.toReversed().flatMap((journal) => ["--merge", journal]);
    expect(await tableWith(...merged)).toEqual(whole);
  });

  it("goes on from a journal that was cut off at any byte, with the same table", async () => {
    const journal = own("full.jsonl");
    const whole = await tableWith("--journal", journal);
    const text = readFileSync(journal);
    for (const share of [0, 0.0005, 0.3, 0.999]) {
      const cut = own("cut.jsonl");
      writeFileSync(cut, text.subarray(0, Math.floor(share * text.length)));
      expect(await tableWith("--journal", cut)).toEqual(whole);
      expect(await tableWith("--journal", cut)).toEqual(whole); // and once more, with what it wrote after the cut
    }
  });

  it("refuses a journal of another run, and a file that is no journal, before it does anything", async () => {
    const journal = own("j.jsonl");
    await identify("--journal", journal);
    const other = await identify("--journal", journal, "--seed", "2");
    expect(other.exitCode).toBe(1);
    expect(other.err).toMatch(/belongs to another run .*, seed 1\), not to this one .*, seed 2\)/);
    const before = readFileSync(tiny.map);
    expect((await identify("--journal", tiny.map)).err).toContain("is no journal of identify");
    expect(readFileSync(tiny.map).equals(before)).toBe(true);
  });

  it("keeps what was found when it is cancelled, and goes on from there", async () => {
    const journal = own("cancelled.jsonl");
    // Cancelled as soon as three files are in the journal, whoever looks: however fast the machine is.
    const { signal } = new AbortController();
    Object.defineProperty(signal, "aborted", {
      get: () => existsSync(journal) && readFileSync(journal, "utf8").split("\n").length > 4,
    });
    const json = own("cancelled.json");
    const outcome = await runCli(
      [
        "identify",
        tiny.map,
        tiny.library,
        ...QUICK,
        "--starts",
        "2000",
        "--journal",
        journal,
        "--json",
        json,
      ],
      { signal },
    );
    expect(outcome.exitCode).toBe(130);
    expect(outcome.err).toContain("the same command goes on from here");
    expect(read(json).isPartial).toBe(true);
    const rest = await identify("--starts", "2000", "--journal", journal);
    expect(rest.out).toMatch(/\d files known from before/);
    expect(rest.out).toMatch(/\n +1 +chain5 .* clear\n/);
  });

  it("marks what was kept and rejected, and saves what was kept", async () => {
    const [json, saved] = [own("marks.json"), own("kept")];
    const words = ["--keep", "chain3", "--reject", "chain5,nobody", "--save-dir", saved];
    const outcome = await identify("--json", json, ...words);
    expect(outcome.err).toContain("There is no candidate nobody to reject");
    const marks = read(json).candidates.filter(({ mark }) => mark);
    expect(marks.map(({ name, mark, verdict }) => [name, mark, verdict])).toEqual(
      expect.arrayContaining([
        ["chain5", "reject", "none"],
        ["chain3", "keep", "none"],
      ]),
    );
    expect(readdirSync(saved)).toEqual([expect.stringMatching(/^chain3_rank\d+\.cif$/)]);
  });

  it("looks in a part of the map, and says what sizes it can hold", async () => {
    const json = own("blob.json");
    const outcome = await identify("--region", "blob:1", "--json", json);
    expect(outcome.out).toContain("blob 1 of ");
    expect(read(json).sizes.reason).toMatch(/^the density fills [\d,]+ Å³, about [\d.]+ kDa/);
    const none = await identify("--size", "500-900");
    expect(none.out).toContain("No candidate could be tried.");
    expect((await identify("--region", "blub:1")).err).toContain("Expected all, blob:N");
    expect((await identify("--region", "blob:99999")).err).toContain("is none of them");
  });
});
