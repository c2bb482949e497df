import type { App } from "#renderer/commands/app.ts";
import { openFiles } from "#renderer/commands/open.ts";
import { withJob } from "#renderer/commands/run.ts";
import { hostFile } from "#renderer/host/host-file.ts";

/** Asks the host what was opened before. */
export async function loadRecent(app: App): Promise<void> {
  const { entries } = await app.engine.call("listRecent", {});
  const { start } = app.stores;
  for (const { picture } of start.getState().recent ?? []) if (picture) URL.revokeObjectURL(picture);
  start.setState({
    recent: entries.map(({ picture, ...entry }) => ({
      ...entry,
      picture: picture && URL.createObjectURL(new Blob([new Uint8Array(picture)], { type: "image/png" })),
    })),
  });
}

/** Opens again what was opened together before. */
export async function openRecent(app: App, id: string): Promise<void> {
  const { files } = await withJob(app, { title: "Opening recent files", kind: "open" }, (job) =>
    app.engine.call("openRecent", { id }, job),
  );
  await openFiles(
    app,
    files.map((file) => hostFile(file)),
  );
}

/** Takes an entry off the list; the files stay where they are. */
export async function removeRecent(app: App, id: string): Promise<void> {
  await app.engine.call("removeRecent", { id });
  await loadRecent(app);
}
