import { createStore, type StoreApi } from "zustand/vanilla";
import type { Params, Result } from "#workers/protocol.ts";

/** A session that can be restored. */
export type SessionOffer = Result<"listSessions">["sessions"][number];
/** A fit under way, as it is kept. */
export type KeptFit = Params<"keepView">["view"]["fits"][number];
/** A file that a project names and does not hold. */
export type MissingFile = Result<"inspectProject">["missing"][number];

/** Something the user must decide before the work goes on. */
export type ProjectQuestion =
  | {
      readonly kind: "missing";
      readonly project: string;
      readonly file: MissingFile;
      /** Why it could not be found by itself. */
      readonly reason: string;
    }
  | { readonly kind: "save"; readonly name: string; readonly includeMaps: boolean };

/** The session as a document: its file, what of it is not saved, what is kept of it. */
export interface ProjectState {
  /** Name of the project's file; null before it has one. */
  readonly name: string | null;
  /** The last line of the log that was saved. */
  readonly savedLine: number;
  /** Why the session cannot be kept by itself; null while it is. */
  readonly problem: string | null;
  /** Sessions of earlier windows. */
  readonly offers: readonly SessionOffer[];
  readonly fits: readonly KeptFit[];
  readonly question: ProjectQuestion | null;
}

export type ProjectStore = StoreApi<ProjectState>;

export function createProjectStore(): ProjectStore {
  return createStore<ProjectState>(() => ({
    name: null,
    savedLine: 0,
    problem: null,
    offers: [],
    fits: [],
    question: null,
  }));
}

export function beginFit(store: ProjectStore, fit: KeptFit): void {
  store.setState(({ fits }) => ({ fits: [...fits, fit] }));
}

export function endFit(store: ProjectStore, call: number): void {
  store.setState(({ fits }) => ({ fits: fits.filter((fit) => fit.call !== call) }));
}
