import { centroidOf, dock } from "#core/demo/docking.ts";
import { type Fold, layOut } from "#core/demo/folds.ts";
import { addSideChains, type BuiltResidue } from "#core/demo/side-chains.ts";
import { buildTrace } from "#core/demo/trace.ts";
import { AppError } from "#core/errors.ts";
import { createRandom, randomRotation } from "#core/math/random.ts";
import { IDENTITY, type Quaternion, rotate } from "#core/math/rigid.ts";
import { scale } from "#core/math/vec3.ts";
import { moveStructure } from "#core/structure/move.ts";
import type { Structure } from "#core/structure/structure.ts";
import { type AtomRow, StructureBuilder } from "#core/structure/structure-builder.ts";

/** Chains A, B and C of the complex. */
const CHAINS: readonly [Fold, Fold, Fold] = ["helix-bundle", "alpha-beta", "beta-sandwich"];

/** Random streams of one seed: the complex takes the first, chains one for each attempt at each fold. */
const COMPLEX_STREAM = 0;
const ATTEMPTS = 20;

/** B factors run from here for the best packed residues up to the highest for those with the fewest neighbours, Å². */
const LOWEST_B = 30;
const HIGHEST_B = 60;
const MOST_NEIGHBOURS = 30;

/** Coordinates are whole thousandths of an Å, as in a file: writing and reading does not change them. */
const PER_ANGSTROM = 1000;

/**
 * A made-up protein complex of three chains of different folds, A all helices (about 120 residues), B a parallel
 * sheet between helices (about 200), C two antiparallel sheets and a layer of helices (about 300). Ideal geometry,
 * no clashes, chains in contact; the centre of all atoms is in the origin. The same seed gives the same coordinates
 * to the last bit. Throws `internal` when no way to build a chain was found.
 */
export function makeDemoComplex(seed: number): Structure {
  const random = createRandom(seed, COMPLEX_STREAM);
  const [bundle, mixed, sandwich] = CHAINS.map((fold) => buildChain(fold, seed));
  const [c, b, a] = dock([sandwich, mixed, bundle], random);
  const builder = new StructureBuilder();
  addChain(builder, a, "A", "1");
  addChain(builder, b, "B", "2");
  addChain(builder, c, "C", "3");
  return rounded(centred(builder.toStructure(`demo complex, seed ${seed}`), randomRotation(random)));
}

/**
 * One made-up chain (id A) of a fold, its centre in the origin. The same fold and seed give the same coordinates to
 * the last bit. Throws `internal` when no way to build it was found.
 * @public
 */
export function makeDemoChain(fold: Fold, seed: number): Structure {
  return rounded(buildChain(fold, seed));
}

function buildChain(fold: Fold, seed: number): Structure {
  const base = COMPLEX_STREAM + 1 + ATTEMPTS * CHAINS.indexOf(fold);
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const random = createRandom(seed, base + attempt);
    const trace = buildTrace(layOut(fold, random), random);
    if (trace === undefined) continue;
    const residues = addSideChains(trace, random);
    return centred(structureOf(residues, `demo ${fold}, seed ${seed}`), IDENTITY.rotation);
  }
  throw new AppError("internal", "The demo's protein could not be built. Try another seed.", { fold, seed });
}

function structureOf(residues: readonly BuiltResidue[], name: string): Structure {
  const builder = new StructureBuilder();
  const row = createRow("A", "1");
  residues.forEach((residue, n) => {
    const packing = Math.min(residue.neighbours / MOST_NEIGHBOURS, 1);
    row.bFactor = Math.round(100 * (HIGHEST_B + (LOWEST_B - HIGHEST_B) * packing)) / 100;
    row.residueName = residue.name;
    row.residueNumber = n + 1;
    row.labelResidueNumber = n + 1;
    for (const [atomName, at] of residue.atoms) {
      [row.x, row.y, row.z] = at;
      row.atomName = atomName;
      row.element = atomName[0];
      row.serial = builder.atomCount + 1;
      builder.add(row);
    }
  });
  return builder.toStructure(name);
}

/** Appends a chain under another id. */
function addChain(builder: StructureBuilder, chain: Structure, id: string, entityId: string): void {
  const row = createRow(id, entityId);
  for (let n = 0; n < chain.atomCount; n++) {
    row.x = chain.xyz[3 * n];
    row.y = chain.xyz[3 * n + 1];
    row.z = chain.xyz[3 * n + 2];
    row.atomName = chain.atomName[n];
    row.element = chain.element[n];
    row.residueName = chain.residueName[n];
    row.residueNumber = chain.residueNumber[n];
    row.labelResidueNumber = chain.residueNumber[n];
    row.bFactor = chain.bFactor[n];
    row.serial = builder.atomCount + 1;
    builder.add(row);
  }
}

function createRow(chainId: string, entityId: string): AtomRow {
  return {
    ...{ x: 0, y: 0, z: 0, element: "", atomName: "", residueName: "", residueNumber: 0 },
    ...{ chainId, labelChainId: chainId, entityId, labelResidueNumber: 0, serial: 0, charge: 0 },
    ...{ insertionCode: "", altLoc: "", occupancy: 1, bFactor: 0, isHetero: false },
  };
}

/** Turned, and then with the centre of its atoms in the origin. */
function centred(structure: Structure, rotation: Quaternion): Structure {
  return moveStructure(structure, { rotation, shift: scale(rotate(rotation, centroidOf(structure)), -1) });
}

function rounded(structure: Structure): Structure {
  return { ...structure, xyz: structure.xyz.map((x) => Math.round(x * PER_ANGSTROM) / PER_ANGSTROM) };
}
