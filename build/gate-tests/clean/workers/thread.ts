import { parentPort } from "node:worker_threads";
import { fit } from "#core/fit/fit.ts";

parentPort?.postMessage(fit(Float32Array.of(1, 2, 3)));
