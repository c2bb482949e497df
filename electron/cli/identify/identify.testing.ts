import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { writeMmcif } from "#core/format/mmcif-write.ts";
import { writeMrc } from "#core/format/mrc-write.ts";
import { createRandom, randomRotation } from "#core/math/random.ts";
import { simulateMolmap } from "#core/simulate/molmap.ts";
import { weightedAtoms } from "#core/simulate/weighted-atoms.ts";
import { moveStructure } from "#core/structure/move.ts";
import type { Structure } from "#core/structure/structure.ts";
import { walk } from "#core/structure/walk.testing.ts";
import { temporaryFolder } from "#electron/cli/cli.testing.ts";

/** A tiny made-up identification on disk. */
export interface TinyLibrary {
  readonly folder: string;
  /** 6 Å, made of the chain `right`. */
  readonly map: string;
  /** A folder of 14 models. */
  readonly library: string;
  readonly right: string;
}

/** A made-up chain of 60 residues, turned away from where the map has it. */
export function tinyChain(n: number): Structure {
  const random = createRandom(n + 50);
  const motion = { rotation: randomRotation(random), shift: [40 * random(), 30, -20] as const };
  return moveStructure({ ...walk(60, n), name: `chain${n}` }, motion);
}

/** Writes the map and the library into a folder of their own. */
export function writeTinyLibrary(): TinyLibrary {
  const folder = temporaryFolder();
  const library = join(folder, "library");
  mkdirSync(library);
  for (let n = 0; n < 14; n++) writeFileSync(join(library, `chain${n}.cif`), writeMmcif([tinyChain(n)]));
  const home = walk(60, 5);
  const atoms = weightedAtoms(
    home,
    Uint32Array.from({ length: home.atomCount }, (_, n) => n),
  );
  const map = join(folder, "map.mrc");
  writeFileSync(map, writeMrc(simulateMolmap(atoms, 6)));
  return { folder, map, library, right: "chain5" };
}
