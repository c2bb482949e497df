/**
 * Checks build/boundaries.mjs on the whole tree. `node build/boundaries-run.mjs [FOLDER]` prints every
 * violation with its sentence and ends with 1 when there is one.
 */
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import swc from "@swc/core";
import { cruise } from "dependency-cruiser";
import { coreLayers, rules } from "./boundaries.mjs";
import { filesBelow } from "./files.mjs";

/** dependency-cruiser asks swc for plain TypeScript only; what is written in a .tsx file needs to be said. */
const parsePlain = swc.parseFileSync;
swc.parseFileSync = (path, options) => parsePlain.call(swc, path, { ...options, tsx: path.endsWith(".tsx") });

const folders = ["core", "workers", "renderer", "electron", "e2e"];

/**
 * Every way in which the tree at `root` breaks the rules, as `{ rule, from, to, comment }`.
 * `extra` goes to dependency-cruiser. Given a folder it skips what it has no parser for, without a word,
 * and without @swc/core that is all TypeScript: hence the comparison with the files that are there.
 */
export async function boundaryViolations(root, extra = {}) {
  process.chdir(root); // dependency-cruiser reports paths relative to the working directory
  const files = folders.flatMap((folder) => filesBelow(root, folder)).filter(isSource);
  const options = {
    validate: true,
    ruleSet: rules,
    parser: "swc",
    tsPreCompilationDeps: true,
    doNotFollow: { path: "node_modules|kernels/wasm/assembly/" },
    ...extra,
  };
  const resolution = {
    exportsFields: ["exports"],
    conditionNames: ["import", "node", "default"],
    extensions: [".ts", ".tsx", ".mjs", ".js", ".json"],
  };
  const { output } = await cruise(
    folders.filter((folder) => existsSync(join(root, folder))),
    options,
    resolution,
  );
  return [...unread(root, files, output), ...unlayered(files), ...forbidden(output)];
}

function isSource(path) {
  return /\.tsx?$/.test(path) && !path.includes("kernels/wasm/assembly/");
}

/** A file that was not read, or read without seeing its imports, escapes every rule. */
function unread(root, files, { modules }) {
  const imports = new Map(modules.map(({ source, dependencies }) => [source, dependencies.length]));
  const missed = files.filter(
    (file) => imports.get(file) === undefined || (imports.get(file) === 0 && hasImport(file)),
  );
  const comment = `Read ${files.length - missed.length} of ${files.length} source files.`;
  return missed.map((from) => ({ rule: "every-file-is-read", from, to: "", comment }));

  function hasImport(file) {
    return /^(import\b[^;]*|export\b[^;=]*\bfrom\s*)["'][^"']+["'];/m.test(
      readFileSync(join(root, file), "utf8"),
    );
  }
}

/** A folder of core without a place in the order escapes the order. */
function unlayered(files) {
  const known = coreLayers.flat();
  const comment = "Give the folder a row in coreLayers of build/boundaries.mjs.";
  return files
    .filter((file) => file.startsWith("core/") && !known.includes(placeInCore(file)))
    .map((from) => ({ rule: "core-folder-has-a-place", from, to: "", comment }));
}

/** The folder of a file in core, or the file itself; a test has the place of what it tests. */
function placeInCore(file) {
  return file.split("/")[1].replace(/\.test\.ts$/, ".ts");
}

function forbidden({ summary }) {
  const sentence = new Map(rules.forbidden.map(({ name, comment }) => [name, comment]));
  return summary.violations.map(({ rule, from, to }) => ({
    rule: rule.name,
    from,
    to,
    comment: sentence.get(rule.name),
  }));
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const violations = await boundaryViolations(resolve(process.argv[2] ?? "."));
  for (const { rule, from, to, comment } of violations) {
    console.log(`${rule}: ${from}${to === "" ? "" : ` → ${to}`}\n    ${comment}`);
  }
  if (violations.length > 0) process.exitCode = 1;
}
