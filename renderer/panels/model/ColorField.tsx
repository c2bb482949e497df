import type { App } from "#renderer/commands/app.ts";
import { colorByJudgement } from "#renderer/commands/color-by-judgement.ts";
import { showResolutions } from "#renderer/commands/color-by-resolution.ts";
import { colorByDensity, colorEntries } from "#renderer/commands/look.ts";
import { activeMap } from "#renderer/commands/volume.ts";
import { useApp, useJudged, useRun, useScene } from "#renderer/panels/app/context.ts";
import { judgementOf } from "#renderer/stores/judged.ts";
import {
  COLOR_SCHEMES,
  type ColorScheme,
  isMap,
  isPlaced,
  type ModelEntry,
  type ModelLook,
  type SceneEntry,
} from "#renderer/stores/scene.ts";
import { Select } from "#renderer/ui/Select.tsx";

const SCHEMES: Readonly<Record<ColorScheme, string>> = {
  bychain: "by chain",
  byelement: "by element",
  bymodel: "by model",
  bysecondary: "by helix and strand",
  byresidue: "along the chain",
  byb: "by B factor",
  byoccupancy: "by occupancy",
  bydensity: "by density",
  byq: "by Q-score",
  bycc: "by correlation",
  byresolution: "by resolution",
};

const OWN = "#4cc2b0"; // when one colour is chosen and the model had none

/** The colour of a model and the copies placed of it; schemes that show numbers where these are known. */
export function ColorField({ model }: { model: ModelEntry }) {
  const app = useApp();
  const run = useRun();
  const all = useScene((state) => state.entries);
  const targets = all.filter((entry) => entry === model || (isPlaced(entry) && entry.model === model.id));
  const hasMap = all.some(isMap);
  const isJudged = useJudged((state) => judgementOf(state, model.id) !== undefined);
  const isResolved = useJudged(({ resolutions }) => resolutions.some((one) => one.model === model.id));
  const needs: Partial<Record<ColorScheme, boolean>> = {
    bydensity: hasMap,
    byq: isJudged,
    bycc: isJudged,
    byresolution: isResolved,
  };
  const isOffered = (scheme: ColorScheme) => needs[scheme] ?? true;
  const options = [
    ...COLOR_SCHEMES.filter(isOffered).map((value) => ({
      value,
      text: SCHEMES[value],
    })),
    { value: "one" as const, text: "one colour" },
  ];
  return (
    <>
      <span className="label">Colour</span>
      <Select
        label="Colour"
        value={schemeOf(model.look)}
        options={options}
        onChange={(wanted) => run(() => recolor(app, model, targets, wanted))}
      />
    </>
  );
}

function schemeOf({ color }: ModelLook): ColorScheme | "one" {
  return COLOR_SCHEMES.find((scheme) => scheme === color) ?? "one";
}

function recolor(
  app: App,
  model: ModelEntry,
  targets: readonly SceneEntry[],
  wanted: ColorScheme | "one",
): void {
  const map = activeMap(app);
  switch (wanted) {
    case "one":
      colorEntries(app, targets, OWN);
      break;
    case "byq":
      colorByJudgement(app, targets, "qscore", { range: null });
      break;
    case "bycc":
      colorByJudgement(app, targets, "cc", { range: null });
      break;
    case "byresolution":
      showResolutions(app, model);
      break;
    case "bydensity":
      if (map) colorByDensity(app, targets, map, { relative: true, range: null });
      break;
    default:
      colorEntries(app, targets, wanted);
  }
}
