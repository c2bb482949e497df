import type { ProjectView } from "#workers/project/view.ts";

/** A session that can be restored. */
export interface SessionInfo {
  readonly id: string;
  /** When its last change was kept, ISO 8601. */
  readonly saved: string;
  /** Name of its project's file; null before it was saved as one. */
  readonly name: string | null;
  readonly maps: number;
  readonly models: number;
  readonly fits: number;
  /** Name of the STAR file of particles that are open, or of the run that is shown; null without either. */
  readonly particles: string | null;
  /** PNG of the scene; null while there is none. */
  readonly thumbnail: Uint8Array | null;
}

/** What the host around the engine answers: it keeps the session when page, engine or host end. */
export interface HostCalls {
  /**
   * Hands over how the window looks now, and a small picture of it when there is a new one. Answers when it is on the
   * disk or cannot be: `problem` says why not. Until then, and if the disk is full, the host keeps it in memory.
   */
  keepView: {
    params: { view: ProjectView; thumbnail: Uint8Array | null };
    result: { problem: string | null };
  };
  /** Sessions that no window shows, latest first. To restore one, connect again with its id. */
  listSessions: { params: Record<string, never>; result: { sessions: readonly SessionInfo[] } };
  /** Keeps the session as it was last handed over as one that can be restored, whatever this window does next. */
  setAside: { params: Record<string, never>; result: Record<string, never> };
  discardSession: { params: { id: string }; result: Record<string, never> };
}
