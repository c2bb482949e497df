import { AppError, asAppError } from "#core/errors.ts";
import type { App } from "#renderer/commands/app.ts";
import { note, say, warn, withJob } from "#renderer/commands/run.ts";
import type { OpenableFile } from "#renderer/host/host.ts";
import { grouped } from "#renderer/stores/format.ts";
import { askParticles, stepOf } from "#renderer/stores/particles.ts";
import type { FileId } from "#workers/start-calls.ts";

/** Opens a STAR file of particles and says what it holds; the id under which the host lends it. */
export async function openParticles(app: App, file: OpenableFile): Promise<FileId> {
  const { particles, start } = app.stores;
  const id = await lentId(app, file);
  const report = await withJob(app, { title: `Reading ${file.name}`, kind: "open" }, (job) =>
    app.engine.call("inspectParticles", { star: { file: id } }, job),
  );
  start.setState({ panelsWanted: true });
  particles.setState(({ star, run }) => ({
    star: { file: id, report },
    check: null,
    // The plots of other particles would be taken for these.
    run: star?.file === id || run?.state === "running" ? run : null,
    chosen: null,
  }));
  askParticles(particles);
  const { count, halves } = report.description;
  note(
    app,
    `${report.name}: ${grouped(count)} particles (${halves.map(grouped).join(" and ")} in the half sets), ${report.size} × ${report.size} pixels of ${report.pixelSize} Å.`,
  );
  for (const warning of report.warnings) warn(app, warning);
  if (report.refusal !== null) warn(app, report.refusal);
  return id;
}

/** Looks again at the particles that are open: runs beside them have come or gone. */
export async function lookAgain(app: App): Promise<void> {
  const { particles } = app.stores;
  const { star } = particles.getState();
  if (!star) return;
  const report = await app.engine.call("inspectParticles", { star: { file: star.file } });
  particles.setState((now) => (now.star?.file === star.file ? { star: { ...star, report } } : {}));
}

/** Shows the plots of an iteration, or what patches came to after the last. Throws `input` when the run has none of that number. */
export function chooseIteration(app: App, iteration: number): void {
  const { particles } = app.stores;
  const { run } = particles.getState();
  if (!run?.summaries.some((one) => stepOf(one) === iteration)) {
    throw new AppError(
      "input",
      `There is no iteration ${iteration} to show; open a run first, or wait for it.`,
    );
  }
  particles.setState({ chosen: iteration });
  say(app, `particles iteration ${iteration}`);
}

/**
 * The id of a file as the host knows it: images are read, and results written, where it lies. A file that only the page
 * has is looked for under its name in the folder that the host was given.
 */
export async function lentId(app: App, file: OpenableFile): Promise<FileId> {
  const source = await file.source();
  if ("file" in source) return source.file;
  const { files } = await app.engine.call("lendNamed", { names: [file.name] }).catch((thrown: unknown) => {
    if (asAppError(thrown).code !== "input") throw thrown;
    return { files: [] };
  });
  const [same] = files.filter(({ size }) => size === source.bytes.length);
  if (same) return same.id;
  throw new AppError(
    "input",
    `A browser does not tell where ${file.name} lies, and its images lie beside it. Start the program with their folder (mapwright serve FOLDER) and write: open ${file.name}`,
  );
}
