import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { lendFiles } from "#electron/cli/serve-files.ts";
import { SessionStore } from "#electron/sessions/session-store.ts";
import { Sessions } from "#electron/sessions/sessions.ts";
import { createClient, type EngineClient } from "#workers/client.ts";
import { startTestThread } from "#workers/engine.testing.ts";
import { ProjectArchive } from "#workers/project/archive.ts";
import { EMPTY_VIEW } from "#workers/project/project.testing.ts";
import type { ProjectView } from "#workers/project/view.ts";
import type { FromEngine } from "#workers/protocol.ts";

const OPTIONS = { iterations: 3, symmetry: "C1", seed: 1, mask: null, focus: null, patches: null };
let folder: string;
const open: Sessions[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "mapwright-particles-kept-"));
  writeFileSync(join(folder, "particles.star"), "data_\n");
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
  rmSync(folder, { recursive: true, maxRetries: 10 });
});

/** A host with the STAR file lent first, and a page that shows a session. */
async function page(id: string | null) {
  const store = new SessionStore(join(folder, "state"));
  const files = await lendFiles([join(folder, "particles.star")]);
  const host = new Sessions({ store, files, startEngine: startTestThread, most: 2, pause: 20 });
  open.push(host);
  const opened = await host.open(id);
  if (!opened) throw new Error("There is no room.");
  const { session, hello } = opened;
  let hear: (message: FromEngine) => void = () => {};
  session.attach({ send: (message: FromEngine) => hear(message) });
  const client: EngineClient = createClient(
    {
      send: (message) => session.take(message),
      onMessage: (listener) => {
        hear = listener;
      },
      onClose: () => {},
    },
    hello.firstCall,
  );
  return { host, hello, client, star: files.list[0]?.id ?? "" };
}

describe("particles in a session", () => {
  it("are found again by another host by where they lie, and written so into projects", async () => {
    const { host, hello, client, star } = await page(null);
    const of = { file: star, name: "particles.star", place: null };
    const run = { name: "refine1", of, folder: "refine1" };
    const particles = { options: OPTIONS, star: of, run, chosen: 2 };
    const view: ProjectView = { ...EMPTY_VIEW, unsaved: true, particles };
    expect(await client.call("keepView", { view, thumbnail: null })).toEqual({ problem: null });
    const { bytes } = await client.call("writeProject", { view, thumbnail: null, includeMaps: null });
    const placed = { file: null, name: "particles.star", place: join(folder, "particles.star") };
    const expected = { ...particles, star: placed, run: { ...run, of: placed } };
    expect((await ProjectArchive.open(bytes)).manifest.view.particles).toEqual(expected);
    // A session of particles alone is one to restore.
    await host.close();
    const again = await page(hello.id);
    expect(again.hello).toMatchObject({ id: hello.id, view: { particles: expected }, problem: null });
    expect(await again.host.list()).toEqual([]);
    const other = await page(null);
    expect(await other.host.list()).toMatchObject([{ id: hello.id, particles: "particles.star" }]);
  });
});
