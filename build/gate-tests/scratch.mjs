import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { filesBelow } from "../files.mjs";
import { root } from "../setup.mjs";

const here = import.meta.dirname;
const configuration = [
  "tsconfig.base.json",
  "biome.json",
  ".gitignore",
  "package-lock.json",
  "core/tsconfig.json",
  "core/tsconfig.test.json",
  "workers/tsconfig.json",
  "electron/tsconfig.json",
  "build/knip.mjs",
  "build/entries.mjs",
];

/** A temporary folder with the real configuration and the clean tree; `dispose` removes it. */
export function createScratch() {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "mapwright-gates-")));
  for (const path of configuration) copy(join(root, path), join(folder, path));
  const { imports, type } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  writeScratch(folder, "package.json", `${JSON.stringify({ name: "scratch", type, imports }, null, 2)}\n`); // it needs no packages
  copy(join(here, "clean"), folder);
  mkdirSync(join(folder, "node_modules"));
  symlinkSync(join(root, "node_modules/@types"), join(folder, "node_modules/@types"), "junction");
  return { folder, dispose: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Adds the bad files of a gate. Returns what must be refused, as `path: reason`. */
export function addBadFiles(folder, gate) {
  const bad = join(here, "bad", gate);
  if (!existsSync(bad)) return [];
  copy(bad, folder);
  return filesBelow(bad, ".").flatMap((path) => {
    const reasons = /^\/\/ refused: (.*)/.exec(readFileSync(join(bad, path), "utf8"))?.[1] ?? "";
    return reasons
      .split(", ")
      .filter(Boolean)
      .map((reason) => `${path.slice(2)}: ${reason}`);
  });
}

/** Writes one file of the scratch tree, with its folders. */
export function writeScratch(folder, path, content) {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), content);
}

function copy(from, to) {
  cpSync(from, to, { recursive: true });
}
