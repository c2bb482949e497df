import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { IdentifyDocument } from "#core/report/identify/identify-document.ts";
import { runCli } from "#electron/cli/cli.testing.ts";
import { runProgram } from "#electron/cli/identify/cluster/run-program.ts";
import { startSlurm } from "#electron/cli/identify/cluster/slurm-here.testing.ts";
import { type TinyLibrary, writeTinyLibrary } from "#electron/cli/identify/identify.testing.ts";
import { builtEngineFiles } from "#workers/built.testing.ts";

const started = await startSlurm();
if (typeof started === "string") console.log(`Skipped identify on a real Slurm: ${started}.`);

const QUICK = ["--resolution", "6", "--starts", "100", "--full", "2"];
const before = process.env["SLURM_CONF"];

describe.skipIf(typeof started === "string")("identify on a real Slurm of one node", () => {
  let tiny: TinyLibrary;

  beforeAll(() => {
    builtEngineFiles(); // tasks run the built program
    if (typeof started !== "string") process.env["SLURM_CONF"] = started.config;
    tiny = writeTinyLibrary();
  });

  afterAll(async () => {
    if (before === undefined) delete process.env["SLURM_CONF"];
    else process.env["SLURM_CONF"] = before;
    if (typeof started !== "string") await started.stop();
  });

  const host = {
    program: [process.execPath, resolve(import.meta.dirname, "../../../../dist/cli/main.js")],
    runProgram,
  };
  const table = (path: string) => {
    const { candidates, skipped }: IdentifyDocument = JSON.parse(readFileSync(path, "utf8"));
    return { candidates, skipped };
  };

  it("shares the library out, merges what comes and gives the table of one machine", async () => {
    const alone = join(tiny.folder, "alone.json");
    await runCli(["identify", tiny.map, tiny.library, ...QUICK, "--json", alone]);
    const dir = join(tiny.folder, "run");
    const words = ["--cluster", "slurm", "--array", "4", "--job-dir", dir, "--poll", "1"];
    const json = join(tiny.folder, "cluster.json");
    const outcome = await runCli(
      ["identify", tiny.map, tiny.library, ...QUICK, ...words, "--json", json],
      host,
    );
    expect(outcome.err).toBe("");
    expect(outcome.exitCode).toBe(0);
    expect(outcome.out).toMatch(/4 shards of about 4 files each/);
    expect(outcome.out).toMatch(/\n +1 +chain5 .* clear\n/);
    expect(table(json)).toEqual(table(alone));
    expect(readdirSync(dir)).toEqual(expect.arrayContaining(["result.csv", "result.html", "result.json"]));
    const again = await runCli(["identify", "--follow", dir, "--poll", "1"], host);
    expect(again.exitCode).toBe(0);
    expect(again.out).toMatch(/\n +1 +chain5 .* clear\n/);
    const twice = await runCli(["identify", tiny.map, tiny.library, ...QUICK, ...words], host);
    expect(twice.err).toContain("holds a run already: go on with it by --follow");
  });

  it("submits a task that dies once more, and names it when it dies again", async () => {
    const dir = join(tiny.folder, "dying");
    // Of 7 shards the third dies, whenever it is tried.
    const wrapper = join(tiny.folder, "dies.sh");
    const dies = 'case " $* " in *" 3/7 "*) echo "mapwright: out of luck." >&2; exit 9;; esac';
    writeFileSync(wrapper, `${dies}\nexec "$@"\n`);
    const program = ["bash", wrapper, ...host.program];
    const words = ["--cluster", "slurm", "--array", "7", "--job-dir", dir, "--poll", "1"];
    const outcome = await runCli(["identify", tiny.map, tiny.library, ...QUICK, ...words], {
      ...host,
      program,
    });
    expect(outcome.err).toContain("Shard 3 failed (FAILED) and is submitted once more");
    expect(outcome.err).toMatch(/Shard 3 failed twice \(FAILED\).* It said last: mapwright: out of luck\./);
    expect(outcome.exitCode).toBe(0);
    const { skipped } = table(join(dir, "result.json"));
    expect(skipped.filter(({ reason }) => reason.startsWith("not tried"))).toHaveLength(2);
  });
});
