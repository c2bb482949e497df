import { equal } from "node:assert/strict";
import { onlyTested } from "./kept-by-its-test.ts";

equal(onlyTested, 2);
