import { createStore, type StoreApi } from "zustand/vanilla";
import type { NumberColumn, SortColumn } from "#renderer/stores/fit-rows.ts";

export type Theme = "dark" | "light";

/** What the user wishes of a fit; null = chosen from the data. */
export interface FitOptions {
  /** Å. */
  readonly resolution: number | null;
  /** Map units. */
  readonly level: number | null;
  readonly starts: number | null;
  readonly atoms: "all" | "backbone" | "ca";
  readonly seed: number;
  /** Point group such as "C4"; "" for none. */
  readonly symmetry: string;
  /** Fits each chain on its own. */
  readonly split: boolean;
  readonly wishes?: SearchWishes;
}

/** What only a command says of a search. */
export interface SearchWishes {
  /** Å around where the model is drawn: its centre starts there. */
  readonly radius?: number;
  /** Share of the atoms that must lie above the contour level for a placement to be reported, 0…1. */
  readonly levelInside?: number;
  readonly method?: "fast" | "difffit";
  /** Writes the table into the log, and into a file. */
  readonly listFits?: boolean;
  readonly logFits?: string;
}

export interface ZeroOptions {
  readonly method: "erase" | "fractional";
  /** Share of the mass of the model's own map that counts as covered, 0…1. */
  readonly mass: number;
  /** Å to stay inside the border of what the model covers. */
  readonly shrink: number;
}

/** As ChimeraX names them: lamps alone, shade from all around (soft, gentle), both (full), or neither (flat). */
export const LIGHTINGS = ["simple", "soft", "full", "gentle", "flat"] as const;
export type Lighting = (typeof LIGHTINGS)[number];

/** How results are looked at. */
export interface ResultSettings {
  /** Columns of the table; null = those that tell something. */
  readonly columns: readonly SortColumn[] | null;
  /** What the colour of bars and balls means, and what the size of balls. */
  readonly color: NumberColumn;
  readonly size: NumberColumn;
  /** How far balls stand beside the map, in radii of the scene; 0 = where the placements are. */
  readonly offset: number;
}
/** What the right mouse button can do, under ChimeraX's names. */
export const RIGHT_MOUSE_MODES = [
  "translate",
  "rotate",
  "zoom",
  "translate selected models",
  "rotate selected models",
  "move picked models",
  "contour level",
  "crop",
  "move planes",
  "clip",
  "pivot",
  "map eraser",
] as const;
export type RightMouseMode = (typeof RIGHT_MOUSE_MODES)[number];

/** What is kept between sessions. */
export interface Settings {
  readonly theme: Theme;
  readonly fit: FitOptions;
  readonly zero: ZeroOptions;
  readonly results: ResultSettings;
  /** Share of the scene's width that the main view takes, 0…1. */
  readonly split: number;
  readonly lighting: Lighting;
  /** "#rrggbb"; null = the theme's own ground. */
  readonly background: string | null;
  readonly silhouettes: boolean;
  readonly depthCue: boolean;
  readonly rightMouse: RightMouseMode;
  /** The docked panels, as dockview writes them; null = the default layout. */
  readonly layout: unknown;
}

export const SETTINGS_DEFAULTS: Settings = {
  theme: "dark",
  fit: { resolution: null, level: null, starts: null, atoms: "all", seed: 1, symmetry: "", split: false },
  zero: { method: "erase", shrink: 0.6, mass: 0.95 },
  results: { columns: null, color: "correlation", size: "hits", offset: 0 },
  split: 0.64,
  lighting: "simple",
  background: null,
  silhouettes: false,
  depthCue: true,
  rightMouse: "translate",
  layout: null,
};

export type SettingsStore = StoreApi<Settings>;

export function createSettingsStore(saved: Partial<Settings>): SettingsStore {
  return createStore<Settings>(() => ({
    ...SETTINGS_DEFAULTS,
    ...saved,
    // Level and resolution belong to the map of the day.
    fit: { ...SETTINGS_DEFAULTS.fit, ...saved.fit, level: null, resolution: null },
    zero: { ...SETTINGS_DEFAULTS.zero, ...saved.zero },
    results: { ...SETTINGS_DEFAULTS.results, ...saved.results },
    rightMouse: RIGHT_MOUSE_MODES.find((mode) => mode === saved.rightMouse) ?? SETTINGS_DEFAULTS.rightMouse,
  }));
}
