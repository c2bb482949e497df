import { type Choice, choiceOf, type Nameable } from "#core/command/spec/choose.ts";
import type { Zone } from "#core/command/spec/spec.ts";
import { widened } from "#core/command/spec/zone.ts";
import { maskOf } from "#core/structure/atom-ranges.ts";

/**
 * What is selected, widened by one step (ChimeraX `select up`): to whole residues, else to whole chains, else to whole
 * models, else to everything open. The first step that adds anything is taken.
 */
export function widenSelection(open: readonly Nameable[]): Choice[] {
  const masks = open.map(({ structure, selected }) => selectedMask(structure?.atomCount ?? 0, selected));
  const isSelected = open.map(
    ({ selected }) => selected === true || (selected !== false && selected.length > 0),
  );
  for (const level of LEVELS) {
    const wider = open.map(({ structure }, n) =>
      structure ? widened(structure, masks[n], level) : masks[n],
    );
    const isWider = wider.some((mask, n) => mask.some((is, atom) => is !== masks[n][atom]));
    if (isWider) return open.map(({ structure }, n) => choiceOf(structure, wider[n], isSelected[n]));
  }
  return open.map(({ structure }, n) => choiceOf(structure, masks[n].fill(1), true));
}

const LEVELS: readonly Zone["level"][] = [":", "/", "#"];

function selectedMask(count: number, selected: Nameable["selected"]): Uint8Array {
  if (typeof selected !== "boolean") return maskOf(selected, count);
  return new Uint8Array(count).fill(selected ? 1 : 0);
}
