import type { BFactorChoice } from "#core/simulate/vrm/model-map.ts";
import type { DifferenceScale } from "#core/validate/difference-map.ts";
import type { CommonOptions } from "#electron/cli/reporter.ts";

/** Ways to scale that need no half maps. */
export const PLAIN_SCALES = ["global", "shells", "local"] as const satisfies readonly DifferenceScale[];

/** What `mapwright difference` was asked for. */
export interface DifferenceOptions extends CommonOptions {
  /** Of the map, Å. */
  readonly resolution?: number;
  /** Left out with half maps, which then decide. */
  readonly scale?: (typeof PLAIN_SCALES)[number];
  readonly half1?: string;
  readonly half2?: string;
  readonly bfactor: BFactorChoice;
  /** Peaks of each sign in the list. */
  readonly peaks: number;
  /** A file, or "-". */
  readonly json?: string;
  readonly out?: string;
  readonly threads?: number;
}
