/**
 * What is sent to a thread or compiled at start-up must stay small. `node build/sizes.mjs [FOLDER]`
 * prints every built file over its limit and ends with 1 when there is one.
 */
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { kernels } from "./entries.mjs";
import { filesBelow } from "./files.mjs";

const kB = 1000;
const threadLimit = 150 * kB; // after gzip, without WebAssembly
const kernelLimit = 100 * kB;
const windowLimit = 300 * kB; // scripts after gzip, without three.js and the docking, which seldom change

/** One sentence for every built file under `root` that is over its limit. */
export function oversized(root) {
  const thread = { path: "dist/workers/thread.js", limit: threadLimit, what: "after gzip", sizeOf: gzipSize };
  const wasm = kernels.map(({ output }) => ({ path: output, limit: kernelLimit, what: "", sizeOf: rawSize }));
  const small = [thread, ...wasm]
    .filter(({ path }) => existsSync(join(root, path)))
    .map((file) => ({ ...file, size: file.sizeOf(readFileSync(join(root, file.path))) }))
    .filter(({ size, limit }) => size > limit)
    .map(({ path, size, limit, what }) => `${path} has ${size} bytes ${what}, the limit is ${limit}.`);
  return [...small, ...oversizedWindow(root)];
}

function oversizedWindow(root) {
  const scripts = filesBelow(root, "dist/window").filter(
    (path) => /\.js$/.test(path) && !/\/(three|dock)-/.test(path),
  );
  const size = scripts.reduce((sum, path) => sum + gzipSize(readFileSync(join(root, path))), 0);
  return size > windowLimit
    ? [
        `dist/window has scripts of ${size} bytes after gzip without three.js and the docking, the limit is ${windowLimit}.`,
      ]
    : [];
}

function gzipSize(bytes) {
  return gzipSync(bytes).length;
}

function rawSize(bytes) {
  return bytes.length;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const complaints = oversized(resolve(process.argv[2] ?? "."));
  for (const complaint of complaints) console.log(complaint);
  if (complaints.length > 0) process.exitCode = 1;
}
