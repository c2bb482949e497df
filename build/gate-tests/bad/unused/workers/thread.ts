// refused: unlisted
import { parentPort } from "node:worker_threads";
import { chalk } from "chalk";
import { fit } from "#core/fit/fit.ts";
import { used } from "#core/math/half-used.ts";
import { kept } from "#core/math/kept-by-its-test.ts";

parentPort?.postMessage(chalk.red(fit(Float32Array.of(used, kept))));
