import type { JobContext } from "#core/job/job-context.ts";
import type { Rigid } from "#core/math/rigid.ts";
import { B_PACE, type BRange, bFactorVariables, similarityRestraint } from "#core/refine/b-factors.ts";
import { balanceOf } from "#core/refine/balance.ts";
import { bondedAtoms } from "#core/refine/bonded.ts";
import { chainGroups } from "#core/refine/chain-groups.ts";
import { contactsOf } from "#core/refine/contacts.ts";
import { COORDINATE_PACE, chemistryRestraint, coordinateVariables } from "#core/refine/coordinates.ts";
import type { Evidence } from "#core/refine/evidence.ts";
import { geometryOf } from "#core/refine/geometry.ts";
import { type AtomValues, type ImageMaker, ModelImages } from "#core/refine/model-images.ts";
import {
  OCCUPANCY_PACE,
  occupancyGroups,
  occupancyMembers,
  occupancyVariables,
} from "#core/refine/occupancy.ts";
import {
  type Pace,
  type RefinedVariables,
  refineVariables,
  type Variables,
} from "#core/refine/refine-variables.ts";
import type { RefineRequest } from "#core/refine/request.ts";
import type { Restraint } from "#core/refine/restraint.ts";
import { membersOf, RIGID_DEFAULTS, rigidVariables } from "#core/refine/rigid-groups.ts";
import { neighboursOf } from "#core/refine/similar-b.ts";
import type { ScatteringAtoms } from "#core/simulate/vrm/image-plan.ts";
import { residuesOf } from "#core/structure/residues.ts";
import type { Structure } from "#core/structure/structure.ts";

export type StageName = "rigid groups" | "coordinates" | "B factors" | "occupancies";

/** What a stage did. */
export interface Stage extends Omit<RefinedVariables, "x"> {
  readonly name: StageName;
  /** How many numbers were refined. */
  readonly variables: number;
  /** Why the map counts as much as it does against restraints; absent without any. */
  readonly weight?: string;
  /** How rigid groups moved, in their order, in the frame of the model; absent in other stages. */
  readonly motions?: readonly Rigid[];
}

/** What all stages work with. */
export interface Workshop {
  readonly structure: Structure;
  readonly evidence: Evidence;
  readonly maker: ImageMaker;
}

/** What a stage is made of. */
export interface StagePlan {
  readonly name: StageName;
  readonly variables: Variables;
  readonly changes: Uint8Array;
  readonly pace: Pace;
  readonly restraint?: Restrained;
  readonly motionsOf?: (x: Float64Array) => Rigid[];
}

interface Restrained {
  readonly terms: Restraint;
  /** How far variables are disturbed to compare the slopes, and which part of the restraints' the map's are to be. */
  readonly spread: number;
  readonly share: number;
  readonly reason: string;
}

/**
 * At a random disturbance of 0.1 Å the map pulls a fiftieth as hard as bonds, angles, planes and contacts hold: enough
 * to turn what can turn, too little to stretch bonds. On made-up data of 3 Å this comes nearest to the truth.
 */
const COORDINATE_SHARE = 0.02;
/** B factors have no chemistry that must hold: map and neighbours pull alike at a random disturbance of 10 Å². */
const B_SHARE = 1;

/** Moves rigid groups. */
export function rigidStage(
  workshop: Workshop,
  atoms: ScatteringAtoms,
  groups: readonly Int32Array[],
): StagePlan {
  const variables = rigidVariables(atoms, groups);
  const changes = membersOf(groups, workshop.structure.atomCount);
  const { motions: motionsOf } = variables;
  return { name: "rigid groups", variables, changes, pace: RIGID_DEFAULTS.pace, motionsOf };
}

/** Shifts every atom a little; bonds, angles and contacts hold. */
export function coordinateStage({ structure }: Workshop, atoms: ScatteringAtoms): StagePlan {
  const now = { ...structure, xyz: atoms.xyz };
  const bonded = bondedAtoms(now);
  const geometry = geometryOf(now, bonded);
  const terms = chemistryRestraint({ geometry, contacts: contactsOf(now, bonded) });
  const reason =
    "at a random disturbance of 0.1 Å the map pulls 2 % as hard as bonds, angles and contacts hold";
  return {
    name: "coordinates",
    variables: coordinateVariables(atoms),
    changes: everyAtom(structure),
    pace: COORDINATE_PACE,
    restraint: { terms, spread: 1, share: COORDINATE_SHARE, reason },
  };
}

/** Changes B factors by chain, residue or atom; neighbours stay alike. */
export function bFactorStage(
  { structure }: Workshop,
  atoms: ScatteringAtoms,
  by: NonNullable<RefineRequest["bFactors"]>,
  range: BRange,
): StagePlan {
  const groups = bGroups(structure, by);
  const terms = similarityRestraint(
    neighboursOf({ ...structure, xyz: atoms.xyz }),
    groups,
    structure.atomCount,
  );
  const reason = "at a random disturbance of 10 Å² the map pulls as hard as neighbours hold together";
  return {
    name: "B factors",
    variables: bFactorVariables(atoms, groups, range),
    changes: everyAtom(structure),
    pace: B_PACE,
    // Chains have few B factors and much map: nothing need hold them.
    ...(by !== "chain" && { restraint: { terms, spread: 1, share: B_SHARE, reason } }),
  };
}

/** Changes occupancies; undefined when the model has none to change. */
export function occupancyStage(
  { structure }: Workshop,
  atoms: ScatteringAtoms,
  which: NonNullable<RefineRequest["occupancy"]>,
): StagePlan | undefined {
  const groups = occupancyGroups(structure, which);
  if (groups.alternates.length + groups.single.length === 0) return undefined;
  return {
    name: "occupancies",
    variables: occupancyVariables(atoms, groups),
    changes: occupancyMembers(groups, structure.atomCount),
    pace: OCCUPANCY_PACE,
  };
}

/** Runs a stage; returns what the atoms became and how it went. Throws `cancelled`. */
export async function runStage(
  { evidence, maker }: Workshop,
  atoms: ScatteringAtoms,
  plan: StagePlan,
  job: JobContext,
): Promise<{ values: AtomValues; stage: Stage }> {
  const { name, variables, changes, pace, restraint } = plan;
  const images = await ModelImages.create(atoms, changes, evidence.grid, maker, job);
  const base = { step: name, variables, images, target: evidence.target };
  const balance =
    restraint && (await balanceOf({ ...base, restraint: restraint.terms }, restraint.spread, job));
  const held = restraint &&
    balance && {
      restraint: restraint.terms,
      weight: restraint.share * balance.weight,
      mapCurvature: balance.mapCurvature,
    };
  const { x, ...how } = await refineVariables({ ...base, weight: 1, ...held }, pace, job);
  const weight = restraint && balance && { weight: restraint.reason };
  return {
    values: variables.values(x),
    stage: {
      name,
      variables: variables.start.length,
      ...how,
      ...weight,
      ...(plan.motionsOf && { motions: plan.motionsOf(x) }),
    },
  };
}

function bGroups(structure: Structure, by: NonNullable<RefineRequest["bFactors"]>): Int32Array[] {
  if (by === "atom") return Array.from({ length: structure.atomCount }, (_, n) => Int32Array.of(n));
  if (by === "residue") {
    return residuesOf(structure).map(({ start, end }) =>
      Int32Array.from({ length: end - start }, (_, n) => start + n),
    );
  }
  return chainGroups(structure);
}

function everyAtom({ atomCount }: Structure): Uint8Array {
  return new Uint8Array(atomCount).fill(1);
}
