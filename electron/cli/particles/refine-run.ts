import type { Host } from "#electron/cli/host.ts";
import type { RefineOptions } from "#electron/cli/particles/refine-options.ts";
import type { Reporter } from "#electron/cli/reporter.ts";
import type { RefinementRun } from "#workers/particles/run/refinement-run.ts";

/** A refinement that the command line runs. */
export interface RefineRun extends RefinementRun {
  readonly options: RefineOptions;
  readonly reporter: Reporter;
  readonly host: Host;
}
