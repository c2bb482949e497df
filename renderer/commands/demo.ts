import type { DemoKind } from "#core/demo/demo-kinds.ts";
import type { App } from "#renderer/commands/app.ts";
import { addMap, addModels, settleEntries } from "#renderer/commands/open.ts";
import { note, say, withJob } from "#renderer/commands/run.ts";

/** What a demo is made of, in one sentence for the log. */
const STORIES: Readonly<Record<DemoKind, string>> = {
  one: "Made-up data: a protein chain and its map at 4 Å. Press Fit.",
  complex:
    "Made-up data: three chains and their noisy map at 3.5 Å. Press Fit all 3, then place them one by one.",
  domains:
    "Made-up data: a noisy map at 5 Å, and five domains of which two are in it. Press Fit all 5: which are they?",
};

/** Opens made-up data with a known answer. */
export async function openDemo(app: App, kind: DemoKind, seed = 1): Promise<void> {
  say(app, seed === 1 ? `demo ${kind}` : `demo ${kind} seed ${seed}`);
  const { map, models } = await withJob(app, { title: "Making up a demo", kind: "open" }, (job) =>
    app.engine.call("demo", { kind, seed }, job),
  );
  addMap(app, map);
  addModels(app, models);
  settleEntries(app);
  note(app, STORIES[kind]);
}
