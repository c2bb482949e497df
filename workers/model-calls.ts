import type { Choice } from "#core/command/spec/choose.ts";
import type { Rigid } from "#core/math/rigid.ts";
import type { BFactorChoice } from "#core/simulate/vrm/model-map.ts";
import type { SplitBy } from "#core/structure/split-groups.ts";
import type { MapSummary, ModelId, ModelSummary, Placed, PlacedAtoms, VolumeId } from "#workers/held.ts";

/** What the engine takes from models, makes of them, and names in them. */
export interface ModelCalls {
  /** Makes models of the parts of a model: its chains, domains, ligands, bonded groups, or groups of its atoms and the rest. */
  takeApart: { params: { model: ModelId; by: SplitBy | "domains" }; result: { models: ModelSummary[] } };
  /** Makes one model of several; chain ids that occur twice are changed unless `retainIds`. */
  combine: {
    params: { placed: { model: ModelId; motion: Rigid }[]; name: string; retainIds: boolean };
    result: { models: ModelSummary[] };
  };
  /** The biological assemblies that the file of a model states. */
  assemblies: {
    params: { model: ModelId };
    result: { assemblies: { id: string; details: string; copies: number; chains: number }[] };
  };
  /** Makes a model in which some atoms of a placed one stand elsewhere; the others are where it is placed. */
  moveAtoms: {
    params: Placed & { atoms: readonly number[]; to: Rigid };
    result: { models: ModelSummary[] };
  };
  assemble: { params: { model: ModelId; assembly: string }; result: { models: ModelSummary[] } };
  /** What a spec names of what is open, entry by entry: "#1/A:10-20@CA". */
  choose: { params: { spec: string; open: OpenEntry[] }; result: { choices: Choice[] } };
  /** What is selected, widened by one step: to residues, chains, models, everything. */
  widen: { params: { open: OpenEntry[] }; result: { choices: Choice[] } };
  simulate: {
    params: PlacedAtoms & {
      resolution: number;
      onGridOf?: VolumeId;
      /** Where the placed model stands once more each: of all of these the map is made. */
      copies?: Rigid[];
      /** As in ChimeraX: Å, Å, samples along each axis, units of the resolution, share of the mass. */
      options?: {
        gridSpacing?: number;
        edgePadding?: number;
        cube?: number;
        sigmaFactor?: number;
        displayThreshold?: number;
        /** Atoms as balls of density 1 instead of Gaussians of their atomic numbers. */
        balls?: boolean;
      };
    };
    result: MapSummary;
  };
  /**
   * The model map of a placed model from electron scattering, each atom at its own resolution, and the reasons of what
   * was chosen. `like`: on the grid of that map.
   */
  simulateImages: {
    params: PlacedAtoms & {
      /** Å; of all atoms, or of those that `local` says nothing of. */
      resolution: number;
      /** Resolutions of chains by id, or a map of resolutions (Å). */
      local?: { chains: Record<string, number> } | { map: VolumeId };
      /** Of the file, none, or one for all, Å². */
      bFactor: BFactorChoice;
      /** Largest error, as part of an atom's peak. */
      accuracy: number;
      /** Where images end, in units of the resolution. */
      cutoff?: number;
      like?: VolumeId;
      /** Å. */
      gridSpacing?: number;
    };
    result: { map: MapSummary; reasons: string[] };
  };
}

/** Something the window has open, as specs name it. */
export interface OpenEntry {
  /** "#2.1" as [2, 1]. */
  readonly id: number[];
  /** null: a map. */
  readonly model: ModelId | null;
  readonly motion: Rigid;
  /** All of it, nothing, or these atoms. */
  readonly selected: boolean | number[];
}
