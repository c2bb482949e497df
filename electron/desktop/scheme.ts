import { safetyHeaders } from "#electron/cli/serve-guard.ts";
import type { Page } from "#electron/cli/serve-pages.ts";
import type { CustomScheme } from "#electron/desktop/electron-api.ts";

const SCHEME = "app";
const HOST = "mapwright";

/** Origin of the window's pages. A file:// page could not be cross-origin isolated. */
export const APP_ORIGIN = `${SCHEME}://${HOST}`;

/** Standard and secure, so that pages have an origin of their own, modules load and fetch works; nothing beyond. */
export const APP_SCHEME: CustomScheme = {
  scheme: SCHEME,
  privileges: { standard: true, secure: true, supportFetchAPI: true },
};

/** Whether an address is one of the application's own. */
export function isAppAddress(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, host, username, password } = new URL(address);
  return protocol === `${SCHEME}:` && host === HOST && username === "" && password === "";
}

/**
 * The answer to a request of a page. Pages were read before the first request and are found by their exact address, so
 * that no request, whatever it says, names a place on the disk.
 */
export function answerPage(
  pages: ReadonlyMap<string, Page>,
  request: { readonly method: string; readonly url: string },
): Response {
  if (!isAppAddress(request.url)) return refusal(403);
  if (request.method !== "GET" && request.method !== "HEAD") return refusal(405);
  const page = pages.get(new URL(request.url).pathname);
  if (!page) return refusal(404);
  const headers = { ...safety(), "content-type": page.type, "content-length": String(page.bytes.length) };
  return new Response(request.method === "HEAD" ? null : new Uint8Array(page.bytes), { headers });
}

function refusal(status: number): Response {
  return new Response(null, { status, headers: safety() });
}

/** The same policy as the browser host's. */
function safety(): Record<string, string> {
  return Object.fromEntries(Object.entries(safetyHeaders()).map(([name, value]) => [name, String(value)]));
}
