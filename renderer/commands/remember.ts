import type { App } from "#renderer/commands/app.ts";
import { isMap } from "#renderer/stores/scene.ts";
import type { FileId } from "#workers/protocol.ts";

/** Pictures are made at this width, pixels: twice that of a card. */
const PICTURE_WIDTH = 440;
/** How long the first view may take to be drawn, and how long it is then given to settle, ms. */
const LONGEST_WAIT = 20_000;
const SETTLED = 900;

/**
 * Has the host remember files that it can open again, and how they first look. A list that cannot be kept is no reason to
 * disturb anyone.
 */
export async function rememberOpened(app: App, lent: readonly (FileId | null)[]): Promise<void> {
  const files = lent.filter((id) => id !== null);
  if (files.length === 0 || files.length < lent.length) return;
  try {
    const { id } = await app.engine.call("noteRecent", { files });
    await untilDrawn(app);
    const picture = await app.view.snapshot({ width: PICTURE_WIDTH, supersample: 1, transparent: false });
    await app.engine.call("keepRecentPicture", { id, picture: new Uint8Array(await picture.arrayBuffer()) });
  } catch {
    return;
  }
}

function untilDrawn(app: App): Promise<void> {
  const { scene } = app.stores;
  const isDrawn = () =>
    scene
      .getState()
      .entries.filter(isMap)
      .every(({ drawn, shown }) => drawn !== null || !shown);
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(patience);
      stop();
      setTimeout(resolve, SETTLED);
    };
    const patience = setTimeout(done, LONGEST_WAIT);
    const stop = scene.subscribe(() => isDrawn() && done());
    if (isDrawn()) done();
  });
}
