import {
  clusterDocument,
  FIT_DOCUMENT_VERSION,
  type FitDocument,
  orNull,
} from "#core/report/fit-document.ts";
import type { ReportRun } from "#core/report/report.ts";
import type { App } from "#renderer/commands/app.ts";
import { rowsOf } from "#renderer/stores/fit-rows.ts";
import type { FitsState, FitTable } from "#renderer/stores/fits.ts";
import { type MapEntry, mapById, modelById } from "#renderer/stores/scene.ts";

/** Tables as the documents that the command line writes too, one per run: what was fitted together. */
export async function documentsOf(app: App, tables: readonly FitTable[]): Promise<ReportRun[]> {
  const { reason } = await app.engine.call("about", {});
  const { tolerance } = app.stores.fits.getState();
  const runs = new Map<string, FitTable[]>();
  for (const table of tables) {
    const key = `${table.map} ${table.command}`;
    runs.set(key, [...(runs.get(key) ?? []), table]);
  }
  return [...runs.values()].flatMap((together) => {
    const [first] = together;
    if (!first) return [];
    const map = mapById(app.stores.scene.getState(), first.map);
    return { document: documentOf(app, together, first, map, reason, tolerance), scores: scoresOf(together) };
  });
}

function documentOf(
  app: App,
  tables: readonly FitTable[],
  { setup, request }: FitTable,
  map: MapEntry | undefined,
  reason: string,
  tolerance: FitsState["tolerance"],
): FitDocument {
  const sum = (part: keyof FitTable["spent"]) => tables.reduce((total, { spent }) => total + spent[part], 0);
  const { level, resolution, minIsland, score, kernel, device, threads, seed } = setup;
  const seconds = { prepare: sum("prepare"), search: sum("search"), refine: sum("refine") };
  const total = seconds.prepare + seconds.search + seconds.refine;
  return {
    version: FIT_DOCUMENT_VERSION,
    map: { ...frameOf(map), level, resolution, minIsland },
    score,
    kernel: { name: kernel, device, reason },
    threads,
    seed,
    request: { ...request, clusterShift: tolerance.shift, clusterAngle: tolerance.angle },
    seconds: { load: 0, ...seconds, total },
    cancelled: tables.some(({ warnings }) => warnings.some((text) => text.startsWith("Cancelled"))),
    models: tables.map((table) => ({
      file: modelById(app.stores.scene.getState(), table.model)?.source?.file ?? table.name,
      name: table.name,
      atoms: table.atoms,
      starts: table.starts,
      verdict: { ...table.verdict, z: orNull(table.verdict.z) },
      seconds: table.spent,
      clusters: clustersOf(table, tolerance),
      warnings: table.warnings,
    })),
    failed: [],
    warnings: [],
  };
}

function clustersOf(
  table: FitTable,
  tolerance: FitsState["tolerance"],
): FitDocument["models"][number]["clusters"] {
  return rowsOf(table, tolerance).map((row) => ({
    ...clusterDocument(
      {
        ...row,
        best: { motion: row.motion, scores: row.scores },
        atomScores: table.atomScores[row.placement] ?? null,
      },
      table.centre,
      null,
    ),
    state: row.state,
    ...(row.note === "" ? {} : { note: row.note }),
    ...(row.clash === null ? {} : { clash: row.clash }),
  }));
}

function frameOf(
  map: MapEntry | undefined,
): Pick<FitDocument["map"], "file" | "size" | "voxelSize" | "origin"> {
  if (!map)
    return { file: "a map that was closed", size: [0, 0, 0], voxelSize: [0, 0, 0], origin: [0, 0, 0] };
  const { size, voxelSize, origin } = map.grid;
  return { file: map.name, size, voxelSize, origin };
}

function scoresOf(tables: readonly FitTable[]): ReportRun["scores"] {
  return new Map(
    tables.map(({ name, placements }) => [
      name,
      placements.map(({ placement }) => placement.scores.correlationAboutMean),
    ]),
  );
}
