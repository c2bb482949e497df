import type { ReportPicture } from "#core/report/report.ts";
import type { App } from "#renderer/commands/app.ts";
import type { JobOptions } from "#renderer/commands/run.ts";
import { type FitRow, rowsOf } from "#renderer/stores/fit-rows.ts";
import type { FitTable } from "#renderer/stores/fits.ts";
import { isMap, isPlaced, type SceneEntry } from "#renderer/stores/scene.ts";

const WIDTH = 900; // pixels
const MOST_PICTURES = 40;

/**
 * Pictures of the scene as it is, and of every placement that was placed, or rank 1 where none was, alone in its map. The
 * scene shows each for a moment and then what it showed before.
 */
export async function takePictures(
  app: App,
  tables: readonly FitTable[],
  job: JobOptions,
): Promise<ReportPicture[]> {
  const { scene } = app.stores;
  const before = scene.getState().entries;
  const wanted = tables.flatMap((table) => pictured(app, table)).slice(0, MOST_PICTURES);
  const pictures = [{ caption: "The scene when this report was written", url: await take(app) }];
  try {
    for (const { table, row } of wanted) {
      if (job.signal.aborted) break;
      job.onProgress({ step: "take pictures", done: pictures.length, total: wanted.length + 1 });
      scene.setState({ entries: before.map((entry) => alone(entry, table, row)) });
      pictures.push({ caption: captionOf(table, row), url: await take(app) });
    }
  } finally {
    scene.setState({ entries: before });
  }
  return pictures;
}

function pictured(app: App, table: FitTable): { table: FitTable; row: FitRow }[] {
  const rows = rowsOf(table, app.stores.fits.getState().tolerance);
  const placed = rows.filter(({ state }) => state === "placed" || state === "zeroed");
  return (placed.length > 0 ? placed : rows.slice(0, 1)).map((row) => ({ table, row }));
}

/** The entry as it is in the picture of a row: the map that was fitted into, the model there, nothing else. */
function alone(entry: SceneEntry, table: FitTable, row: FitRow): SceneEntry {
  if (isMap(entry)) return { ...entry, shown: entry.id === table.map };
  if (isPlaced(entry) || entry.id !== table.model) return { ...entry, shown: false };
  return { ...entry, shown: true, motion: row.motion };
}

function captionOf({ name }: FitTable, { rank, scores, state }: FitRow): string {
  return `${name}, rank ${rank}${state === "new" ? "" : ` (${state})`}: correlation ${scores.correlation.toFixed(3)}, about the mean ${scores.correlationAboutMean.toFixed(3)}`;
}

async function take(app: App): Promise<string> {
  const picture = await app.view.snapshot({
    width: WIDTH,
    supersample: 2,
    transparent: false,
    onPaper: true,
  });
  const bytes = new Uint8Array(await picture.arrayBuffer());
  let text = "";
  // In parts: a call takes no more than some 100,000 arguments.
  for (let at = 0; at < bytes.length; at += 32_768)
    text += String.fromCharCode(...bytes.subarray(at, at + 32_768));
  return `data:image/png;base64,${btoa(text)}`;
}
