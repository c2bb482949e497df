import { AppError } from "#core/errors.ts";
import type { PredictedErrors } from "#core/format/pae.ts";
import type { JobContext } from "#core/job/job-context.ts";
import type { PoseEngine } from "#core/kernel/pose-engine.ts";
import type { ParticleEngine } from "#core/particles/particle-engine.ts";
import type { ParticleSet } from "#core/particles/particle-set.ts";
import type { ImageKernel } from "#core/simulate/vrm/image-kernel.ts";
import type { Structure } from "#core/structure/structure.ts";
import type { BlockIndex } from "#core/surface/block-index.ts";
import type { Volume } from "#core/volume/volume.ts";
import { LibraryStore } from "#workers/identify/library-store.ts";
import type { ScreenJob } from "#workers/identify/messages.ts";
import { OneAtATime } from "#workers/identify/one-at-a-time.ts";
import type { Screening } from "#workers/identify/screening-pool.ts";
import type { LibraryId } from "#workers/identify-calls.ts";
import type { StackFile } from "#workers/particles/stack-files.ts";
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

/** The model of a file, from 0, or one chain of it. */
export interface ModelOrigin {
  readonly file: FileOrigin;
  readonly model: number;
  readonly chain: number | null;
}

/** A model the session holds. */
export interface HeldModel {
  /** Absent for models made in another way. */
  readonly origin?: ModelOrigin;
  readonly structure: Structure;
  readonly summary: ModelSummary;
  /** Aligned errors that were opened beside it, or beside the model it is a chain of. */
  readonly errors?: ModelErrors;
}

/** Predicted aligned errors that were opened beside a model. */
export interface ModelErrors extends PredictedErrors {
  readonly file: FileOrigin;
  /** The model as a whole; what holds them may be one of its chains. */
  readonly whole: { readonly structure: Structure; readonly origin?: ModelOrigin };
}

/** A kernel that runs, and why it was chosen. */
export interface RunningKernel {
  readonly engine: PoseEngine;
  readonly reason: string;
}

/** An image kernel that holds threads. */
export interface EndableImageKernel extends ImageKernel {
  dispose(): Promise<void>;
}

/** An engine of particles that holds threads. */
export interface EndableParticleEngine extends ParticleEngine {
  dispose(): Promise<void>;
}

/** What the engine borrows from whoever runs it. */
export interface EngineHost {
  readonly version: string;
  /** The kernel that fits run on; asked for when first needed, and once. */
  startKernel(): Promise<RunningKernel>;
  /** What sums atoms' images; asked for when first needed, and once. */
  startImages(): EndableImageKernel;
  /** What screens the candidates of an identification; the asker ends it. */
  startScreening(job: ScreenJob): Screening;
  /** What goes through the images of particles; the asker ends it. Throws as `uniformImages`. */
  startParticles(set: ParticleSet, stacks: readonly StackFile[]): EndableParticleEngine;
  /** Folders outside which no images are read; null: the whole computer. */
  readonly folders: readonly string[] | null;
  /** Folder where the results of identifications outlast the session; null where nothing does. */
  readonly journals: string | null;
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
  readonly libraries = new LibraryStore();
  readonly identifications = new OneAtATime();
  /** Refinements of particles by their folders: two runs in one would spoil each other. */
  readonly refinements = new Map<string, { isStopped: boolean; ended: Promise<unknown> }>();
  readonly #maps = new Map<VolumeId, HeldMap>();
  readonly #models = new Map<ModelId, HeldModel>();
  #next = 1;
  #kernel: Promise<RunningKernel> | undefined;
  #images: EndableImageKernel | undefined;

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

  /** What sums the images of atoms. */
  images(): ImageKernel {
    this.#images ??= this.host.startImages();
    return this.#images;
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

  /** Keeps aligned errors with a model. Throws `input` when there is no such model. */
  keepErrors(id: ModelId, errors: ModelErrors): void {
    this.#models.set(id, { ...this.model(id), errors });
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

  close(id: VolumeId | ModelId | LibraryId): boolean {
    return (
      this.#maps.delete(id as VolumeId) ||
      this.#models.delete(id as ModelId) ||
      this.libraries.close(id as LibraryId)
    );
  }

  async dispose(): Promise<void> {
    this.#maps.clear();
    this.#models.clear();
    await this.#images?.dispose();
    const running = await this.#kernel?.catch(() => undefined);
    await running?.engine.dispose();
  }

  #newId(kind: string, given: string | undefined): string {
    if (given === undefined) return `${kind}-${this.#next++}`;
    this.#next = Math.max(this.#next, Number(given.split("-").at(-1)) + 1);
    return given;
  }
}
