import {
  Check,
  CheckCheck,
  Crosshair,
  Eraser,
  Grid2x2,
  Grid3x3,
  Lightbulb,
  Minus,
  Route,
  Search,
  Square,
  X,
} from "lucide-react";
import type { Tool, ToolContext, ToolGroup } from "#renderer/panels/toolbar/tool.ts";

const fitted =
  (word: string) =>
  ({ rank, model }: ToolContext): string | null =>
    rank === null || model === null ? null : `difffit ${word} ${rank} model ${model}`;

const into =
  (words: string) =>
  ({ model, mapSpec }: ToolContext): string | null =>
    model === null || mapSpec === null ? null : `fitmap ${model} inMap ${mapSpec}${words}`;

function side(text: string, icon: Tool["icon"], hint: string, word: string): Tool {
  return { text, icon, hint, line: ({ fits }) => (fits === 0 ? null : `tile ${word}`) };
}

/** Fitting, and what is done with placements. */
export const FIT_TOOLS: readonly ToolGroup[] = [
  [
    {
      text: "Search",
      icon: Search,
      hint: "Looks for the model in the whole map",
      line: into(" search auto"),
    },
    { text: "Refine here", icon: Crosshair, hint: "Moves the model to the nearest optimum", line: into("") },
    {
      text: "Subtract",
      icon: Minus,
      hint: "The active map less the next one that is shown, scaled to fit",
      line: ({ mapSpec, otherMap }) =>
        mapSpec === null || otherMap === null ? null : `volume subtract ${mapSpec} ${otherMap} minRms true`,
    },
  ],
  [
    { text: "Place it", icon: Check, hint: "Leaves a copy at the placement shown", line: fitted("place") },
    { text: "Reject it", icon: X, hint: "Marks the placement shown as wrong", line: fitted("reject") },
    {
      text: "Zero it",
      icon: Eraser,
      hint: "Places it and goes on without its density",
      line: fitted("zero"),
    },
    { text: "Replay it", icon: Route, hint: "The way of the best start", line: fitted("path") },
  ],
  [
    {
      text: "Which together?",
      icon: Lightbulb,
      hint: "Proposes a placement of each model such that none clash",
      line: ({ fits }) => (fits === 0 ? null : "difffit propose"),
    },
    {
      text: "Accept",
      icon: CheckCheck,
      hint: "Places what was proposed",
      line: ({ fits }) => (fits === 0 ? null : "difffit accept"),
    },
  ],
  [
    side("One", Square, "The scene as it is", "off"),
    side("Four", Grid2x2, "The best four placements side by side", "4"),
    side("Nine", Grid3x3, "The best nine placements side by side", "9"),
  ],
];
