/**
 * `node build/run.mjs SCRIPT arguments…` makes the checkout ready and runs a built script in this very
 * process, so that its exit code, its signals and its terminal are the script's own.
 */
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { ensureReady, root } from "./setup.mjs";

const [script, ...args] = process.argv.slice(2);
if (script === undefined) {
  process.stderr.write("Usage: node build/run.mjs SCRIPT arguments…\n");
  process.exit(2);
}
const began = performance.now();
ensureReady();
// The script counts its seconds from the start of the process; setting up a checkout is not part of them.
process.env.MAPWRIGHT_SETUP_MS = String(performance.now() - began);
const path = resolve(root, script);
if (!existsSync(path)) {
  process.stderr.write(`${script} is not among the outputs of build/entries.mjs.\n`);
  process.exit(1);
}
process.argv = [process.argv[0], path, ...args];
await import(pathToFileURL(path).href);
