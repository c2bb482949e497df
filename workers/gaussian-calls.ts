import type { Rigid } from "#core/math/rigid.ts";

/** What the engine does with Gaussian models of maps: models whose atoms each stand for one. */
export interface GaussianCalls<VolumeId, ModelId, MapSummary, ModelSummary> {
  /**
   * Makes a model of Gaussians of a map above a level (map units): `count` of them, or as many as e2gmm's program takes
   * for the resolution (Å), in so many patches, each a chain. `misfit`: share of the density that seeds and model miss;
   * `reach`: Å to which map and model agree (FSC 0.5).
   */
  buildGaussians: {
    params: {
      map: VolumeId;
      count?: number;
      resolution: number;
      level?: number;
      patches: number;
      steps: number;
      seed: number;
    };
    result: {
      models: ModelSummary[];
      count: number;
      level: { value: number; reason: string };
      misfit: [seeds: number, model: number];
      reach: number;
    };
  };
  /** The map that a model of Gaussians stands for, on a grid of its own or that of a map. */
  drawGaussians: { params: { model: ModelId; motion: Rigid; onGridOf?: VolumeId }; result: MapSummary };
}
