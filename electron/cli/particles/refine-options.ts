import type { FocusForm } from "#core/gmm/focus.ts";
import type { RefineWishes } from "#core/particles/refine-wishes.ts";
import type { Called } from "#electron/cli/fit-html.ts";
import type { ParticleOptions } from "#electron/cli/particles/engine.ts";

export interface RefineOptions extends ParticleOptions, RefineWishes {
  readonly out: string;
  readonly resume?: boolean;
  readonly mask?: string;
  readonly focus?: string;
  readonly focusForm: FocusForm;
  readonly focusLevel: number;
  /** Patches that are refined on their own after the whole. */
  readonly patches?: number;
  readonly expandSymmetry?: string;
  readonly breakSymmetry?: boolean;
  readonly called: Called;
}
