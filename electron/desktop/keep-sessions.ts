import type { ElectronApi } from "#electron/desktop/electron-api.ts";
import { ownFolders } from "#electron/folders.ts";
import { SessionStore } from "#electron/sessions/session-store.ts";
import { Sessions } from "#electron/sessions/sessions.ts";
import type { HostFiles } from "#electron/sessions/window-session.ts";
import type { EngineThread } from "#workers/supervisor.ts";

/** Sessions with an engine at work: the one shown, and those that go on after another was restored. */
const MOST_SESSIONS = 4;
/** ms that quitting waits for sessions to be written. */
const MOST_WAIT = 20_000;

/** The sessions of the application: kept in the folder that the browser host uses too, and written before it quits. */
export function keepSessions(
  app: ElectronApi["app"],
  files: HostFiles,
  startEngine: () => EngineThread,
): Sessions {
  const store = new SessionStore(ownFolders().state);
  const sessions = new Sessions({ store, files, startEngine, most: MOST_SESSIONS });
  endWith(app, sessions);
  return sessions;
}

/** Quitting waits until sessions are written and their engines have ended, but not for a disk that does not answer. */
function endWith(app: ElectronApi["app"], sessions: Sessions): void {
  let isOver = false;
  app.on("will-quit", (event) => {
    if (isOver) return;
    event.preventDefault();
    const patience = new Promise<void>((giveUp) => setTimeout(giveUp, MOST_WAIT).unref());
    void Promise.race([sessions.close(), patience])
      .catch(() => {})
      .then(() => {
        isOver = true;
        app.quit();
      });
  });
}
