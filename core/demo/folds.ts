import { createElement, type Element, type ElementKind } from "#core/demo/element.ts";
import type { Random } from "#core/math/random.ts";
import {
  multiplyQuaternions,
  type Quaternion,
  quaternionFromRotationVector,
  type Rigid,
} from "#core/math/rigid.ts";
import { scale, type Vec3 } from "#core/math/vec3.ts";

/** The three architectures the generator knows. */
export type Fold = "helix-bundle" | "alpha-beta" | "beta-sandwich";

/** An element and its place: the motion from the element's own frame. */
export interface PlacedElement {
  readonly element: Element;
  readonly place: Rigid;
}

const HELIX_SPACING = 10; // Å between axes of packed helices
const STRAND_SPACING = 4.85; // Å between strands of a sheet
const SHEET_TO_HELIX = 11; // Å; 10 in proteins, a little more as the layers are not curved
const SHEET_TO_SHEET = 10.5; // Å
const BUNDLE_TILT = 9; // degrees of each helix against the axis of a left-handed bundle
const JITTER = { shift: 0.25, angle: 2 }; // Å, degrees: no two chains are alike

/** The elements of a fold in chain order, each laid out where it belongs. */
export function layOut(fold: Fold, random: Random): PlacedElement[] {
  switch (fold) {
    case "helix-bundle":
      return helixBundle(random);
    case "alpha-beta":
      return alphaBeta(random);
    case "beta-sandwich":
      return betaSandwich(random);
    default:
      return fold satisfies never;
  }
}

/** Four helices on the corners of a square, up and down in turn. */
function helixBundle(random: Random): PlacedElement[] {
  const radius = HELIX_SPACING / Math.SQRT2;
  return [0, 1, 2, 3].map((n) => {
    const azimuth = (n * Math.PI) / 2;
    const outward: Vec3 = [Math.cos(azimuth), 0, Math.sin(azimuth)];
    const tilt = turnAbout(outward, BUNDLE_TILT);
    const rotation = multiplyQuaternions(tilt, direction(n % 2 === 0));
    const element = createElement("helix", between(random, 26, 29));
    return { element, place: jitter({ rotation, shift: scale(outward, radius) }, random) };
  });
}

/** A place in a layered fold: strands of a sheet and helices that follow its twist. */
interface Slot {
  readonly kind: ElementKind;
  readonly isUp: boolean;
  /** Å across the strands. */
  readonly x: number;
  /** Å above the sheet through the origin. */
  readonly height: number;
}

/**
 * A doubly wound parallel sheet of six strands, order 3 2 1 4 5 6, with three helices on either face; all
 * crossovers from strand to strand are right-handed, as in the Rossmann fold.
 */
function alphaBeta(random: Random): PlacedElement[] {
  const strands = [0, -1, -2, 1, 2, 3].map((n) => (n - 0.5) * STRAND_SPACING);
  const below = -SHEET_TO_HELIX;
  const above = SHEET_TO_HELIX;
  const helices = [
    { x: -4.8, height: below },
    { x: -14.6, height: below },
    { x: -6.8, height: above },
    { x: 2.2, height: above },
    { x: 11.2, height: above },
    { x: 6, height: below },
  ];
  const slots = strands.flatMap((x, n): Slot[] => [
    { kind: "strand", isUp: true, x, height: 0 },
    { kind: "helix", isUp: false, ...helices[n] },
  ]);
  return place(slots, { strand: [7, 9], helix: [17, 19] }, random);
}

/** Two antiparallel sheets of seven strands face to face, and a layer of four helices upon the second. */
function betaSandwich(random: Random): PlacedElement[] {
  const order = [-3, -2, -1, 0, 1, 2, 3];
  const sheet = (columns: readonly number[], height: number, isFirstUp: boolean) =>
    columns.map(
      (n, k): Slot => ({ kind: "strand", isUp: (k % 2 === 0) === isFirstUp, x: n * STRAND_SPACING, height }),
    );
  const helices = [-1.5, -0.5, 0.5, 1.5].map(
    (n, k): Slot => ({ kind: "helix", isUp: k % 2 === 0, x: n * HELIX_SPACING, height: SHEET_TO_HELIX }),
  );
  const slots = [...sheet(order, -SHEET_TO_SHEET, true), ...sheet(order.toReversed(), 0, false), ...helices];
  return place(slots, { strand: [10, 11], helix: [23, 26] }, random);
}

function place(
  slots: readonly Slot[],
  lengths: Readonly<Record<ElementKind, readonly [number, number]>>,
  random: Random,
): PlacedElement[] {
  return slots.map((slot) => {
    const [shortest, longest] = lengths[slot.kind];
    const element = createElement(slot.kind, between(random, shortest, longest));
    const turn = twistAt(slot.x);
    const rotation = multiplyQuaternions(turnAbout([1, 0, 0], turn), direction(slot.isUp));
    const lift = slot.kind === "helix" ? Math.cos((turn * Math.PI) / 180) : 1;
    const at: Rigid = { rotation, shift: [slot.x, 0, slot.height / lift] };
    return { element, place: slot.kind === "helix" ? jitter(at, random) : at };
  });
}

/**
 * Turn (degrees about x) of a sheet at x Å: a strand's own twist carries the direction of its neighbours
 * around it, and neighbours STRAND_SPACING apart keep facing each other only if they cross at this angle.
 */
function twistAt(x: number): number {
  const { twist, rise } = createElement("strand", 3);
  return (-twist / rise) * x;
}

/** Up runs along +y; down is turned by half a turn about the normal of the sheet. */
function direction(isUp: boolean): Quaternion {
  return isUp ? [0, 0, 0, 1] : [0, 0, 1, 0];
}

function turnAbout(axis: Vec3, angle: number): Quaternion {
  return quaternionFromRotationVector(scale(axis, (angle * Math.PI) / 180));
}

function jitter(at: Rigid, random: Random): Rigid {
  const some = (size: number): Vec3 => [
    size * (2 * random() - 1),
    size * (2 * random() - 1),
    size * (2 * random() - 1),
  ];
  const tilt = quaternionFromRotationVector(some((JITTER.angle * Math.PI) / 180));
  const [x, y, z] = some(JITTER.shift);
  return {
    rotation: multiplyQuaternions(tilt, at.rotation),
    shift: [at.shift[0] + x, at.shift[1] + y, at.shift[2] + z],
  };
}

/** A whole number from `low` to `high`, both included. */
function between(random: Random, low: number, high: number): number {
  return low + Math.floor(random() * (high - low + 1));
}
