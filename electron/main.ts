// The desktop application's main process: lends Electron to the modules below.
import {
  app,
  BrowserWindow,
  clipboard,
  dialog,
  ipcMain,
  Menu,
  MessageChannelMain,
  protocol,
  session,
  shell,
} from "electron";
import { startDesktop } from "#electron/desktop/desktop.ts";

startDesktop(
  { app, BrowserWindow, clipboard, dialog, ipcMain, Menu, MessageChannelMain, protocol, session, shell },
  import.meta.url,
);
