// refused: noNodejsModules
import { readFileSync } from "node:fs";

export const bytes = readFileSync("map.mrc");
