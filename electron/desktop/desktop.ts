import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { asAppError } from "#core/errors.ts";
import { loadPages } from "#electron/cli/serve-pages.ts";
import { readWords, type StartWords } from "#electron/desktop/arguments.ts";
import { confine, refusePermissions } from "#electron/desktop/confine.ts";
import type { ElectronApi } from "#electron/desktop/electron-api.ts";
import { startEngine } from "#electron/desktop/engine.ts";
import { FileService } from "#electron/desktop/file-service.ts";
import { GpuWindow } from "#electron/desktop/gpu-window.ts";
import { keepSessions } from "#electron/desktop/keep-sessions.ts";
import { MainWindow } from "#electron/desktop/main-window.ts";
import { menuItems } from "#electron/desktop/menu.ts";
import { RecentFiles } from "#electron/desktop/recent.ts";
import { APP_SCHEME, answerPage } from "#electron/desktop/scheme.ts";

/** What second instances hand to the first; nothing else of theirs is looked at. */
interface Handover {
  readonly files: readonly string[];
}

/**
 * Starts the desktop application. `bundle` is the address of the running main process, beside which everything else
 * that was built lies. Called once, before Electron is ready: schemes and the instance lock cannot wait.
 */
export function startDesktop(electron: ElectronApi, bundle: string): void {
  const { app } = electron;
  const words = readWords(process.argv.slice(app.isPackaged ? 1 : 2), process.cwd());
  electron.protocol.registerSchemesAsPrivileged([APP_SCHEME]);
  if (!app.requestSingleInstanceLock({ files: words.files } satisfies Handover)) {
    app.quit();
    return;
  }
  if (words.kernel === "gpu" && process.platform === "linux") lendVulkan(app);
  const desktop = assemble(electron, bundle, words);
  app.on("web-contents-created", (_event, contents) => confine(contents, desktop.openLink));
  app.on("second-instance", (_event, _words, _folder, handover) => desktop.open(filesOf(handover)));
  app.on("open-file", (event, path) => {
    event.preventDefault();
    desktop.open([path]);
  });
  app.on("activate", () => desktop.open([]));
  app.on("window-all-closed", () => {
    if (process.platform !== "darwin") app.quit();
  });
  desktop.open(words.files);
  app.whenReady().then(desktop.start, (thrown) => giveUp(electron, thrown));
}

/** On Linux Chromium offers a graphics card to pages only when told to: https://issues.chromium.org/40180962. */
function lendVulkan({ commandLine }: ElectronApi["app"]): void {
  commandLine.appendSwitch("enable-unsafe-webgpu");
  commandLine.appendSwitch("enable-features", "Vulkan");
}

/** The parts and how they hang together. `open` may be called before `start`: files then wait. */
function assemble(
  electron: ElectronApi,
  bundle: string,
  words: StartWords,
): { start(): Promise<void>; open(paths: readonly string[]): void; openLink(address: string): void } {
  const { app, Menu } = electron;
  const beside = (path: string) => fileURLToPath(new URL(path, bundle));
  const preload = beside("preload.cjs");
  const recent = new RecentFiles(join(app.getPath("userData"), "recent-menu.json"));
  const journals = join(app.getPath("userData"), "identifications");
  const files = new FileService(electron, (paths) => {
    for (const path of paths) app.addRecentDocument(path);
    void recent.add(paths).then(showMenu);
  });
  const gpu = new GpuWindow(electron, preload);
  const sessions = keepSessions(app, files.lender, () =>
    startEngine({ bundle, version: app.getVersion(), kernel: words.kernel, journals }, gpu),
  );
  const window = new MainWindow({
    electron,
    files,
    version: app.getVersion(),
    preload,
    icon: beside("../../assets/icons/512x512.png"),
    sessions,
    closed: () => {
      gpu.close();
      if (isQuitting) app.quit();
    },
    kept: () => {
      isQuitting = false;
    },
  });
  // The hidden window holds quitting up, so it is asked for again when the window people see is gone.
  app.on("before-quit", () => {
    isQuitting = true;
  });
  let isQuitting = false;
  const waiting: string[] = [];
  let isReady = false;
  const open = (paths: readonly string[]) => {
    if (!isReady) {
      waiting.push(...paths);
      return;
    }
    window.show();
    window.open(paths);
  };
  function showMenu(): void {
    const items = menuItems({
      isMac: process.platform === "darwin",
      recent: recent.files,
      choose: (choice) => window.choose(choice),
      openRecent: (path) => open([path]),
      clearRecent: () => {
        app.clearRecentDocuments();
        void recent.clear().then(showMenu);
      },
    });
    Menu.setApplicationMenu(Menu.buildFromTemplate(items));
  }
  return {
    open,
    openLink: (address) => window.openLink(address),
    async start() {
      const [pages, gpuPages] = await Promise.all([
        loadPages(beside("../window/")),
        loadPages(beside("../gpu-window/")),
      ]);
      const all = new Map([...pages, ...[...gpuPages].map(([at, page]) => [`/gpu${at}`, page] as const)]);
      electron.protocol.handle("app", (request) => answerPage(all, request));
      refusePermissions(electron.session.defaultSession);
      showMenu();
      isReady = true;
      open(waiting.splice(0));
    },
  };
}

function filesOf(handover: unknown): readonly string[] {
  const { files } = (handover ?? {}) as Partial<Handover>;
  return Array.isArray(files) ? files.filter((file) => typeof file === "string") : [];
}

function giveUp({ app, dialog }: ElectronApi, thrown: unknown): void {
  dialog.showErrorBox("Mapwright cannot start", asAppError(thrown).message);
  app.exit(1);
}
