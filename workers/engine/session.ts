import { AppError } from "#core/errors.ts";
import type { JobContext } from "#core/job/job-context.ts";
import type { PoseEngine } from "#core/kernel/pose-engine.ts";
import type { Structure } from "#core/structure/structure.ts";
import type { BlockIndex } from "#core/surface/block-index.ts";
import type { Volume } from "#core/volume/volume.ts";
import type {
  CallName,
  MapSummary,
  ModelId,
  ModelSummary,
  PartialResult,
  VolumeId,
} from "#workers/protocol.ts";

/** A file that was opened, as its bytes came: gzip and all. */
export interface FileOrigin {
  readonly name: string;
  /** Path or URL; null when nobody said. */
  readonly place: string | null;
  readonly bytes: Uint8Array;
}

/** A map the session holds. */
export interface HeldMap {
  /** The file it was read from; absent for working maps. */
  readonly origin?: FileOrigin;
  readonly volume: Volume;
  readonly summary: MapSummary;
  /** The map, or a region of it, as shown at a step, with its block index; made when first asked for. */
  readonly shown: Map<string, { readonly volume: Volume; readonly index: BlockIndex }>;
}

/** A model the session holds. */
export interface HeldModel {
  /** The model of a file, from 0, or one chain of it, that this is; absent for models made in another way. */
  readonly origin?: { readonly file: FileOrigin; readonly model: number; readonly chain: number | null };
  readonly structure: Structure;
  readonly summary: ModelSummary;
}

/** A kernel that runs, and why it was chosen. */
export interface RunningKernel {
  readonly engine: PoseEngine;
  readonly reason: string;
}

/** What the engine borrows from whoever runs it. */
export interface EngineHost {
  readonly version: string;
  /** The kernel that fits run on; asked for when first needed, and once. */
  startKernel(): Promise<RunningKernel>;
  /** Milliseconds since some fixed moment. */
  clock(): number;
}

/** What a handler gets besides its parameters. */
export interface CallContext<C extends CallName> {
  readonly job: JobContext;
  /** Ids to give what this call opens, when it repeats one that was answered before. */
  readonly ids: readonly string[];
  partial(partial: PartialResult<C>): void;
  /** Buffers of the result that the session does not keep: they are moved, not copied. */
  give(...buffers: readonly ArrayBuffer[]): void;
}

/** The maps and models of one window. Ids count up and are never used twice. */
export class Session {
  readonly host: EngineHost;
  readonly #maps = new Map<VolumeId, HeldMap>();
  readonly #models = new Map<ModelId, HeldModel>();
  #next = 1;
  #kernel: Promise<RunningKernel> | undefined;

  constructor(host: EngineHost) {
    this.host = host;
  }

  /** The kernel of fits. A start that failed is tried again the next time. */
  kernel(): Promise<RunningKernel> {
    this.#kernel ??= this.host.startKernel().catch((thrown) => {
      this.#kernel = undefined;
      throw thrown;
    });
    return this.#kernel;
  }

  /** Keeps a map under a new id, or under `given` when a lost session is made again. */
  addMap(make: (id: VolumeId) => HeldMap, given: string | undefined): HeldMap {
    const id = this.#newId("map", given) as VolumeId;
    const held = make(id);
    this.#maps.set(id, held);
    return held;
  }

  addModel(make: (id: ModelId) => HeldModel, given: string | undefined): HeldModel {
    const id = this.#newId("model", given) as ModelId;
    const held = make(id);
    this.#models.set(id, held);
    return held;
  }

  /** Throws `input` when there is no such map. */
  map(id: VolumeId): HeldMap {
    const held = this.#maps.get(id);
    if (held) return held;
    throw new AppError("input", "This map is not open (any more).", { seen: id });
  }

  /** Throws `input` when there is no such model. */
  model(id: ModelId): HeldModel {
    const held = this.#models.get(id);
    if (held) return held;
    throw new AppError("input", "This model is not open (any more).", { seen: id });
  }

  /** What is held, in the order it came. */
  held(): { readonly maps: readonly HeldMap[]; readonly models: readonly HeldModel[] } {
    return { maps: [...this.#maps.values()], models: [...this.#models.values()] };
  }

  /** Forgets everything and holds this instead. */
  replace(maps: readonly HeldMap[], models: readonly HeldModel[]): void {
    this.#maps.clear();
    this.#models.clear();
    for (const map of maps) this.addMap(() => map, map.summary.id);
    for (const model of models) this.addModel(() => model, model.summary.id);
  }

  close(id: VolumeId | ModelId): boolean {
    return this.#maps.delete(id as VolumeId) || this.#models.delete(id as ModelId);
  }

  async dispose(): Promise<void> {
    this.#maps.clear();
    this.#models.clear();
    const running = await this.#kernel?.catch(() => undefined);
    await running?.engine.dispose();
  }

  #newId(kind: string, given: string | undefined): string {
    if (given === undefined) return `${kind}-${this.#next++}`;
    this.#next = Math.max(this.#next, Number(given.split("-").at(-1)) + 1);
    return given;
  }
}
