import { existsSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { _electron, type ElectronApplication, type Page } from "playwright-core";
import { findElectronPackage, installedElectron } from "#electron/cli/electron-binary.ts";
import { hasDisplay } from "#electron/cli/open-in-browser.ts";
import { removeFolder } from "#electron/remove-folder.testing.ts";
import { PATIENCE } from "./browser.testing.ts";

const root = resolve(import.meta.dirname, "../..");
const electron = findElectronPackage();
const program = electron && installedElectron(electron);

/** Why the desktop application cannot be driven here, in one line; empty when it can. */
export const whyNoDesktop = [
  program ? "" : "Electron's program was never fetched (npm start)",
  hasDisplay() ? "" : "there is no display (xvfb-run gives one)",
  existsSync(join(root, "dist/desktop/main.js")) ? "" : "nothing is built (npm run build)",
]
  .filter(Boolean)
  .join("; ");

/** The desktop application with its window. */
export interface OpenDesktop {
  readonly app: ElectronApplication;
  /** Its window; what it saves arrives as a download does in a browser. */
  readonly page: Page;
  close(): Promise<void>;
}

/** What a window is opened with; `environment` is added to the test's own. */
export interface DesktopSetup {
  readonly files: readonly string[];
  readonly size: { readonly width: number; readonly height: number };
  readonly environment: Readonly<Record<string, string>>;
}

/** Starts the application with files; its save dialogs answer by themselves. */
export async function openDesktop({ files, size, environment }: DesktopSetup): Promise<OpenDesktop> {
  const folder = mkdtempSync(join(tmpdir(), "mapwright-desktop-"));
  const app = await _electron.launch({
    ...(program === undefined ? {} : { executablePath: program }),
    args: [root, ...files, `--user-data-dir=${folder}`, "--no-sandbox"],
    env: { ...(process.env as Record<string, string>), ...environment },
    timeout: PATIENCE,
  });
  const real = await app.firstWindow({ timeout: PATIENCE });
  await app.evaluate(
    ({ BrowserWindow, dialog }, { at, width, height }) => {
      for (const window of BrowserWindow.getAllWindows()) {
        if (window.isVisible()) window.setContentSize(width, height);
      }
      const saves = globalThis as unknown as { saved?: string };
      dialog.showSaveDialog = (async (...words: unknown[]) => {
        const { defaultPath = "" } = words.at(-1) as { defaultPath?: string };
        const filePath = `${at}/${defaultPath.split(/[/\\]/).at(-1)}`;
        saves.saved = filePath;
        return { canceled: false, filePath };
      }) as typeof dialog.showSaveDialog;
    },
    { at: folder, ...size },
  );
  return {
    app,
    page: savingAsDownloads(app, real),
    async close() {
      await app.close();
      await removeFolder(folder);
    },
  };
}

/** Stories wait for a download; here they get the next file that the application writes. */
function savingAsDownloads(app: ElectronApplication, real: Page): Page {
  const nextSave = async () => {
    let path: string | undefined;
    while (path === undefined || !existsSync(path)) {
      await real.waitForTimeout(50);
      path = await app.evaluate(() => (globalThis as unknown as { saved?: string }).saved);
    }
    await app.evaluate(() => Reflect.deleteProperty(globalThis, "saved"));
    return { path: async () => path };
  };
  return new Proxy(real, {
    get(page, name) {
      if (name === "waitForEvent") {
        return (event: string, ...rest: never[]) =>
          event === "download" ? nextSave() : page.waitForEvent(event as "close", ...rest);
      }
      const value: unknown = Reflect.get(page, name);
      return typeof value === "function" ? value.bind(page) : value;
    },
  });
}
