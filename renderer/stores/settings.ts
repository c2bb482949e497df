import { createStore, type StoreApi } from "zustand/vanilla";
import type { ScoreKind } from "#core/fit/params.ts";
import type { AtomRanges } from "#core/structure/atom-ranges.ts";
import type { NumberColumn, SortColumn } from "#renderer/stores/fit-rows.ts";
import type { SurfaceStyle } from "#renderer/stores/scene.ts";

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
  /** The model map that placements are ranked by; left out: electron scattering. */
  readonly score?: ScoreKind;
  readonly wishes?: SearchWishes;
}

/** What only a command says of a search. */
export interface SearchWishes {
  /** Å around where the model is drawn: its centre starts there. */
  readonly radius?: number;
  /** Share of the atoms that must lie above the contour level for a placement to be reported, 0…1. */
  readonly levelInside?: number;
  readonly method?: "fast" | "difffit";
  /** What starts differ in: places alone, or rotations alone about where the model is drawn. */
  readonly placement?: "s" | "r";
  /** Places that the map's symmetry makes equal are reported each by itself. */
  readonly asymmetricUnit?: false;
  /** Writes the table into the log, and into a file. */
  readonly listFits?: boolean;
  readonly logFits?: string;
  /** Atoms of the one model that alone are searched for, and a spec that names them. */
  readonly part?: { readonly atoms: AtomRanges; readonly text: string };
}

export interface ZeroOptions {
  readonly method: "erase" | "fractional";
  /** Share of the mass of the model's own map that counts as covered, 0…1. */
  readonly mass: number;
  /** Å to stay inside the border of what the model covers. */
  readonly shrink: number;
}

/** How the Model map panel makes maps. */
export interface ModelMapOptions {
  readonly kernel: "vrm" | "molmap";
  /** Å; null = what the map or model states, else 3 × the voxel size. */
  readonly resolution: number | null;
  readonly bFactor: "file" | "none" | "one";
  /** The B of all atoms where it is one, Å². */
  readonly oneB: number;
  /** Largest error, as part of an atom's peak. */
  readonly accuracy: "0.01" | "0.001" | "0.0001";
  /** On the grid of the map that the panels talk about, else on a grid of its own. */
  readonly onGrid: boolean;
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
  "zone",
  "distance",
] as const;
export type RightMouseMode = (typeof RIGHT_MOUSE_MODES)[number];

/** What of the drawing of new maps a user may set once and for all; `smooth`: surfaces are smoothed. */
export interface MapDefaults {
  readonly style?: SurfaceStyle;
  readonly opacity?: number;
  readonly step?: number;
  readonly outline?: boolean;
  readonly smooth?: boolean;
}

/** What is kept between sessions. */
export interface Settings {
  readonly theme: Theme;
  readonly fit: FitOptions;
  readonly zero: ZeroOptions;
  readonly modelMap: ModelMapOptions;
  readonly results: ResultSettings;
  /** Share of the scene's width that the main view takes, 0…1. */
  readonly split: number;
  readonly lighting: Lighting;
  /** The lamp over the viewer's shoulder throws shadows. */
  readonly shadows: boolean;
  /** "#rrggbb"; null = the theme's own ground. */
  readonly background: string | null;
  readonly silhouettes: boolean;
  readonly depthCue: boolean;
  readonly rightMouse: RightMouseMode;
  /** How maps that are opened are drawn, where the user wants it otherwise than proposed. */
  readonly newMaps: MapDefaults;
  /** The tool bar that is open; null = none. */
  readonly toolbar: string | null;
  /** The docked panels, as dockview writes them; null = the default layout. */
  readonly layout: unknown;
}

export const SETTINGS_DEFAULTS: Settings = {
  theme: "dark",
  fit: { resolution: null, level: null, starts: null, atoms: "all", seed: 1, symmetry: "", split: false },
  zero: { method: "erase", shrink: 0.6, mass: 0.9 },
  modelMap: {
    kernel: "vrm",
    resolution: null,
    bFactor: "file",
    oneB: 60,
    accuracy: "0.01",
    onGrid: true,
  },
  results: { columns: null, color: "correlation", size: "hits", offset: 0 },
  split: 0.64,
  lighting: "simple",
  shadows: false,
  background: null,
  silhouettes: false,
  depthCue: true,
  rightMouse: "translate",
  newMaps: {},
  toolbar: "home",
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
    modelMap: { ...SETTINGS_DEFAULTS.modelMap, ...saved.modelMap, resolution: null },
    results: { ...SETTINGS_DEFAULTS.results, ...saved.results },
    rightMouse: RIGHT_MOUSE_MODES.find((mode) => mode === saved.rightMouse) ?? SETTINGS_DEFAULTS.rightMouse,
  }));
}
