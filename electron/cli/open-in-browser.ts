import { spawn } from "node:child_process";

/** Whether a window can be shown here. Windows and macOS always have a display; Linux says so. */
export function hasDisplay(): boolean {
  if (process.platform !== "linux") return true;
  return Boolean(process.env["DISPLAY"] || process.env["WAYLAND_DISPLAY"]);
}

/** Opens an address in the user's browser, where there is one; it was printed in any case. */
export function openInBrowser(address: string): void {
  if (!hasDisplay()) return;
  const [program, ...words] = opener();
  const child = spawn(program, [...words, address], { stdio: "ignore", detached: true });
  child.once("error", () => {}); // whoever has no such program opens what was printed
  child.unref();
}

function opener(): [program: string, ...words: string[]] {
  switch (process.platform) {
    case "darwin":
      return ["open"];
    case "win32":
      return ["rundll32", "url.dll,FileProtocolHandler"]; // unlike cmd's `start` it leaves & and % alone
    default:
      return ["xdg-open"];
  }
}
