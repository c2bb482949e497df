import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** The package `electron`, whose program is fetched when it is first needed. */
export interface ElectronPackage {
  readonly folder: string;
  readonly version: string;
}

/** Where the program lies, or a clause that says why there is none. */
export type ElectronLookup =
  | { readonly program: string }
  | { readonly program: null; readonly reason: string };

/** The package beside this program; undefined where it was installed without its development tools. */
export function findElectronPackage(from: string = import.meta.url): ElectronPackage | undefined {
  try {
    const manifest = createRequire(from).resolve("electron/package.json");
    const { version } = JSON.parse(readFileSync(manifest, "utf8")) as { version: string };
    return { folder: dirname(manifest), version };
  } catch {
    return undefined;
  }
}

/** The program, if it was fetched before or the user names another place (ELECTRON_OVERRIDE_DIST_PATH). */
export function installedElectron({ folder }: ElectronPackage): string | undefined {
  const named = process.env["ELECTRON_OVERRIDE_DIST_PATH"];
  const path = nameIn(folder);
  const program = named === undefined ? path && join(folder, "dist", path) : join(named, path ?? "electron");
  return program !== undefined && existsSync(program) ? program : undefined;
}

/** Has Electron's own installer fetch the program; what it says goes to `say`. Ends with the signal. */
export async function fetchElectron(
  electron: ElectronPackage,
  signal: AbortSignal,
  say: (text: string) => void,
): Promise<ElectronLookup> {
  const complaints = await runInstaller(join(electron.folder, "install.js"), signal, say);
  const program = complaints === undefined ? installedElectron(electron) : undefined;
  if (program !== undefined) return { program };
  return { program: null, reason: complaints ?? "its installer left no program" };
}

/** Undefined when it ended well, otherwise why not, from the first line of its complaint. */
function runInstaller(
  script: string,
  signal: AbortSignal,
  say: (text: string) => void,
): Promise<string | undefined> {
  return new Promise((resolve) => {
    let complaint = "";
    const installer = spawn(process.execPath, [script], { stdio: ["ignore", "pipe", "pipe"], signal });
    installer.stdout.on("data", (text: Buffer) => say(text.toString()));
    installer.stderr.on("data", (text: Buffer) => {
      complaint += text.toString();
    });
    installer.once("error", (error) => resolve(error.message));
    installer.once("close", (code) => {
      const [line = ""] = complaint.trim().split("\n", 1);
      resolve(
        code === 0 ? undefined : line.replace(/^\w*Error: /, "").replace(/\.$/, "") || `exit code ${code}`,
      );
    });
  });
}

/** Electron's installer notes what its program is called on this system. */
function nameIn(folder: string): string | undefined {
  try {
    return readFileSync(join(folder, "path.txt"), "utf8");
  } catch {
    return undefined;
  }
}
