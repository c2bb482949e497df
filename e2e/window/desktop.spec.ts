import { describe, expect, it, vi } from "vitest";
import { whyNot } from "./browser.testing.ts";
import { openDesktop, whyNoDesktop } from "./desktop.testing.ts";
import { HOST } from "./window.testing.ts";

const reason = [whyNoDesktop, whyNot].filter(Boolean).join("; ");
if (reason)
  console.log(`Skipped: the desktop application and the window's stories in it, because ${reason}.`);

describe.skipIf(reason)("the desktop application", () => {
  it("isolates its page, and gives it nothing of Node", async () => {
    const { page, close } = await openDesktop({
      files: [],
      size: { width: 1280, height: 800 },
      environment: {},
    });
    await page.getByRole("button", { name: "Open", exact: true }).waitFor();
    const seen = await page.evaluate(() => ({
      origin: location.origin,
      isIsolated: crossOriginIsolated,
      node: ["require", "process", "Buffer", "module"].filter((name) => name in globalThis),
    }));
    expect(seen).toEqual({ origin: "app://mapwright", isIsolated: true, node: [] });
    await close();
  });
});

// The same stories as in the browser; every one opens its window by `openWindow`, which looks at this. The stories of
// window.spec.ts that end a server have no counterpart here: electron/desktop/desktop-session.test.ts has theirs.
if (!reason) {
  vi.stubEnv(HOST, "desktop");
  await import("./one-model.spec.ts");
  await import("./complex.spec.ts");
}
