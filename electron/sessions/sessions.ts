import { randomUUID } from "node:crypto";
import { asAppError } from "#core/errors.ts";
import type { SessionHello } from "#electron/protocol.ts";
import { HEARTBEAT, type SessionInfo, type SessionStore } from "#electron/sessions/session-store.ts";
import { type HostFiles, WindowSession } from "#electron/sessions/window-session.ts";
import type { EngineThread } from "#workers/supervisor.ts";

export interface SessionsParams {
  /** Null: sessions last as long as this process. */
  readonly store: SessionStore | null;
  readonly files: HostFiles;
  startEngine(): EngineThread;
  /** Engines at work at the same time. */
  readonly most: number;
  /** How long a session without a window keeps its engine, ms. */
  readonly patience?: number;
  readonly pause?: number;
}

/** A session for a window, and what the window is told of it. */
export interface OpenedSession {
  readonly session: WindowSession;
  readonly hello: SessionHello;
}

const PATIENCE = 15 * 60_000;
/** A page that is loaded again may come before its old line is seen to be closed, ms. */
const OVERLAP = 1000;

/** The sessions of a host: those at work, those whose window is gone for the moment, and those on the disk. */
export class Sessions {
  readonly #params: SessionsParams;
  readonly #live = new Map<string, WindowSession>();
  readonly #ending = new Set<Promise<void>>();
  readonly #alarms = new Map<string, ReturnType<typeof setTimeout>>();
  readonly #others = { list: () => this.list(), discard: (id: string) => this.discard(id) };
  readonly #heartbeat: ReturnType<typeof setInterval>;

  constructor(params: SessionsParams) {
    this.#params = params;
    void params.store?.prune(new Set()).catch(() => {});
    this.#heartbeat = setInterval(() => {
      for (const id of this.#live.keys()) void params.store?.touch(id);
    }, HEARTBEAT);
    this.#heartbeat.unref();
  }

  /** The session of this id, or a new one when it is null or cannot be had. Undefined when too many are at work. */
  async open(wanted: string | null): Promise<OpenedSession | undefined> {
    const found = wanted === null ? undefined : await this.#find(wanted);
    const problem = typeof found === "string" ? found : null;
    const session = found instanceof WindowSession ? found : await this.#begin();
    if (!session) return undefined;
    clearTimeout(this.#alarms.get(session.id));
    const { id, firstCall, view } = session;
    return { session, hello: { id, firstCall, view, problem, others: await this.list(id) } };
  }

  /** The window of a session is gone: its engine waits a while for the next. */
  release(session: WindowSession): void {
    clearTimeout(this.#alarms.get(session.id));
    const alarm = setTimeout(() => void this.#retire(session), this.#params.patience ?? PATIENCE);
    alarm.unref();
    this.#alarms.set(session.id, alarm);
  }

  /** The window of a session is gone for good: what is not saved is written, and its engine ends. */
  async end(session: WindowSession): Promise<void> {
    clearTimeout(this.#alarms.get(session.id));
    this.#live.delete(session.id);
    const ending = session.close();
    this.#ending.add(ending);
    await ending.finally(() => this.#ending.delete(ending));
  }

  /** Sessions that no window shows, latest first. */
  async list(except?: string): Promise<SessionInfo[]> {
    const shown = [...this.#live.values()].filter(({ id, isAttached }) => isAttached || id === except);
    return (await this.#params.store?.list(new Set(shown.map(({ id }) => id))).catch(() => [])) ?? [];
  }

  /** Forgets a session that no window shows. */
  async discard(id: string): Promise<void> {
    const session = this.#live.get(id);
    if (session?.isAttached) return;
    this.#live.delete(id);
    await session?.close();
    await this.#params.store?.remove(id);
  }

  async close(): Promise<void> {
    clearInterval(this.#heartbeat);
    for (const alarm of this.#alarms.values()) clearTimeout(alarm);
    const live = [...this.#live.values()];
    this.#live.clear();
    await Promise.all([...this.#ending, ...live.map((session) => session.close())]);
  }

  /** A session, or why there is none. */
  async #find(id: string): Promise<WindowSession | string | undefined> {
    const live = this.#live.get(id);
    for (let waited = 0; live?.isAttached && waited < OVERLAP; waited += 50) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    if (live) return live.isAttached ? undefined : live;
    try {
      const record = await this.#params.store?.load(id);
      if (!record) return undefined;
      if (!(await this.#room())) return "Too many windows are open; close one and try again.";
      return this.#add(new WindowSession({ ...this.#params, id, record, others: this.#others }));
    } catch (thrown) {
      return asAppError(thrown).message;
    }
  }

  async #begin(): Promise<WindowSession | undefined> {
    if (!(await this.#room())) return undefined;
    return this.#add(new WindowSession({ ...this.#params, id: randomUUID(), others: this.#others }));
  }

  #add(session: WindowSession): WindowSession {
    this.#live.set(session.id, session);
    return session;
  }

  /** Makes room for one more by retiring the session that waited longest for a window. */
  async #room(): Promise<boolean> {
    if (this.#live.size < this.#params.most) return true;
    const idle = [...this.#live.values()].find(({ isAttached, isBusy }) => !isAttached && !isBusy);
    if (!idle) return false;
    this.#live.delete(idle.id);
    await idle.close();
    return true;
  }

  /** Ends the engine of a session that waited in vain, unless something goes on or it exists nowhere else. */
  async #retire(session: WindowSession): Promise<void> {
    if (session.isAttached) return;
    const isOnlyHere = !session.isKept && session.view?.unsaved === true;
    if (session.isBusy || isOnlyHere) {
      this.release(session);
      return;
    }
    this.#live.delete(session.id);
    await session.close();
  }
}
