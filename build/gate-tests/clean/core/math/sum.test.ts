import { equal } from "node:assert/strict";
import { sum } from "./sum.ts";

equal(sum(Float32Array.of(1, 2)), 3);
