import type { Stores } from "#renderer/stores/stores.ts";
import { type ComparedPose, comparedPoses } from "#renderer/stores/visible-rows.ts";

/** The poses to see at once, in the order of their small pictures. */
export function posesOf(stores: Stores): ComparedPose[] {
  return comparedPoses(stores.fits.getState(), stores.selection.getState(), stores.results.getState());
}
