import type { FileLender } from "#electron/cli/serve-files.ts";
import { Desk } from "#electron/desk.ts";
import type { MainPort } from "#electron/desktop/electron-api.ts";
import { sendable } from "#electron/desktop/sendable.ts";
import type { Hello } from "#electron/protocol.ts";
import type { OpenedSession, Sessions } from "#electron/sessions/sessions.ts";

export interface WindowLineParams {
  readonly hello: Omit<Hello, "session">;
  readonly files: FileLender;
  /** Where names on the command line are looked up first. */
  readonly folder: string;
  /** The session that the window shows, and the sessions it is one of. */
  readonly opened: OpenedSession;
  readonly sessions: Sessions;
}

/** One window's line to its session, until it is let go of or its port closes. */
export interface WindowLine {
  /** Whether a fit is under way that would be lost with the engine. */
  isFitting(): boolean;
  /** Whether what is not saved can be restored after the application has ended. */
  isKept(): boolean;
  /** The page goes, and another may come for the session: its engine waits. */
  release(): void;
  /** The window goes for good: what is not saved is written, and the engine ends. */
  end(): Promise<void>;
}

/**
 * Joins a window's port to its session and to what the host itself does, with the messages of the browser host: first
 * the hello, then calls and answers, every one of them checked by the supervisor and the engine. The engine is a thread
 * of this process rather than a process of its own: threads share the bytes of maps with whoever opens them again after
 * a crash, processes cannot.
 */
export function openLine(port: MainPort, params: WindowLineParams): WindowLine {
  const { files, sessions } = params;
  const { session, hello } = params.opened;
  const window = { send: (message: unknown) => port.postMessage(sendable(message)) };
  const desk = new Desk({ lender: files, send: window.send, named: { roots: null, start: params.folder } });
  let isOpen = true;
  const leave = () => {
    if (!isOpen) return false;
    isOpen = false;
    desk.dispose();
    session.detach(window);
    port.close();
    return true;
  };
  const release = () => {
    if (leave()) sessions.release(session);
  };
  session.attach(window);
  port.on("message", ({ data }) => {
    if (!desk.take(data)) session.take(data);
  });
  port.on("close", release);
  port.start();
  const greeting: Hello = { ...params.hello, session: hello };
  window.send(greeting);
  return {
    isFitting: () => session.isBusy,
    isKept: () => session.isKept,
    release,
    async end() {
      if (leave()) await sessions.end(session);
    },
  };
}
