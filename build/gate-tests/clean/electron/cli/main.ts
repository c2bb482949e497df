import { fit } from "#core/fit/fit.ts";

console.log(fit(Float32Array.of(1, 2, 3)));
