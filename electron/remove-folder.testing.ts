import { rm } from "node:fs/promises";
import { setTimeout as after } from "node:timers/promises";

/**
 * Removes a folder into which a last write may still be under way, until nothing is left of it: Node's own tries look
 * only once at what a folder holds, and all fail when something comes into it after that.
 */
export async function removeFolder(path: string): Promise<void> {
  for (;;) {
    try {
      await rm(path, { recursive: true, force: true, maxRetries: 10 });
      return;
    } catch (thrown) {
      if ((thrown as NodeJS.ErrnoException).code !== "ENOTEMPTY") throw thrown;
      await after(5);
    }
  }
}
