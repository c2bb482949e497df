import { asAppError } from "#core/errors.ts";
import type { App, Keeper } from "#renderer/commands/app.ts";
import { refreshClashes } from "#renderer/commands/clashes.ts";
import { restoreIdentification } from "#renderer/commands/identify/restore-identification.ts";
import { restoreParticles } from "#renderer/commands/particles/restore-particles.ts";
import { note, run, withJob } from "#renderer/commands/run.ts";
import { continueFits } from "#renderer/commands/session/continue-fits.ts";
import { contentsOf, restoreView } from "#renderer/commands/session/restore-view.ts";
import { inventoryOf, type SavedView } from "#renderer/commands/session/saved-entries.ts";
import { isEmpty, isUnsaved, viewOf } from "#renderer/commands/session/saved-view.ts";
import { addToast } from "#renderer/stores/log.ts";

/** How often the window looks for changes to hand over, ms. */
const EVERY = 400;
/** A picture of the scene is made at most so often, ms: it is drawn like any other. */
const PICTURE_EVERY = 45_000;
/** Pixels; what a list of sessions shows. */
const PICTURE_WIDTH = 240;

/** Shows the session that the host kept, as it was; fits that were under way go on. */
export async function restoreSession(app: App, view: SavedView): Promise<void> {
  const { maps, models } = await withJob(app, { title: "Restoring the session", kind: "open" }, (job) =>
    app.engine.call("inventory", {}, job),
  );
  const missing = restoreView(app, view, inventoryOf(maps, models));
  if (missing.length > 0) {
    // What was kept of them stays to be restored, should they come back.
    await app.engine.call("setAside", {});
    addToast(
      app.stores.log,
      "error",
      `${missing.join(", ")} could not be opened again: gone or changed since. The session with them stays among those to restore.`,
    );
  }
  note(app, `Restored the session: ${contentsOf(view)}.`);
  // The last counts may not have been kept yet when the session ended.
  refreshClashes(app);
  continueFits(app, view.fits, true);
  if (view.identify) restoreIdentification(app, view.identify);
  await restoreParticles(app, view.particles);
}

/** Begins to keep the session; tells in the page whether all that was handed over is on the disk. */
export function keepSession(app: App): Keeper {
  let handedOver: readonly unknown[] = [];
  let lastPicture = 0;
  let onTheWay = 0;
  const tellKept = () => {
    document.documentElement.dataset["kept"] = String(onTheWay === 0);
  };
  const keep = async () => {
    const now = stateOf(app);
    const isSame = now.every((part, n) => part === handedOver[n]);
    handedOver = now;
    nameWindow(app);
    if (isSame) return;
    const isDue = performance.now() - lastPicture > PICTURE_EVERY && canDraw(app);
    if (isDue) lastPicture = performance.now();
    const view = viewOf(app);
    onTheWay++;
    tellKept();
    const thumbnail = isDue ? await pictureOf(app) : null;
    await app.engine.call("keepView", { view, thumbnail }).then(
      ({ problem }) => tell(app, problem),
      // A line that is gone has been told of elsewhere.
      (thrown) =>
        asAppError(thrown).code === "resource" ? undefined : tell(app, asAppError(thrown).message),
    );
    onTheWay--;
    tellKept();
  };
  setInterval(() => void keep(), EVERY);
  for (const leaving of ["pagehide", "visibilitychange"]) window.addEventListener(leaving, () => void keep());
  window.addEventListener("beforeunload", (event) => {
    void keep();
    if (app.stores.project.getState().problem !== null && isUnsaved(app)) event.preventDefault();
  });
  return { keep };
}

/** Keeps what is unsaved as a session of its own before another takes its place. */
export async function setAside(app: App): Promise<void> {
  if (!isUnsaved(app) || isEmpty(app)) return;
  await app.engine.call("keepView", { view: viewOf(app), thumbnail: null });
  await app.engine.call("setAside", {});
  await findSessions(app);
  note(app, "What was not saved is kept as an earlier session, which can be restored.");
}

/** Looks which sessions can be restored. */
async function findSessions(app: App): Promise<void> {
  const { sessions } = await app.engine.call("listSessions", {});
  app.stores.project.setState({ offers: sessions });
}

export async function discardSession(app: App, id: string): Promise<void> {
  await app.engine.call("discardSession", { id });
  await findSessions(app);
}

/** The picture of the scene that lists show, as PNG; null when the scene is not on the screen. */
export async function pictureOf(app: App): Promise<Uint8Array | null> {
  try {
    const blob = await app.view.snapshot({ width: PICTURE_WIDTH, supersample: 1, transparent: false });
    return new Uint8Array(await blob.arrayBuffer());
  } catch {
    return null;
  }
}

/** What a session consists of: when none of it changed there is nothing to keep. */
function stateOf(app: App): readonly unknown[] {
  const { scene, fits, selection, settings, stage, log, project, history, identify } = app.stores;
  const particles = app.stores.particles.getState();
  const { options, library, held, run: asked, chosen, shown, marks } = identify.getState();
  const { name, fits: underWay, savedLine } = project.getState();
  return [
    scene.getState(),
    fits.getState(),
    selection.getState(),
    settings.getState(),
    stage.getState(),
    log.getState().lines,
    history.getState(),
    app.view.currentCamera(),
    name,
    underWay,
    savedLine,
    options,
    library,
    held,
    asked,
    chosen,
    shown,
    marks,
    particles.options,
    particles.star?.file,
    particles.run?.of,
    particles.run?.folder,
    particles.run?.name,
    particles.chosen,
    app.stores.jobs.getState().jobs.some(({ kind }) => kind === "identify"),
  ];
}

function canDraw(app: App): boolean {
  const isIdle = app.stores.jobs.getState().jobs.length === 0;
  return isIdle && !document.hidden && app.stores.scene.getState().entries.length > 0;
}

function nameWindow(app: App): void {
  const { name } = app.stores.project.getState();
  const title = name?.replace(/\.mapwright$/i, "") ?? (isEmpty(app) ? "" : "Unnamed session");
  app.host.showTitle(title === "" ? "Mapwright" : `${title} – Mapwright`, !isEmpty(app) && isUnsaved(app));
}

/** Says once that the session cannot be kept, and once that it can again. */
function tell(app: App, problem: string | null): void {
  const { project, log } = app.stores;
  const before = project.getState().problem;
  if (problem === before) return;
  project.setState({ problem });
  if (problem !== null && before === null) {
    const text = `This session cannot be kept by itself: ${problem} Work goes on; save it as a project now and then.`;
    addToast(log, "error", text);
    note(app, text);
  }
  if (problem === null) note(app, "The session is kept by itself again.");
}

/** Opens what the program was started with; what anyone can open again by starting it again is not unsaved work. */
export function runStart(app: App, work: () => Promise<void>): Promise<void> {
  return run(app, async () => {
    try {
      await work();
    } finally {
      app.stores.project.setState({ savedLine: app.stores.log.getState().nextId - 1 });
    }
  });
}
