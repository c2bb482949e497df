import { basename } from "node:path";
import type { MenuItems } from "#electron/desktop/electron-api.ts";
import type { MenuChoice } from "#electron/protocol.ts";

export interface MenuParams {
  readonly isMac: boolean;
  /** Absolute paths, newest first. */
  readonly recent: readonly string[];
  choose(choice: MenuChoice): void;
  openRecent(path: string): void;
  clearRecent(): void;
}

/** The application's menu. What the window does is asked of the window; text and windows are the system's. */
export function menuItems(params: MenuParams): MenuItems {
  const { isMac } = params;
  return [
    ...(isMac ? [{ role: "appMenu" } as const] : []),
    { label: "&File", submenu: fileItems(params) },
    { label: "&Edit", submenu: editItems(params) },
    { label: "&View", submenu: viewItems(params) },
    ...(isMac ? [{ role: "windowMenu" } as const] : []),
    { label: "&Help", role: "help", submenu: [item(params, "About Mapwright", "about")] },
  ];
}

function fileItems(params: MenuParams): MenuItems {
  return [
    item(params, "Open…", "open", "CmdOrCtrl+O"),
    { label: "Open Recent", submenu: recentItems(params) },
    { type: "separator" },
    item(params, "Save Placed Models…", "saveModels", "CmdOrCtrl+S"),
    item(params, "Save Active Map…", "saveMap", "CmdOrCtrl+Shift+S"),
    item(params, "Save Picture…", "savePicture", "CmdOrCtrl+Shift+P"),
    { type: "separator" },
    params.isMac ? { role: "close" } : { role: "quit", accelerator: "CmdOrCtrl+Q" },
  ];
}

/** Files of one name are told apart by the folder that the tool tip shows. */
function recentItems({ recent, openRecent, clearRecent }: MenuParams): MenuItems {
  if (recent.length === 0) return [{ label: "Nothing opened yet", enabled: false }];
  return [
    ...recent.map((path) => ({
      label: basename(path).replaceAll("&", "&&"),
      toolTip: path,
      click: () => openRecent(path),
    })),
    { type: "separator" as const },
    { label: "Clear", click: () => clearRecent() },
  ];
}

function editItems(params: MenuParams): MenuItems {
  return [
    item(params, "Undo", "undo", "CmdOrCtrl+Z"),
    item(params, "Redo", "redo", "CmdOrCtrl+Shift+Z"),
    { type: "separator" },
    { role: "cut" },
    { role: "copy" },
    { role: "paste" },
    { role: "selectAll" },
  ];
}

function viewItems(params: MenuParams): MenuItems {
  return [
    item(params, "View All", "viewAll", "CmdOrCtrl+0"),
    item(params, "Look along z", "viewInitial", "CmdOrCtrl+1"),
    { type: "separator" },
    { role: "zoomIn" },
    { role: "zoomOut" },
    { role: "togglefullscreen" },
    { role: "toggleDevTools" },
  ];
}

function item(
  { choose }: MenuParams,
  label: string,
  choice: MenuChoice,
  accelerator?: string,
): MenuItems[number] {
  return {
    id: choice,
    label,
    click: () => choose(choice),
    ...(accelerator === undefined ? {} : { accelerator }),
  };
}
