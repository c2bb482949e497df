import { createServer } from "node:net";
import { type Browser, chromium } from "playwright-core";
import { BROWSER, BROWSER_ARGUMENTS, CHROMIUM, whyNot } from "./browser.testing.ts";

let browser: Browser | undefined;

/** One browser for all stories, each with a context of its own: none waits for another one to start. */
export async function setup(): Promise<void> {
  if (whyNot || CHROMIUM === undefined) return;
  const port = await freePort();
  browser = await chromium.launch({
    executablePath: CHROMIUM,
    args: [...BROWSER_ARGUMENTS, `--remote-debugging-port=${port}`],
  });
  process.env[BROWSER] = `http://127.0.0.1:${port}`;
}

/** A browser whose software graphics hangs must not keep the tests. */
export async function teardown(): Promise<void> {
  delete process.env[BROWSER];
  await Promise.race([browser?.close(), new Promise((giveUp) => setTimeout(giveUp, 10_000))]);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      const port = typeof address === "object" && address ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}
