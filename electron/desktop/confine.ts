import type { Contents, ElectronApi } from "#electron/desktop/electron-api.ts";
import { isAllowedLink } from "#electron/desktop/links.ts";

/** Pages ask for nothing and get nothing: no camera, no notifications, no devices, no downloads. */
export function refusePermissions(session: ElectronApi["session"]["defaultSession"]): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.on("will-download", (event) => event.preventDefault());
}

/** A page stays where it was put: it neither leads elsewhere nor opens windows. Allowed links go to the browser. */
export function confine(contents: Contents, openLink: (address: string) => void): void {
  contents.on("will-navigate", (event) => event.preventDefault());
  contents.on("will-frame-navigate", (event) => event.preventDefault());
  contents.on("will-redirect", (event) => event.preventDefault());
  contents.on("will-attach-webview", (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    if (isAllowedLink(url)) openLink(url);
    return { action: "deny" };
  });
}
