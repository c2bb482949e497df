import type { TaskState } from "#electron/cli/identify/cluster/slurm.ts";

/** How far a task of a run has come. */
export type TaskStatus =
  | { readonly kind: "done" | "waiting" | "running" }
  /** Not in the queue any more and without a result so far; it may be on its way through a slow file system. */
  | { readonly kind: "missing" }
  | { readonly kind: "failed"; readonly reason: string };

/** What is known of a task. */
export interface TaskSight {
  readonly hasResult: boolean;
  /** Of its last submission; undefined when it is not there. */
  readonly state: TaskState | undefined;
  /** Polls in a row in which it had neither a place in the queue nor a result, this one included. */
  readonly missingFor: number;
}

/**
 * Polls after which a task that has left the queue without a result counts as failed: without accounting Slurm forgets how a
 * task ended, and files of other machines may take a minute to be seen (NFS caches directories that long).
 */
export const MISSING_POLLS = 4;

/** A result is all that counts; without one the queue decides, and what is in no queue has failed after some polls. */
export function taskStatus({ hasResult, state, missingFor }: TaskSight): TaskStatus {
  if (hasResult) return { kind: "done" };
  if (state === "waiting" || state === "running") return { kind: state };
  if (typeof state === "object") return { kind: "failed", reason: state.failed };
  if (missingFor < MISSING_POLLS) return { kind: "missing" };
  return {
    kind: "failed",
    reason: state === "ended" ? "it ended without a result" : "it left the queue without a result",
  };
}
