import { AppError } from "#core/errors.ts";
import { FIT_DEFAULTS } from "#core/fit/params.ts";
import { REFINE_DEFAULTS } from "#core/particles/refine-state.ts";
import type { App } from "#renderer/commands/app.ts";
import { followGeometry } from "#renderer/commands/geometry.ts";
import { History } from "#renderer/commands/history.ts";
import { tellHover } from "#renderer/commands/hover.ts";
import { followHost } from "#renderer/commands/menu.ts";
import { openFiles } from "#renderer/commands/open.ts";
import { showCluster } from "#renderer/commands/poses.ts";
import { releaser } from "#renderer/commands/releaser.ts";
import { RightMouse, settleLevel } from "#renderer/commands/right-mouse.ts";
import { report, run } from "#renderer/commands/run.ts";
import { executeLine } from "#renderer/commands/run-line.ts";
import { followScores } from "#renderer/commands/scores.ts";
import { pickSpec } from "#renderer/commands/select.ts";
import { keepSession, restoreSession, runStart } from "#renderer/commands/session/keep-session.ts";
import { wheelLevel } from "#renderer/commands/volume.ts";
import type { Connection } from "#renderer/host/connection.ts";
import type { Host } from "#renderer/host/host.ts";
import type { Workbench } from "#renderer/panels/app/context.ts";
import { Viewport } from "#renderer/scene/Viewport.ts";
import { createAboutStore } from "#renderer/stores/about.ts";
import { createFitsStore } from "#renderer/stores/fits.ts";
import { createHelpStore } from "#renderer/stores/help.ts";
import { createHistoryStore } from "#renderer/stores/history.ts";
import { createHoverStore } from "#renderer/stores/hover.ts";
import { createIdentifyStore } from "#renderer/stores/identify.ts";
import { createJobsStore } from "#renderer/stores/jobs.ts";
import { createJudgedStore } from "#renderer/stores/judged.ts";
import { createLogStore } from "#renderer/stores/log.ts";
import { createParticlesStore } from "#renderer/stores/particles.ts";
import { createProjectStore } from "#renderer/stores/project.ts";
import { createResultsStore } from "#renderer/stores/results.ts";
import { createSceneStore } from "#renderer/stores/scene.ts";
import { createScoresStore } from "#renderer/stores/scores.ts";
import { createSelectionStore } from "#renderer/stores/selection.ts";
import { createSettingsStore, type Settings } from "#renderer/stores/settings.ts";
import { createStageStore } from "#renderer/stores/stage.ts";
import { createStartStore } from "#renderer/stores/start.ts";
import type { Stores } from "#renderer/stores/stores.ts";
import type { EngineClient } from "#workers/client.ts";
import type { CallName } from "#workers/protocol.ts";

const SETTINGS = "settings";
const SETTLED = 400; // ms after the last change settings, and levels in the log, are written

/** Puts the window together around a line to the engine, and opens what the program was started with. */
export function startWorkbench(connection: Connection): Workbench {
  const { host } = connection;
  const engine = counted(connection.engine);
  const stores = createStores(host);
  const hover = createHoverStore();
  let turning: ReturnType<typeof setTimeout> | undefined;
  const viewport = new Viewport(stores, {
    pick: (spec, toggle) => void run(app, () => pickSpec(app, spec, toggle)),
    menu: (place) => hover.setState({ menu: place }),
    tool: (event) => rightMouse.handle(event),
    pickPlacement: (model, placement) => void run(app, () => showCluster(app, model, placement)),
    levelWheel: (notches) => {
      void run(app, () => wheelLevel(app, notches));
      clearTimeout(turning);
      turning = setTimeout(() => settleLevel(app), SETTLED);
    },
    hover: (found) => void tellHover(app, hover, found),
  });
  const app: App = {
    stores,
    engine,
    host,
    view: viewport,
    history: new History(stores.history, releaser(engine)),
    files: new Map(),
    running: new Map(),
    execute: (line) => executeLine(app, line),
  };
  const rightMouse = new RightMouse(app, (text) =>
    hover.setState({ found: text === null ? null : { text, x: 0, y: 30 } }),
  );
  followGeometry(app);
  followScores(app);
  followHost(app);
  keepSettings(host, stores);
  if (host.startFiles.length > 0 || connection.session?.view) stores.start.setState({ panelsWanted: true });
  void beginSession(app, connection.session);
  const about = askAbout(app);
  void connection.lost.then((error) => {
    report(app, error);
    about.setState({ text: "not connected", reason: error.message });
  });
  return { app, hover, about, attachScene: (canvas) => viewport.attach(canvas) };
}

/** Calls that go on in the background, whatever the window shows. */
const QUIET: ReadonlySet<CallName> = new Set(["keepView", "listSessions", "listRecent", "keepRecentPicture"]);

/** Tells in the page how many answers the window waits for, so that others can see when it is at rest. */
function counted(engine: EngineClient): EngineClient {
  let waiting = 0;
  const tell = (by: number) => {
    waiting += by;
    document.documentElement.dataset["waiting"] = String(waiting);
  };
  tell(0);
  return {
    ...engine,
    async call(name, params, options) {
      if (QUIET.has(name)) return engine.call(name, params, options);
      tell(1);
      try {
        return await engine.call(name, params, options);
      } finally {
        tell(-1);
      }
    },
  };
}

/** Shows the session that the host kept, or opens what the program was started with; then keeps what becomes of it. */
async function beginSession(app: App, session: Connection["session"]): Promise<void> {
  app.stores.project.setState({ offers: session?.others ?? [] });
  const view = session?.view;
  if (view) await run(app, () => restoreSession(app, view));
  else await runStart(app, () => openFiles(app, app.host.startFiles));
  if (session?.problem)
    report(app, new AppError("resource", `The session was not restored: ${session.problem}`));
  if (session) app.keeper = keepSession(app);
}

/** The engine measures its processors before it can say on what it runs; the window does not wait. */
function askAbout(app: App): Workbench["about"] {
  const about = createAboutStore();
  void run(app, async () => {
    const { kernel, threads, device, reason } = await app.engine.call("about", {});
    about.setState({
      text: `${kernel.toUpperCase()} · ${threads} ${threads === 1 ? "thread" : "threads"} · ${device}`,
      reason,
      threads,
    });
  });
  return about;
}

function createStores(host: Host): Stores {
  const saved = host.readSetting(SETTINGS);
  return {
    scene: createSceneStore(),
    selection: createSelectionStore(),
    fits: createFitsStore({ shift: FIT_DEFAULTS.clusterShift, angle: FIT_DEFAULTS.clusterAngle }),
    results: createResultsStore(),
    scores: createScoresStore(),
    judged: createJudgedStore(),
    stage: createStageStore(),
    project: createProjectStore(),
    identify: createIdentifyStore(),
    particles: createParticlesStore(REFINE_DEFAULTS),
    jobs: createJobsStore(),
    log: createLogStore(),
    start: createStartStore(),
    help: createHelpStore(),
    history: createHistoryStore(),
    settings: createSettingsStore(
      typeof saved === "object" && saved !== null ? (saved as Partial<Settings>) : {},
    ),
  };
}

function keepSettings(host: Host, { settings }: Stores): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  settings.subscribe((state) => {
    clearTimeout(timer);
    timer = setTimeout(() => host.writeSetting(SETTINGS, state), SETTLED);
  });
}
