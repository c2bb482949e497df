import type { App } from "#renderer/commands/app.ts";
import type { ModelId, VolumeId } from "#workers/protocol.ts";

/** What the engine may forget. */
export function releaser(engine: App["engine"]): (ids: readonly (VolumeId | ModelId)[]) => void {
  return (ids) => {
    // A line that is gone has nothing left to release.
    for (const id of ids) engine.call("close", { id }).catch(() => {});
  };
}
