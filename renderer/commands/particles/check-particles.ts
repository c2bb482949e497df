import { AppError } from "#core/errors.ts";
import type { App } from "#renderer/commands/app.ts";
import { quoted } from "#renderer/commands/quoted.ts";
import { note, say, warn, withJob } from "#renderer/commands/run.ts";
import { addToast } from "#renderer/stores/log.ts";
import { askParticles } from "#renderer/stores/particles.ts";

/** Looks at the particles that are open before anything runs: what is right and wrong with them. */
export async function checkParticles(app: App): Promise<void> {
  const { particles, jobs } = app.stores;
  const { star } = particles.getState();
  if (!star) throw new AppError("input", "There are no particles: open their STAR file first.");
  if (jobs.getState().jobs.some(({ kind }) => kind === "check")) {
    throw new AppError("input", "Particles are being checked already: wait for it, or stop it first.");
  }
  askParticles(particles);
  const { findings, page } = await withJob(
    app,
    { title: `Checking ${star.report.name}`, kind: "check" },
    (job) => app.engine.call("checkParticles", { star: { file: star.file } }, job),
  );
  say(app, "particles check");
  // Other particles may be open by now.
  particles.setState((now) => (now.star?.file === star.file ? { check: { findings, page } } : {}));
  for (const { speaks, title, text } of findings) {
    const tell = speaks === "against" ? warn : note;
    tell(app, `${title}: ${text}.`);
  }
}

/** Saves the page of the check, which is made first where there is none. */
export async function saveCheck(app: App, name?: string): Promise<void> {
  const { particles } = app.stores;
  if (!particles.getState().check) await checkParticles(app);
  const { check, star } = particles.getState();
  if (!check || !star) return;
  const file = name ?? `${star.report.name.replace(/\.star$/i, "")}_check.html`;
  await app.host.saveFile(file, check.page);
  say(app, `particles check save ${quoted(file)}`);
  saved(app, file);
}

/** Saves the report of the run that is shown: of a stopped one as far as it came. */
export async function saveRunReport(app: App, name?: string): Promise<void> {
  const { run } = app.stores.particles.getState();
  if (!run) {
    throw new AppError("input", "There is no run to report on: refine particles, or open a run's folder.");
  }
  const { page } = await withJob(app, { title: `Report of ${run.name}`, kind: "other" }, (job) =>
    app.engine.call("reportRun", { of: { file: run.of }, folder: run.folder }, job),
  );
  const file = name ?? `${run.name}_report.html`;
  await app.host.saveFile(file, page);
  say(app, `particles report ${quoted(file)}`);
  saved(app, file);
}

function saved(app: App, file: string): void {
  note(app, `Saved ${file}.`);
  addToast(app.stores.log, "note", `Saved ${file}.`);
}
