import type * as electron from "electron";

/** The parts of Electron that the main process uses, as main.ts hands them in and a test may stand in for them. */
export type ElectronApi = Pick<
  typeof electron,
  | "app"
  | "BrowserWindow"
  | "clipboard"
  | "dialog"
  | "ipcMain"
  | "Menu"
  | "MessageChannelMain"
  | "protocol"
  | "session"
  | "shell"
>;

export type AppWindow = electron.BrowserWindow;
export type WindowOptions = electron.BrowserWindowConstructorOptions;
export type Contents = electron.WebContents;
export type Caller = electron.IpcMainInvokeEvent;
export type CustomScheme = electron.CustomScheme;
export type MenuItems = electron.MenuItemConstructorOptions[];
export type MainPort = electron.MessagePortMain;
export type FileFilter = electron.FileFilter;
