import type { HistoryStore } from "#renderer/stores/history.ts";
import type { ModelId, Params, VolumeId } from "#workers/protocol.ts";

type EngineId = VolumeId | ModelId;
/** The history as a document, and a step of it. */
export type SavedHistory = Params<"keepView">["view"]["history"];
export type SavedStep = SavedHistory["undo"][number];

/** Something done that can be taken back. Both directions only touch the stores. */
export interface Step {
  /** "place 1 of #2". */
  readonly label: string;
  undo(): void;
  redo(): void;
  /** What the engine holds only because of this step: released when an undone step is forgotten. */
  readonly made?: readonly EngineId[];
  /** What the engine holds only so that this step can be undone: released when a done step is forgotten. */
  readonly kept?: readonly EngineId[];
  /** The step as data, from which it can be made again; a step without ends the history that is kept. */
  readonly saved?: SavedStep;
}

/** Steps that hold on to closed maps and models: more would fill the memory. */
const MOST_KEEPING = 8;

/** The undo and redo stacks. */
export class History {
  private done: Step[] = [];
  private undone: Step[] = [];
  /** Steps of a group under way; null outside of one. */
  private group: Step[] | null = null;
  private readonly store: HistoryStore;
  private readonly release: (ids: readonly EngineId[]) => void;

  constructor(store: HistoryStore, release: (ids: readonly EngineId[]) => void) {
    this.store = store;
    this.release = release;
  }

  /** Records a step that has just been done; what was undone can no longer be redone. */
  push(step: Step): void {
    if (this.group) {
      this.group.push(step);
      return;
    }
    this.release(this.undone.flatMap(({ made }) => made ?? []));
    this.undone = [];
    this.done.push(step);
    this.forgetOld();
    this.publish();
  }

  /** Does work whose steps are taken back together, under one label. Groups do not nest: the outer one holds all. */
  async together(label: string, work: () => Promise<void>): Promise<void> {
    if (this.group) return work();
    const steps: Step[] = [];
    this.group = steps;
    try {
      await work();
    } finally {
      this.group = null;
      const [only] = steps;
      if (only && steps.length === 1) this.push(only);
      else if (only) this.push(joined(label, steps));
    }
  }

  /** Takes the last step back and returns its label; null when there is none. */
  undo(): string | null {
    const step = this.done.pop();
    if (!step) return null;
    step.undo();
    this.undone.push(step);
    this.publish();
    return step.label;
  }

  redo(): string | null {
    const step = this.undone.pop();
    if (!step) return null;
    step.redo();
    this.done.push(step);
    this.publish();
    return step.label;
  }

  /** What the engine holds for steps, besides what is shown. */
  ids(): readonly EngineId[] {
    return [...this.done, ...this.undone].flatMap(({ made, kept }) => [...(made ?? []), ...(kept ?? [])]);
  }

  /** The steps that can be made again from data: those since the last one that cannot. */
  saved(): SavedHistory {
    const undo = keepable(this.done);
    return { undo, redo: keepable(this.undone), notKept: this.done.length - undo.length };
  }

  /** Has these steps instead of its own, which nobody needs any more. */
  replace(done: readonly Step[], undone: readonly Step[]): void {
    this.done = [...done];
    this.undone = [...undone];
    this.publish();
  }

  /** Forgets everything, as after closing the session. */
  clear(): void {
    this.release(this.undone.flatMap(({ made }) => made ?? []));
    this.release(this.done.flatMap(({ kept }) => kept ?? []));
    this.done = [];
    this.undone = [];
    this.publish();
  }

  /** An older step cannot be undone without the ones after it, so everything up to the oldest keeper goes. */
  private forgetOld(): void {
    const keepers = this.done.filter(({ kept }) => kept && kept.length > 0);
    const oldest = keepers[keepers.length - 1 - MOST_KEEPING];
    if (!oldest) return;
    const dropped = this.done.splice(0, this.done.indexOf(oldest) + 1);
    this.release(dropped.flatMap(({ kept }) => kept ?? []));
  }

  private publish(): void {
    const labels = (steps: readonly Step[]) => steps.map(({ label }) => label).reverse();
    this.store.setState({ undo: labels(this.done), redo: labels(this.undone) });
  }
}

function joined(label: string, steps: readonly Step[]): Step {
  const made = steps.flatMap((step) => step.made ?? []);
  const kept = steps.flatMap((step) => step.kept ?? []);
  return {
    label,
    undo: () => {
      for (const step of steps.toReversed()) step.undo();
    },
    redo: () => {
      for (const step of steps) step.redo();
    },
    ...(made.length > 0 && { made }),
    ...(kept.length > 0 && { kept }),
  };
}

function keepable(steps: readonly Step[]): SavedStep[] {
  const last = steps.findLastIndex(({ saved }) => saved === undefined);
  return steps.slice(last + 1).flatMap(({ saved }) => saved ?? []);
}
