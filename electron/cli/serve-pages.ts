import { readdir, readFile } from "node:fs/promises";
import { extname, join } from "node:path";
import { AppError } from "#core/errors.ts";

/** A file of the window as it is sent. */
export interface Page {
  readonly type: string;
  readonly bytes: Buffer;
}

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".webp": "image/webp",
  ".ico": "image/x-icon",
  ".woff2": "font/woff2",
  ".wasm": "application/wasm",
};

/**
 * The built window by address ("/", "/assets/x.js"): read whole before the first request, so that no request ever names
 * a place on the disk. Files of unknown kind (source maps) and links are left out. Throws `internal` when it is not built.
 */
export async function loadPages(folder: string): Promise<ReadonlyMap<string, Page>> {
  const pages = new Map<string, Page>();
  await addFolder(pages, folder, "/");
  const start = pages.get("/index.html");
  if (!start) throw notBuilt(folder);
  pages.set("/", start);
  return pages;
}

async function addFolder(pages: Map<string, Page>, folder: string, address: string): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => {
    throw notBuilt(folder);
  });
  for (const entry of entries) {
    const place = join(folder, entry.name);
    if (entry.isDirectory()) await addFolder(pages, place, `${address}${entry.name}/`);
    const type = TYPES[extname(entry.name).toLowerCase()];
    if (entry.isFile() && type) pages.set(address + entry.name, { type, bytes: await readFile(place) });
  }
}

function notBuilt(folder: string): AppError {
  return new AppError("internal", "The window is not built: run `npm run build`.", { folder });
}
