import type { Params, Result, ToEngine } from "#workers/protocol.ts";

type Call = Extract<ToEngine, { kind: "call" }>;

/** A call that opened or made something, and the ids it gave. */
export interface JournalEntry {
  readonly call: Call;
  readonly ids: readonly string[];
}

/** What made a session, in order: enough to make it again. */
export class Journal {
  #entries: JournalEntry[] = [];
  readonly #closed = new Set<string>();

  /**
   * Remembers a call that was answered, when it opened, made or closed something; tells whether it did. `result` is the
   * engine's.
   */
  note(call: Call, result: unknown): boolean {
    // A project replaces all there was.
    if (call.name === "readProject") this.clear();
    const made = madeBy(call, result);
    this.#entries.push(...made);
    if (call.name !== "close") return made.length > 0;
    this.#closed.add((call.params as Params<"close">).id);
    this.#prune();
    return true;
  }

  /** Begins with what another journal had noted. */
  take(entries: readonly JournalEntry[]): void {
    for (const { call, ids } of entries) {
      if (call.name === "close") this.#closed.add((call.params as Params<"close">).id);
      else this.#entries.push({ call, ids });
    }
  }

  /** The calls to repeat one after the other; the last ones close what was closed but is needed before. */
  entries(): readonly JournalEntry[] {
    const open = new Set(this.#entries.flatMap(({ ids }) => ids));
    const closing = [...this.#closed]
      .filter((id) => open.has(id))
      .map((id): JournalEntry => ({ call: { kind: "call", id: 0, name: "close", params: { id } }, ids: [] }));
    return [...this.#entries, ...closing];
  }

  clear(): void {
    this.#entries = [];
    this.#closed.clear();
  }

  /** Forgets, from the last back, calls of which everything is closed and nothing later is made from. */
  #prune(): void {
    const needed = new Set<unknown>();
    const kept: JournalEntry[] = [];
    for (const entry of this.#entries.toReversed()) {
      if (entry.ids.every((id) => this.#closed.has(id) && !needed.has(id))) continue;
      addStrings(entry.call.params, needed);
      kept.push(entry);
    }
    this.#entries = kept.toReversed();
  }
}

/** Every text in a value, however deep: ids are among them. Bytes are not looked into. */
function addStrings(value: unknown, found: Set<unknown>): void {
  if (typeof value === "string") found.add(value);
  else if (typeof value === "object" && value !== null && !ArrayBuffer.isView(value)) {
    for (const part of Object.values(value)) addStrings(part, found);
  }
}

function madeBy(call: Call, result: unknown): JournalEntry[] {
  switch (call.name) {
    case "openMap":
    case "simulate":
    case "newMap":
    case "drawGaussians":
      return [{ call, ids: [(result as Result<"openMap">).id] }];
    case "zero":
    case "editMap":
    case "difference":
    case "simulateImages":
      return [{ call, ids: [(result as Result<"zero">).map.id] }];
    case "refineModel":
      return [{ call, ids: [(result as Result<"refineModel">).model.id] }];
    case "demo": {
      const { map, models } = result as Result<"demo">;
      return [{ call, ids: [map.id, ...models.map(({ id }) => id)] }];
    }
    case "openModel":
    case "split":
    case "takeApart":
    case "combine":
    case "moveAtoms":
    case "assemble":
    case "buildGaussians":
      return [{ call, ids: (result as Result<"split">).models.map(({ id }) => id) }];
    case "openErrors":
      return [{ call, ids: (result as Result<"openErrors">).models }];
    case "openCandidate":
      return [{ call, ids: (result as Result<"openCandidate">).models.map(({ id }) => id) }];
    case "addCandidates":
      return [{ call, ids: [(result as Result<"addCandidates">).library] }];
    case "fit":
      // A fit is not repeated, but the chains it made are.
      return (result as Result<"fit">).chains.map(({ of, models }) => ({
        call: { kind: "call", id: 0, name: "split", params: { model: of } },
        ids: models.map(({ id }) => id),
      }));
    case "readProject": {
      const { maps, models } = result as Result<"readProject">;
      return [{ call, ids: [...maps, ...models].map(({ id }) => id) }];
    }
    default:
      return [];
  }
}
