import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { rules } from "../boundaries.mjs";
import { boundaryViolations } from "../boundaries-run.mjs";
import { kernels } from "../entries.mjs";
import { missingFromLock } from "../lock.mjs";
import { root } from "../setup.mjs";
import { oversized } from "../sizes.mjs";
import { writeScratch } from "./scratch.mjs";

/**
 * The gates. `findings(folder)` gives what the gate complains about as `path: reason`; `plant(folder)`
 * writes bad files beyond those in bad/<name> and returns what must be refused; `rules` are the reasons
 * that must each be shown to work.
 */
export const gates = [
  { name: "types", findings: typeErrors },
  { name: "lint", findings: lintErrors, plant: plantLongCode, rules: lintRules() },
  {
    name: "boundaries",
    findings: boundaryFindings,
    plant: plantReachedModules,
    rules: rules.forbidden.map(({ name }) => name),
  },
  {
    name: "boundaries that read nothing",
    findings: blindFindings,
    plant: () => ["core/math/sum.ts: every-file-is-read"],
    isBlind: true,
  },
  { name: "unused", findings: unusedFindings, plant: plantUnusedPackage },
  { name: "lock", findings: lockFindings, plant: plantGap },
  { name: "sizes", findings: sizeFindings, plant: plantHeavyFiles },
];

function typeErrors(folder) {
  const output = run(folder, "tsc", ["-b", "--pretty", "false", "core", "workers", "electron"]);
  return [...output.matchAll(/^(\S+)\(\d+,\d+\): error (TS\d+)/gm)].map(
    ([, path, code]) => `${path}: ${code}`,
  );
}

function lintErrors(folder) {
  const limits = ["--max-diagnostics=none", "--reporter=github"];
  const output = run(folder, "biome", ["ci", "--error-on-warnings", ...limits, "."]);
  const lines = [...output.matchAll(/^::\w+ title=(\S+?),file=([^,]+),/gm)];
  return lines.map(
    ([, rule, path]) => `${relative(folder, resolve(folder, path))}: ${rule.split("/").at(-1)}`,
  );
}

/** The rules that biome.json names as errors; the recommended ones are Biome's to test. */
function lintRules() {
  const { linter } = JSON.parse(readFileSync(join(root, "biome.json"), "utf8"));
  const groups = [
    linter,
    ...JSON.parse(readFileSync(join(root, "biome.json"), "utf8")).overrides.map((o) => o.linter),
  ];
  const named = groups
    .flatMap(({ rules: { preset, ...byGroup } }) => Object.values(byGroup))
    .flatMap(Object.entries);
  return [...new Set(named.filter(([, level]) => (level.level ?? level) === "error").map(([rule]) => rule))];
}

/** Long code is written here rather than kept: it has nothing to read. */
function plantLongCode(folder) {
  const lines = Array.from({ length: 401 }, (_, n) => `export const line${n} = ${n};`);
  writeScratch(folder, "core/math/too-long.ts", `${lines.join("\n")}\n`);
  const body = Array.from({ length: 61 }, (_, n) => `  total += ${n};`);
  const open = "export function total(): number {\n  let total = 0;";
  writeScratch(folder, "core/math/long-function.ts", `${open}\n${body.join("\n")}\n  return total;\n}\n`);
  return [
    "core/math/too-long.ts: noExcessiveLinesPerFile",
    "core/math/long-function.ts: noExcessiveLinesPerFunction",
  ];
}

async function boundaryFindings(folder) {
  return (await boundaryViolations(folder)).map(({ rule, from }) => `${from}: ${rule}`);
}

/** Modules and packages that the bad files reach for; what is in them does not matter. */
function plantReachedModules(folder) {
  const modules = [
    "core/volume/grid",
    "core/format/mrc",
    "core/command/help",
    "workers/protocol",
    "workers/engine",
  ];
  const hosts = [
    "electron/protocol",
    "electron/files",
    "workers/kernels/wasm/assembly/fit",
    "e2e/timing/bench",
  ];
  for (const path of [...modules, ...hosts]) writeScratch(folder, `${path}.ts`, "export type Call = 1;\n");
  for (const name of ["three", "react", "electron", "gpu.js", "molstar"]) {
    writeScratch(folder, `node_modules/${name}/package.json`, JSON.stringify({ name, main: "index.js" }));
    writeScratch(folder, `node_modules/${name}/index.js`, "export const thing = 1;\n");
  }
  return ["core/misc/anything.ts: core-folder-has-a-place"];
}

/** A tool that skips core without a word, as it does when it has no parser, must be noticed. */
async function blindFindings(folder) {
  const violations = await boundaryViolations(folder, { exclude: { path: "^core/" } });
  return violations.map(({ rule, from }) => `${from}: ${rule}`);
}

function unusedFindings(folder) {
  const knip = ["--config", "build/knip.mjs", "--no-progress", "--no-config-hints", "--reporter", "json"];
  const issues = (extra) =>
    JSON.parse(run(folder, "knip", [...knip, ...extra]) || '{"issues":[]}').issues.flatMap(
      ({ file, ...kinds }) =>
        Object.entries(kinds)
          .filter(([, found]) => found.length > 0)
          .map(([kind]) => `${file}: ${kind}`),
    );
  return [...issues([]), ...issues(["--production"]).map((finding) => `${finding} in production`)];
}

/** A package that nothing imports. */
function plantUnusedPackage(folder) {
  const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  writeScratch(
    folder,
    "package.json",
    JSON.stringify({ ...manifest, dependencies: { "left-over": "1.0.0" } }),
  );
  return ["package.json: dependencies"];
}

function lockFindings(folder) {
  return missingFromLock(folder).map(({ name }) => `package-lock.json: lacks ${name}`);
}

function plantGap(folder) {
  const packages = {
    "node_modules/tool": { version: "1.0.0", optionalDependencies: { "tool-linux-x64": "1.0.0" } },
  };
  writeScratch(folder, "package-lock.json", JSON.stringify({ lockfileVersion: 3, packages }));
  return ["package-lock.json: lacks tool-linux-x64"];
}

function sizeFindings(folder) {
  return oversized(folder).map((sentence) => `${sentence.split(" ")[0]}: too big`);
}

/** Random bytes do not compress, so they are as heavy as they look. */
function plantHeavyFiles(folder) {
  const paths = ["dist/workers/thread.js", ...kernels.map(({ output }) => output)];
  for (const path of paths) writeScratch(folder, path, randomBytes(160_000));
  for (const name of ["index-1", "three-1"]) {
    writeScratch(folder, `dist/window/assets/${name}.js`, randomBytes(310_000));
  }
  return [...paths, "dist/window"].map((path) => `${path}: too big`);
}

function run(folder, program, args) {
  const path = join(root, "node_modules/.bin", program);
  const env = { ...process.env, NO_COLOR: "1", FORCE_COLOR: "0" };
  const result = spawnSync(path, args, {
    cwd: folder,
    env,
    encoding: "utf8",
    shell: process.platform === "win32",
  });
  if (result.error) throw result.error;
  return `${result.stdout}${program === "knip" ? "" : result.stderr}`;
}
