import type { Host, OpenableFile } from "#renderer/host/host.ts";
import { pageFile } from "#renderer/host/page-file.ts";
import { rememberSession } from "#renderer/host/page-session.ts";

const PREFIX = "mapwright.";
const ACCEPT = ".mapwright,.mrc,.map,.ccp4,.pdb,.ent,.cif,.mmcif,.bcif,.json,.gz,.cxc,.star";

/** The parts of a host that any browser page can play by itself. */
export function pageHost(startFiles: readonly OpenableFile[]): Host {
  return {
    startFiles,
    pickFiles,
    droppedFile: pageFile,
    onOpen() {},
    onMenu() {},
    saveFile,
    goToSession,
    resizeWindow: async () => false,
    copyText,
    showTitle,
    readSetting,
    writeSetting,
  };
}

function pickFiles(): Promise<readonly OpenableFile[]> {
  return new Promise((resolve) => {
    const input = document.createElement("input");
    input.type = "file";
    input.multiple = true;
    input.accept = ACCEPT;
    input.addEventListener("change", () => resolve([...(input.files ?? [])].map(pageFile)));
    input.addEventListener("cancel", () => resolve([]));
    input.click();
  });
}

/** The browser puts it where downloads go, or asks. */
async function saveFile(name: string, bytes: Uint8Array | Blob | string): Promise<void> {
  const blob =
    bytes instanceof Blob ? bytes : new Blob([typeof bytes === "string" ? bytes : new Uint8Array(bytes)]);
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000); // ms; the download has begun long before
}

function goToSession(id: string): void {
  rememberSession(id);
  location.reload();
}

function showTitle(title: string, isEdited: boolean): void {
  document.title = isEdited ? `• ${title}` : title;
}

async function copyText(text: string): Promise<void> {
  await navigator.clipboard.writeText(text);
}

function readSetting(key: string): unknown {
  try {
    return JSON.parse(localStorage.getItem(PREFIX + key) ?? "null") ?? undefined;
  } catch {
    return undefined;
  }
}

/** A page may be denied storage: settings then last as long as the page. */
function writeSetting(key: string, value: unknown): void {
  try {
    localStorage.setItem(PREFIX + key, JSON.stringify(value));
  } catch {
    return;
  }
}
