import { AppError } from "#core/errors.ts";
import type { App } from "#renderer/commands/app.ts";
import { addMap, settleEntries } from "#renderer/commands/open.ts";
import { say, withJob } from "#renderer/commands/run.ts";
import { hostFile } from "#renderer/host/host-file.ts";
import type { ShownRun } from "#renderer/stores/particles.ts";
import { changeMap } from "#renderer/stores/scene.ts";
import type { VolumeId } from "#workers/protocol.ts";

/** Opens the map of the run, and its half maps hidden; of an iteration, the half maps it came to. */
export async function openRunMaps(app: App, iteration: number | undefined): Promise<void> {
  const { run } = app.stores.particles.getState();
  if (!run)
    throw new AppError("input", "There is no run to open maps of: refine particles, or open a run's folder.");
  const command = `particles maps${iteration === undefined ? "" : ` iteration ${iteration}`}`;
  const wanted =
    iteration === undefined ? ["map.mrc", ...HALVES] : HALVES.map((name) => `${folderOf(iteration)}/${name}`);
  const { files } = await app.engine.call("lendBeside", {
    file: run.of,
    names: wanted.map((name) => placeIn(run, name)),
  });
  say(app, command);
  const maps: VolumeId[] = [];
  for (const [n, file] of files.entries()) {
    const name = `${run.name}/${wanted[n] ?? file.name}`;
    app.files.set(name, hostFile(file, name));
    await withJob(app, { title: `Opening ${name}`, kind: "open" }, async (job) => {
      const summary = await app.engine.call("openMap", { file: file.id }, job);
      addMap(app, { ...summary, name: titleOf(run, wanted[n] ?? file.name) }, undefined, {
        file: name,
        chain: null,
      });
      maps.push(summary.id);
      // One surface within the other two would hide it.
      if (n > 0) changeMap(app.stores.scene, summary.id, { shown: false });
    });
  }
  app.stores.selection.setState({ map: maps[0] ?? null });
  settleEntries(app);
}

const HALVES = ["half1.mrc", "half2.mrc"];

/** "refine1 half1.mrc": runs have files of the same names. */
function titleOf({ name }: ShownRun, file: string): string {
  return `${name} ${file.replace("iterations/", "").replace("/", " ")}`;
}

function folderOf(iteration: number): string {
  return `iterations/${String(iteration).padStart(2, "0")}`;
}

function placeIn({ folder }: ShownRun, name: string): string {
  return folder === null ? name : `${folder}/${name}`;
}
