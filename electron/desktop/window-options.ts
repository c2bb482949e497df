import type { WindowOptions } from "#electron/desktop/electron-api.ts";

/** What every page gets: no Node, a world of its own for the preload script, the operating system's sandbox. */
function preferences(preload: string): NonNullable<WindowOptions["webPreferences"]> {
  return {
    preload,
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    webviewTag: false,
    navigateOnDragDrop: false,
    spellcheck: false,
  };
}

/** The window that people see. It is shown when its first picture is ready, over the window's own dark ground. */
export function mainWindowOptions(preload: string, icon: string): WindowOptions {
  return {
    title: "Mapwright",
    width: 1440,
    height: 900,
    minWidth: 960,
    minHeight: 600,
    show: false,
    backgroundColor: "#0e1116",
    icon,
    webPreferences: preferences(preload),
  };
}

/** The window nobody sees: it has navigator.gpu. Chromium must not slow it down for not being looked at. */
export function gpuWindowOptions(preload: string): WindowOptions {
  return {
    title: "Mapwright kernels",
    show: false,
    focusable: false,
    skipTaskbar: true,
    webPreferences: { ...preferences(preload), backgroundThrottling: false },
  };
}
