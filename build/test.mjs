/**
 * `npm test`: every check in order of cost, stopping at the first that fails, and the tests last, so that
 * their count is the last line. `npm run check` is the same without the tests. Further arguments go to Vitest.
 */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { ensureReady, root } from "./setup.mjs";

const knip = ["knip", "--config", "build/knip.mjs", "--no-progress", "--no-config-hints"];
const plain = process.stdout.isTTY ? [] : ["--colors=off"]; // a log is read as text
const stages = [
  { name: "format and lint", command: ["biome", "ci", ...plain, "--error-on-warnings", "."] },
  { name: "types", command: ["tsc", "-b"] },
  { name: "boundaries", command: [process.execPath, "build/boundaries-run.mjs"] },
  { name: "unused code", command: knip },
  { name: "code only tests use", command: [...knip, "--production"] },
  { name: "lock file", command: [process.execPath, "build/lock.mjs"] },
  { name: "sizes", command: [process.execPath, "build/sizes.mjs"] },
  { name: "gates refuse what they must", command: [process.execPath, "build/gate-tests/run.mjs"] },
];
const vitest = ["vitest", "run", "--config", "build/vitest.config.ts"];

const args = process.argv.slice(2);
const checksOnly = args[0] === "--checks-only";
ensureReady();
for (const stage of stages) {
  const { seconds, status } = run(stage.command);
  console.log(`${status === 0 ? "✓" : "✗"} ${stage.name} (${seconds} s)`);
  if (status !== 0) {
    console.log(`Stopped: the check "${stage.name}" failed; its findings are above.`);
    process.exit(status);
  }
}
if (!checksOnly) process.exitCode = run([...vitest, ...args]).status;

function run([program, ...rest]) {
  const start = performance.now();
  const path = program === process.execPath ? program : join(root, "node_modules/.bin", program);
  const result = spawnSync(path, rest, {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit"],
    shell: process.platform === "win32" && program !== process.execPath,
  });
  if (result.error) console.log(result.error.message);
  return { seconds: ((performance.now() - start) / 1000).toFixed(1), status: result.status ?? 1 };
}
