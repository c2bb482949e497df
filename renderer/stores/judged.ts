import { createStore, type StoreApi } from "zustand/vanilla";
import type { Rigid } from "#core/math/rigid.ts";
import type { ModelId, Result, VolumeId } from "#workers/protocol.ts";

/** How a model agrees with a map, as it was drawn when that was asked. */
export interface Judgement extends Result<"validate"> {
  readonly model: ModelId;
  readonly map: VolumeId;
  readonly motion: Rigid;
  /** The command that repeats it. */
  readonly command: string;
}

/** What a map has and a model has not. */
export interface Difference {
  readonly model: ModelId;
  /** The difference map, σ. */
  readonly made: VolumeId;
  readonly peaks: Result<"difference">["peaks"];
}

/** What the rotamers of a model are like, as it was drawn when that was asked. */
export interface CheckedRotamers extends Result<"rotamers"> {
  readonly model: ModelId;
  readonly motion: Rigid;
}

/** What came of a refinement. */
export interface Refined {
  /** The refined model, and its name before. */
  readonly made: ModelId;
  readonly from: string;
  readonly map: VolumeId;
  readonly refinement: Result<"refineModel">["refinement"];
}

/** Resolutions of a model's atoms, in the order of its shape, as it was drawn when that was asked. */
export interface KnownResolutions {
  readonly model: ModelId;
  readonly motion: Rigid;
  /** Å. */
  readonly values: Float32Array;
  /** The command that repeats it, without a scale. */
  readonly command: string;
}

export interface JudgedState {
  /** The latest of every model. */
  readonly judgements: readonly Judgement[];
  readonly differences: readonly Difference[];
  /** The latest of every model. */
  readonly rotamers: readonly CheckedRotamers[];
  readonly refined: readonly Refined[];
  /** The latest of every model. */
  readonly resolutions: readonly KnownResolutions[];
}

export type JudgedStore = StoreApi<JudgedState>;

export function createJudgedStore(): JudgedStore {
  return createStore<JudgedState>(() => ({
    judgements: [],
    differences: [],
    rotamers: [],
    refined: [],
    resolutions: [],
  }));
}

/** The judgement of a model; undefined when none was asked for. */
export function judgementOf({ judgements }: JudgedState, model: ModelId): Judgement | undefined {
  return judgements.find((one) => one.model === model);
}

/** Everything of other models, then this: the latest of its model. */
export function withLatest<T extends { readonly model: ModelId }>(
  all: readonly T[],
  latest: T,
): readonly T[] {
  return [...all.filter(({ model }) => model !== latest.model), latest];
}
