/**
 * `npm ci` refuses a package-lock.json that lacks an optional package, and npm leaves one out when the
 * registry it asked did not offer it (a mirror with the packages of one platform, for example).
 * `node build/lock.mjs` names such gaps and ends with 1; with `--complete` it fills them in from the
 * names of the packages, whose form is the platform they are for.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const systems = [
  "aix",
  "android",
  "darwin",
  "freebsd",
  "linux",
  "netbsd",
  "openbsd",
  "openharmony",
  "sunos",
  "win32",
];
const processors = ["arm", "arm64", "ia32", "loong64", "mips64el", "ppc64", "riscv64", "s390x", "x64"];

/** The optional packages that the lock below `root` asks for and does not hold, as `{ name, version, dev }`. */
export function missingFromLock(root) {
  const { packages } = readLock(root);
  return Object.values(packages).flatMap(({ optionalDependencies = {}, dev = false }) =>
    Object.entries(optionalDependencies)
      .filter(([name]) => !Object.keys(packages).some((path) => path.endsWith(`node_modules/${name}`)))
      .map(([name, version]) => ({ name, version, dev })),
  );
}

function readLock(root) {
  return JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8"));
}

function complete(root) {
  const lock = readLock(root);
  const added = missingFromLock(root).map((gap) => [`node_modules/${gap.name}`, platformEntry(gap)]);
  const all = [...Object.entries(lock.packages), ...added];
  lock.packages = Object.fromEntries(all.sort(([a], [b]) => a.localeCompare(b, "en")));
  writeFileSync(join(root, "package-lock.json"), `${JSON.stringify(lock, null, 2)}\n`);
}

/** What npm needs to know to leave the package out on other platforms and to find it on its own. */
function platformEntry({ name, version, dev }) {
  const words = name.split("/").at(-1).split("-");
  const os = words.filter((word) => systems.includes(word));
  const cpu = words.filter((word) => processors.includes(word));
  if (os.length !== 1 || cpu.length !== 1 || !/^\d+\.\d+\.\d+$/.test(version)) {
    throw new Error(`${name} ${version} does not say its platform: lock it by hand.`);
  }
  const isMusl = words.some((word) => word.startsWith("musl"));
  const libc = os[0] === "linux" ? { libc: [isMusl ? "musl" : "glibc"] } : {};
  const resolved = `https://registry.npmjs.org/${name}/-/${name.split("/").at(-1)}-${version}.tgz`;
  return { version, resolved, cpu, ...(dev ? { dev } : {}), ...libc, optional: true, os };
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const root = resolve(".");
  if (process.argv[2] === "--complete") complete(root);
  const gaps = missingFromLock(root);
  for (const { name, version } of gaps) console.log(`package-lock.json lacks ${name} ${version}.`);
  if (gaps.length > 0) {
    console.log("A fresh clone could not be installed. Run: node build/lock.mjs --complete");
    process.exitCode = 1;
  }
}
