import { isNumbered } from "#core/command/spec/match-names.ts";
import { markPart } from "#core/command/spec/match-path.ts";
import { markWord } from "#core/command/spec/match-word.ts";
import type { ModelPart, Spec, Zone } from "#core/command/spec/spec.ts";
import { markZone } from "#core/command/spec/zone.ts";
import { unreachable } from "#core/errors.ts";
import type { Rigid } from "#core/math/rigid.ts";
import { type AtomRanges, maskOf, rangesOf } from "#core/structure/atom-ranges.ts";
import { residuesOf } from "#core/structure/residues.ts";
import type { Structure } from "#core/structure/structure.ts";

/** Something open that specs can name: a map, a model, or a placed copy of a model. */
export interface Nameable {
  /** "#2.1" as [2, 1]. */
  readonly id: readonly number[];
  /** Its atoms in the frame of the file; null for a map. */
  readonly structure: Structure | null;
  /** Where it is drawn: zones are measured there. */
  readonly motion: Rigid;
  /** What of it is selected: all of it, nothing, or these atoms. */
  readonly selected: boolean | AtomRanges;
}

/** What a spec names of one thing open. A map is named as a whole and has no atoms. */
export interface Choice {
  readonly isNamed: boolean;
  readonly ranges: AtomRanges;
  readonly atoms: number;
  readonly residues: number;
  readonly chains: number;
}

/** What is named, while it is worked out. */
interface Marks {
  /** Of a map: whether it is named. */
  readonly whole: boolean;
  /** Of a structure: 1 for every atom named. */
  readonly mask: Uint8Array;
}

/** What a spec names, in the order of what is open. Words that are no built-in ones must have been replaced. */
export function chooseAtoms(spec: Spec, open: readonly Nameable[]): Choice[] {
  return marksOf(spec, open).map(({ mask, whole }, n) => choiceOf(open[n].structure, mask, whole));
}

function marksOf(spec: Spec, open: readonly Nameable[]): Marks[] {
  switch (spec.kind) {
    case "word":
      return open.map((one) => wordMarks(spec.word, one));
    case "path":
      return open.map((one) => pathMarks(spec.models, one));
    case "not":
      return marksOf(spec.of, open).map(({ whole, mask }, n) => ({
        whole: open[n].structure === null && !whole,
        mask: mask.map((is) => 1 - is),
      }));
    case "and":
      return combine(spec.of, open, (a, b) => a & b);
    case "or":
      return combine(spec.of, open, (a, b) => a | b);
    case "zone":
      return zoneMarks(spec, open);
    default:
      throw unreachable(spec);
  }
}

function combine(
  specs: readonly Spec[],
  open: readonly Nameable[],
  by: (a: number, b: number) => number,
): Marks[] {
  return specs
    .map((one) => marksOf(one, open))
    .reduce((all, next) =>
      all.map(({ whole, mask }, n) => ({
        whole: by(Number(whole), Number(next[n].whole)) !== 0,
        mask: mask.map((is, atom) => by(is, next[n].mask[atom])),
      })),
    );
}

function wordMarks(word: string, { structure, selected }: Nameable): Marks {
  const mask = new Uint8Array(structure?.atomCount ?? 0);
  if (word === "all") return { whole: structure === null, mask: mask.fill(1) };
  if (word === "sel") {
    if (typeof selected !== "boolean") return { whole: false, mask: maskOf(selected, mask.length) };
    return { whole: structure === null && selected, mask: mask.fill(selected ? 1 : 0) };
  }
  if (structure) markWord(structure, word, mask);
  return { whole: false, mask };
}

function pathMarks(models: readonly ModelPart[], { id, structure }: Nameable): Marks {
  const mask = new Uint8Array(structure?.atomCount ?? 0);
  let whole = false;
  for (const { numbers, chains } of models) {
    if (!isNumbered(numbers, id)) continue;
    if (chains.length === 0) {
      whole ||= structure === null;
      mask.fill(1);
    }
    if (structure) for (const chain of chains) markPart(structure, chain, mask);
  }
  return { whole, mask };
}

/** Maps have no atoms to measure from: they belong to no zone. */
function zoneMarks(zone: Zone, open: readonly Nameable[]): Marks[] {
  const near = markZone(
    zone,
    marksOf(zone.of, open).map(({ mask }) => mask),
    open,
  );
  return near.map((mask) => ({ whole: false, mask: zone.beyond ? mask.map((is) => 1 - is) : mask }));
}

/** A mask of a structure's atoms as a choice; of a map only whether it is named. */
export function choiceOf(structure: Structure | null, mask: Uint8Array, whole: boolean): Choice {
  if (!structure) return { isNamed: whole, ranges: [], atoms: 0, residues: 0, chains: 0 };
  const ranges = rangesOf(mask);
  const chains = new Set<string>();
  let residues = 0;
  for (const { start, end } of ranges.length > 0 ? residuesOf(structure) : []) {
    if (!mask.subarray(start, end).includes(1)) continue;
    residues++;
    chains.add(structure.chainId[start]);
  }
  const atoms = mask.reduce((sum, is) => sum + is, 0);
  return { isNamed: atoms > 0, ranges, atoms, residues, chains: chains.size };
}
