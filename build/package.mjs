/**
 * `npm run package` builds the application's installers into release/ with a pinned electron-builder; what follows is
 * handed on (`npm run package -- --mac`). electron-builder is fetched by npx when it is first needed and is no package
 * of this repository: its 220 packages (93 MB) would be a quarter of every `npm ci`, for a command that few people run.
 * It checks build/installer.mjs against its own schema before it does anything.
 */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ensureReady, root } from "./setup.mjs";

/** Newer ones may read the configuration differently: change it together with the test beside this file. */
export const builder = "electron-builder@26.17.0";

/** What a Debian package must say and package.json does not, in words; "" when nothing is missing. */
export function missingForDeb({ homepage, author }) {
  const email = typeof author === "object" ? author.email : /<.+@.+>/.exec(author ?? "")?.[0];
  return [homepage ? "" : "a homepage", email ? "" : "an author with an e-mail address"]
    .filter(Boolean)
    .join(" and ");
}

/** The words for electron-builder: what was asked for, and on Linux only what can be made. */
export function builderWords(asked, manifest, platform) {
  const config = ["--config", "build/installer.mjs"];
  if (asked.length > 0 || platform !== "linux" || missingForDeb(manifest) === "")
    return [...config, ...asked];
  return [...config, "--linux", "AppImage"];
}

if (process.argv[1] === import.meta.filename) {
  ensureReady();
  const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const asked = process.argv.slice(2);
  const words = builderWords(asked, manifest, process.platform);
  if (words.includes("AppImage") && asked.length === 0) {
    console.log(`No deb is made: package.json does not name ${missingForDeb(manifest)}.`);
  }
  const { status } = spawnSync("npx", ["--yes", builder, ...words], {
    cwd: root,
    stdio: "inherit",
    shell: process.platform === "win32",
  });
  process.exitCode = status ?? 1;
}
