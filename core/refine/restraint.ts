import { solve } from "#core/math/conjugate-gradients.ts";
import type { LinearMap } from "#core/math/curvature-pairs.ts";
import type { Evaluation } from "#core/math/minimize.ts";
import type { AtomValues } from "#core/refine/model-images.ts";
import type { Curvature } from "#core/refine/springs.ts";

/** What counts besides the map, per variable. */
export interface Restraint {
  evaluate(x: Float64Array, values: AtomValues): Evaluation;
  /** Its Hessian at a place, which makes stiff restraints cheap to follow; leave it out where there is none. */
  curvature?(x: Float64Array, values: AtomValues): Curvature;
}

/** The inverse of a restraint's Hessian and a map whose curvature is the same along every variable. */
export function inverseOf({ multiply, diagonal }: Curvature, mapCurvature: number): LinearMap {
  const whole = (vector: Float64Array) => {
    const out = multiply(vector);
    for (let n = 0; n < out.length; n++) out[n] += mapCurvature * vector[n];
    return out;
  };
  const scale = diagonal.map((d) => d + mapCurvature);
  return (vector) => solve(whole, vector, scale);
}
