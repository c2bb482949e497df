import { ContactGrid } from "#core/demo/contact-grid.ts";
import { ELEMENT_TORSIONS, type Element, type ElementKind } from "#core/demo/element.ts";
import type { PlacedElement } from "#core/demo/folds.ts";
import { aim, createLinkage, type Linkage } from "#core/demo/linkage.ts";
import { closeLoop, type Gap, type Loop, missOfLoop } from "#core/demo/loop.ts";
import { LOOPS } from "#core/demo/loop-library.ts";
import {
  backboneAtoms,
  elementResidues,
  type OpenResidue,
  settle,
  type TraceResidue,
} from "#core/demo/trace-residue.ts";
import type { Random } from "#core/math/random.ts";

/** A backbone without clashes, and the grid that holds its atoms (CB where the residue is not to be glycine). */
export interface Trace {
  readonly residues: readonly TraceResidue[];
  readonly grid: ContactGrid;
}

/** How far an element may lie off its place, Å root mean square over its anchors. */
const TOLERANCE: Readonly<Record<ElementKind, number>> = { helix: 0.8, strand: 0.35 };

/** Residues at either end of an element that a loop may do without: they turn the ends to all sides. */
const ENDS: Readonly<Record<ElementKind, number>> = { helix: 3, strand: 2 };

const SKIPPED = 0.5; // share of the proposals that are not looked at, to save time and for variety
const ATTEMPTS = 40; // per joint, then the element before it is placed anew
const MOST_STEPS_BACK = 3; // elements given up at a time: what blocks the way is often not the last one
const MOST_JOINTS = 60; // per chain, with those made anew

/** Loops of the library are tried nearest first, with this much chance (share of the miss): chains shall differ. */
const ORDER_NOISE = 0.6;

/** Room kept around places of elements to come, Å, as they will lie a little off. */
const RESERVED_MARGIN = 0.5;

/** Residue index of reserved atoms: far from every residue of a chain. */
const RESERVED_INDEX = 1e6;

interface Growth extends Trace {
  readonly residues: TraceResidue[];
  /** Atoms of the elements that are still to come, at their places. */
  readonly reserved: ContactGrid;
  readonly linkage: Linkage;
  /** The last residues of the latest element: the next loop may begin after any of them. */
  pending: readonly OpenResidue[];
}

/** What to keep when the chain is taken back to the end of an earlier element. */
interface Mark {
  readonly residues: number;
  readonly atoms: number;
  readonly pending: readonly OpenResidue[];
}

/**
 * The backbone through all elements in order, joined by loops whose bonds and angles are exact.
 * Undefined when no way was found.
 */
export function buildTrace(elements: readonly PlacedElement[], random: Random): Trace | undefined {
  const { reserved, counts } = reserve(elements);
  const growth: Growth = {
    residues: [],
    grid: new ContactGrid(),
    reserved,
    pending: [],
    linkage: createLinkage(),
  };
  const [first] = elements;
  addElement(
    growth,
    [],
    elementResidues(first.element, first.place, ELEMENT_TORSIONS[first.element.kind].phi),
  );
  const marks = [markOf(growth)];
  for (let joints = 0; marks.length < elements.length; joints++) {
    if (joints === MOST_JOINTS) return undefined;
    reserved.truncate(counts[marks.length + 1]);
    if (extend(growth, elements[marks.length], random)) {
      marks.push(markOf(growth));
      continue;
    }
    marks.length = Math.max(1, marks.length - 1 - Math.trunc(random() * MOST_STEPS_BACK));
    goBack(growth, marks[marks.length - 1]);
  }
  return addElement(growth, growth.pending, []) ? growth : undefined;
}

/** A way to try: so many of the pending residues, the element without its first ones, and a loop of the library. */
interface Proposal {
  readonly kept: readonly OpenResidue[];
  readonly gap: Gap;
  readonly torsions: readonly number[];
  readonly rank: number;
}

/** Joins one more element to the chain by the first loop that reaches and fits. */
function extend(growth: Growth, next: PlacedElement, random: Random): boolean {
  const tolerance = TOLERANCE[next.element.kind];
  const proposals = propose(growth, next, random);
  for (const { kept, gap, torsions } of proposals.slice(0, ATTEMPTS)) {
    const loop = closeLoop(growth.linkage, gap, torsions, tolerance);
    if (loop.miss <= tolerance && accept(growth, kept, gap.element, loop)) return true;
  }
  return false;
}

function propose(
  { pending, linkage }: Growth,
  { element, place }: PlacedElement,
  random: Random,
): Proposal[] {
  const { kind } = pending[0];
  if (kind === "loop") return [];
  const proposals: Proposal[] = [];
  for (let count = 1; count <= pending.length; count++) {
    const kept = pending.slice(0, count);
    for (let start = 0; start < ENDS[element.kind]; start++) {
      const gap: Gap = { before: kept[count - 1], element: trimStart(element, start), place };
      aim(linkage, gap.before, gap.element, place);
      for (const torsions of LOOPS[`${kind}-${element.kind}`]) {
        if (random() < SKIPPED) continue;
        const rank = missOfLoop(linkage, torsions) * (1 + ORDER_NOISE * random());
        proposals.push({ kept, gap, torsions, rank });
      }
    }
  }
  return proposals.sort((a, b) => a.rank - b.rank);
}

/** Adds a loop and its element when neither clashes with the chain nor the loop with what is to come. */
function accept(growth: Growth, kept: readonly OpenResidue[], element: Element, loop: Loop): boolean {
  const residues = loop.residues.map((atoms, n): OpenResidue => {
    return { ...atoms, phi: loop.phi[n], psi: loop.psi[n + 1], kind: "loop" };
  });
  const atoms = residues.flatMap((residue) => backboneAtoms(settle(residue), 0));
  if (!atoms.every((atom) => growth.reserved.isFree(atom, RESERVED_MARGIN))) return false;
  const joint = kept.map((residue, n) => (n < kept.length - 1 ? residue : { ...residue, psi: loop.psi[0] }));
  return addElement(growth, [...joint, ...residues], elementResidues(element, loop.place, loop.phiAfter));
}

/** Adds residues and all but the end of an element after them, unless an atom clashes. */
function addElement(
  growth: Growth,
  before: readonly OpenResidue[],
  element: readonly OpenResidue[],
): boolean {
  const { residues, grid } = growth;
  const end =
    element.length === 0 ? 0 : element.length - ENDS[element[0].kind === "helix" ? "helix" : "strand"];
  const added = [...before, ...element.slice(0, end)].map(settle);
  if (!grid.addIfFree(added.flatMap((residue, n) => backboneAtoms(residue, residues.length + n))))
    return false;
  residues.push(...added);
  growth.pending = element.slice(end);
  return true;
}

/** The element without its first residues, in the same frame. */
function trimStart(element: Element, count: number): Element {
  return { ...element, residues: element.residues.slice(count) };
}

function markOf({ residues, grid, pending }: Growth): Mark {
  return { residues: residues.length, atoms: grid.count, pending };
}

function goBack(growth: Growth, mark: Mark): void {
  growth.residues.length = mark.residues;
  growth.grid.truncate(mark.atoms);
  growth.pending = mark.pending;
}

/** All elements at their places without what they can spare, the last one first; `counts[n]` atoms belong to element n and those after it. */
function reserve(elements: readonly PlacedElement[]): { reserved: ContactGrid; counts: number[] } {
  const reserved = new ContactGrid();
  const counts = [0];
  for (const { element, place } of elements.toReversed()) {
    const spare = ENDS[element.kind] - 1;
    for (const residue of elementResidues(element, place, -1).slice(spare, -spare)) {
      for (const atom of backboneAtoms(settle(residue), RESERVED_INDEX)) reserved.add(atom);
    }
    counts.unshift(reserved.count);
  }
  return { reserved, counts };
}
