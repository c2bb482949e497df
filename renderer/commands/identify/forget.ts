import type { App } from "#renderer/commands/app.ts";
import { NOTHING_IDENTIFIED } from "#renderer/stores/identify.ts";

/** Forgets an identification. */
export function forgetIdentification(app: App): void {
  releaseLibrary(app);
  const { asked } = app.stores.identify.getState();
  app.stores.identify.setState({ ...NOTHING_IDENTIFIED, asked });
}

/** Lets the engine forget the files that it holds of the library. */
export function releaseLibrary(app: App): void {
  const { held } = app.stores.identify.getState();
  // A line that is gone has nothing left to release.
  if (held !== null) app.engine.call("close", { id: held }).catch(() => {});
}
