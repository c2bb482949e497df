/**
 * Makes a checkout ready to run, whatever its state: installs packages when they are missing or
 * stale, builds when a source changed. It stands in front of every command, so the answer
 * "nothing to do" costs a few milliseconds, needs no package and prints nothing.
 * Everything it has to say goes to stderr; stdout belongs to the command that follows.
 */
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { filesBelow, isTestCode } from "./files.mjs";

/** The folder of the checkout. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Written by the build when it has finished: the fingerprint of the sources, then one output per line. */
const stampFile = "dist/.stamp";
/** The package-lock.json that node_modules was installed from. */
const installedLock = "node_modules/.installed-lock.json";
const lockFile = "dist/.setup-lock";
/** No install or build takes longer, ms; an older lock was left by a process that ended without a word. */
const lockLife = 900_000;
const noNetwork = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH/;
const offlineAdvice =
  "The npm registry could not be reached. Mapwright needs the network once, to install its packages: " +
  "connect (or name a mirror with `npm config set registry URL`) and run the command again.";
const failureAdvice = "Installing the packages failed; npm's own words are above.";
const sourceFolders = [
  "core",
  "workers",
  "electron",
  "renderer",
  "e2e",
  "build",
  "assets/help",
  "assets/shells",
];
/** First version with `require(esm)` on by default, which the test and build tools rely on. */
const oldestNode = [20, 19];

/** Installs and builds what is missing or stale. Ends the process with a clear message if it cannot. */
export function ensureReady() {
  ensureInstalled();
  if (builtFrom() === fingerprint()) return;
  underLock(() => {
    if (builtFrom() === fingerprint()) return;
    say("Building Mapwright …");
    const result = spawnSync(process.execPath, [join(root, "build/build.mjs")], {
      cwd: root,
      encoding: "utf8",
    });
    if (result.status !== 0) giveUp(`${result.stdout}${result.stderr}The build failed.`);
    if (result.stdout !== "") say(result.stdout.trimEnd());
  });
}

/** Installs the packages of package-lock.json when node_modules is missing or older. */
export function ensureInstalled() {
  refuseOldNode();
  if (isInstalled()) return;
  underLock(() => {
    if (!isInstalled()) install();
  });
}

/** What the build depends on: every source with its size and time of change, one per line. */
export function fingerprint() {
  const sources = sourceFolders.flatMap((folder) => filesBelow(root, folder)).filter(isSource);
  return ["package.json", "package-lock.json", ...sources].map(describe).join("\n");
}

/** The text of the stamp for a finished build. */
export function stampText(sources, outputs) {
  return `${sources}\n\n${outputs.join("\n")}\n`;
}

function isSource(path) {
  return !isTestCode(path) && !path.startsWith("build/gate-tests/");
}

function describe(path) {
  const { size, mtimeMs } = statSync(join(root, path));
  return `${path} ${size} ${mtimeMs}`;
}

/** The fingerprint the outputs were built from, or undefined when an output is missing. */
function builtFrom() {
  const stamp = readIfThere(stampFile);
  if (stamp === undefined) return undefined;
  const [sources, outputs] = stamp.split("\n\n");
  const isComplete = outputs
    .trim()
    .split("\n")
    .every((output) => output === "" || timeOf(output) !== undefined);
  return isComplete ? sources : undefined;
}

function isInstalled() {
  const installed = timeOf("node_modules/.package-lock.json");
  if (installed === undefined) return false;
  if (installed >= timeOf("package-lock.json")) return true;
  return readIfThere(installedLock) === readIfThere("package-lock.json");
}

function install() {
  say("Installing packages (once, about a minute) …");
  // Offline, npm tries hundreds of downloads before it gives up; what it has kept may suffice.
  const isOffline = noNetwork.test(npm(["ping", "--fetch-retries=0"]).output);
  const source = isOffline ? "--offline" : "--prefer-offline";
  const kinds = ["--include=dev", "--include=optional", "--ignore-scripts"];
  const { status, output } = npm(["ci", source, ...kinds, "--no-audit", "--no-fund", "--loglevel=error"]);
  if (status !== 0) giveUp(`${output.trimEnd()}\n${isOffline ? offlineAdvice : failureAdvice}`);
  copyFileSync(join(root, "package-lock.json"), join(root, installedLock));
}

/** Runs npm: the one that started us, if one did; otherwise the one on the path. */
function npm(args) {
  const script = process.env.npm_execpath;
  const own = script?.endsWith("npm-cli.js");
  const result = spawnSync(own ? process.execPath : "npm", own ? [script, ...args] : args, {
    cwd: root,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
    shell: process.platform === "win32" && !own,
  });
  const output = `${result.stdout ?? ""}${result.stderr ?? ""}${result.error?.message ?? ""}`;
  return { status: result.status, output };
}

function refuseOldNode() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  const [oldMajor, oldMinor] = oldestNode;
  if (major > oldMajor || (major === oldMajor && minor >= oldMinor)) return;
  giveUp(`Mapwright needs Node ${oldestNode.join(".")} or newer; this is Node ${process.versions.node}.`);
}

/** Two commands started at once must not install or build over each other: the second waits. */
function underLock(work) {
  mkdirSync(join(root, "dist"), { recursive: true });
  const path = join(root, lockFile);
  while (!takeLock(path)) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);
  const release = () => rmSync(path, { force: true });
  process.once("exit", release);
  work();
  process.removeListener("exit", release);
  release();
}

function takeLock(path) {
  try {
    writeFileSync(path, String(process.pid), { flag: "wx" });
    return true;
  } catch (error) {
    if (error.code !== "EEXIST") throw error;
    const owner = Number(readIfThere(lockFile));
    const isOld = Date.now() - (timeOf(lockFile) ?? Date.now()) > lockLife;
    if (isOld || (owner > 0 && !isRunning(owner))) rmSync(path, { force: true });
    return false;
  }
}

function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}

function readIfThere(path) {
  try {
    return readFileSync(join(root, path), "utf8");
  } catch {
    return undefined;
  }
}

function timeOf(path) {
  return statSync(join(root, path), { throwIfNoEntry: false })?.mtimeMs;
}

function say(line) {
  process.stderr.write(`${line}\n`);
}

function giveUp(message) {
  say(message);
  process.exit(1);
}
