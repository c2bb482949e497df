// refused: TS2591
import { readFileSync } from "node:fs";

export const bytes = readFileSync("map.mrc");
