import type { ReactNode } from "react";
import { FitPanel } from "#renderer/panels/fit/FitPanel.tsx";
import { HelpPanel } from "#renderer/panels/help/HelpPanel.tsx";
import { CandidatesPanel } from "#renderer/panels/identify/CandidatesPanel.tsx";
import { IdentifyPanel } from "#renderer/panels/identify/IdentifyPanel.tsx";
import { LogPanel } from "#renderer/panels/log/LogPanel.tsx";
import { ModelPanel } from "#renderer/panels/model/ModelPanel.tsx";
import { ModelMapPanel } from "#renderer/panels/modelmap/ModelMapPanel.tsx";
import { ModelsPanel } from "#renderer/panels/models/ModelsPanel.tsx";
import { ParticlesPanel } from "#renderer/panels/particles/ParticlesPanel.tsx";
import { RefinePanel } from "#renderer/panels/refine/RefinePanel.tsx";
import { ResultsPanel } from "#renderer/panels/results/ResultsPanel.tsx";
import { ScenePanel } from "#renderer/panels/scene/ScenePanel.tsx";
import { ValidatePanel } from "#renderer/panels/validate/ValidatePanel.tsx";
import { VolumePanel } from "#renderer/panels/volume/VolumePanel.tsx";

/** Sizes in pixels of a usual screen. */
export interface PlaceOptions {
  readonly position?: {
    readonly referencePanel: string;
    readonly direction: "left" | "right" | "below" | "within";
  };
  readonly renderer?: "always";
  readonly inactive?: boolean;
  readonly initialWidth?: number;
  readonly minimumWidth?: number;
  readonly initialHeight?: number;
}

/** A docked panel: what it shows, what it is called, and where it stands until the user moves it. */
export interface PanelEntry {
  readonly id: string;
  readonly title: string;
  readonly component: () => ReactNode;
  readonly options: PlaceOptions;
}

/** All panels, each placed beside one that stands above it in the list. A new panel is a folder and an entry here. */
export const PANELS: readonly PanelEntry[] = [
  { id: "scene", title: "Scene", component: ScenePanel, options: { renderer: "always" } },
  {
    id: "models",
    title: "Models",
    component: ModelsPanel,
    options: {
      position: { referencePanel: "scene", direction: "left" },
      initialWidth: 272,
      minimumWidth: 220,
    },
  },
  {
    id: "volume",
    title: "Volume",
    component: VolumePanel,
    options: { position: { referencePanel: "models", direction: "below" }, initialHeight: 420 },
  },
  {
    id: "model",
    title: "Model",
    component: ModelPanel,
    options: { position: { referencePanel: "volume", direction: "within" }, inactive: true },
  },
  {
    id: "refine",
    title: "Refine",
    component: RefinePanel,
    // Tabs beside Fit are many already.
    options: { position: { referencePanel: "volume", direction: "within" }, inactive: true },
  },
  {
    id: "fit",
    title: "Fit",
    component: FitPanel,
    options: {
      position: { referencePanel: "scene", direction: "right" },
      initialWidth: 316,
      minimumWidth: 260,
    },
  },
  {
    id: "identify",
    title: "Identify",
    component: IdentifyPanel,
    options: { position: { referencePanel: "fit", direction: "within" }, inactive: true },
  },
  {
    id: "modelmap",
    title: "Model map",
    component: ModelMapPanel,
    options: { position: { referencePanel: "fit", direction: "within" }, inactive: true },
  },
  {
    id: "validate",
    title: "Validate",
    component: ValidatePanel,
    options: { position: { referencePanel: "fit", direction: "within" }, inactive: true },
  },
  {
    id: "log",
    title: "Log",
    component: LogPanel,
    options: { position: { referencePanel: "fit", direction: "below" }, initialHeight: 128 },
  },
  {
    id: "help",
    title: "Help",
    component: HelpPanel,
    options: { position: { referencePanel: "log", direction: "within" }, inactive: true },
  },
  {
    id: "results",
    title: "Results",
    component: ResultsPanel,
    options: { position: { referencePanel: "scene", direction: "below" }, initialHeight: 258 },
  },
  {
    id: "candidates",
    title: "Candidates",
    component: CandidatesPanel,
    options: { position: { referencePanel: "results", direction: "within" }, inactive: true },
  },
  {
    id: "particles",
    title: "Particles",
    component: ParticlesPanel,
    options: { position: { referencePanel: "results", direction: "within" }, inactive: true },
  },
];
