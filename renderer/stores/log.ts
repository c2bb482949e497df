import { createStore, type StoreApi } from "zustand/vanilla";

/** A line of the log: the command that repeats a step, or what came of it. */
export interface LogLine {
  readonly id: number;
  readonly kind: "command" | "note" | "warning" | "error";
  readonly text: string;
  /** A command that did nothing: a script leaves it out. */
  readonly failed?: boolean;
}

/** A message that stays a few seconds over the window. */
export interface Toast {
  readonly id: number;
  readonly kind: "note" | "error";
  readonly text: string;
}

export interface LogState {
  readonly lines: readonly LogLine[];
  readonly toasts: readonly Toast[];
  readonly nextId: number;
}

export type LogStore = StoreApi<LogState>;

/** Older lines are dropped. */
const MOST_LINES = 2000;

export function createLogStore(): LogStore {
  return createStore<LogState>(() => ({ lines: [], toasts: [], nextId: 1 }));
}

export function addLine(store: LogStore, kind: LogLine["kind"], text: string): void {
  store.setState(({ lines, nextId }) => ({
    lines: [...lines, { id: nextId, kind, text }].slice(-MOST_LINES),
    nextId: nextId + 1,
  }));
}

/** Marks the commands written since the line of a number, that one included, as failed. */
export function markFailed(store: LogStore, from: number): void {
  store.setState(({ lines }) => ({
    lines: lines.map((line) =>
      line.id >= from && line.kind === "command" ? { ...line, failed: true } : line,
    ),
  }));
}

export function clearLines(store: LogStore): void {
  store.setState({ lines: [] });
}

export function addToast(store: LogStore, kind: Toast["kind"], text: string): void {
  store.setState(({ toasts, nextId }) => ({
    toasts: [...toasts.filter((toast) => toast.text !== text), { id: nextId, kind, text }].slice(-4),
    nextId: nextId + 1,
  }));
}

export function dismissToast(store: LogStore, id: number): void {
  store.setState(({ toasts }) => ({ toasts: toasts.filter((toast) => toast.id !== id) }));
}
