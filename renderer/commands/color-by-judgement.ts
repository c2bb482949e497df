import { AppError } from "#core/errors.ts";
import type { App } from "#renderer/commands/app.ts";
import { specsOf } from "#renderer/commands/entry-specs.ts";
import { type NumberScale, recolored, scaleWords } from "#renderer/commands/look.ts";
import { say } from "#renderer/commands/run.ts";
import { judgementOf } from "#renderer/stores/judged.ts";
import { isMap, isPlaced, replaceLook, type SceneEntry, specOf } from "#renderer/stores/scene.ts";

/** Both scores are read on one scale: 0 is chance, 1 the best there is. */
const WHOLE_SCALE = [0, 1] as const;

/** Colours models by the Q-scores or the residue correlations of their last validation. Throws `input` before one. */
export function colorByJudgement(
  app: App,
  entries: readonly SceneEntry[],
  score: "qscore" | "cc",
  scale: NumberScale,
): void {
  const models = entries.filter((entry) => !isMap(entry));
  const judged = app.stores.judged.getState();
  const missing = models.find((entry) => !judgementOf(judged, isPlaced(entry) ? entry.model : entry.id));
  if (missing) {
    throw new AppError(
      "input",
      `${specOf(missing)} has no ${score === "cc" ? "correlations" : "Q-scores"} yet: validate it first.`,
    );
  }
  const chosen = { ...scale, range: scale.range ?? WHOLE_SCALE };
  for (const entry of models) {
    replaceLook(app.stores.scene, specOf(entry), (look) =>
      recolored(look, score === "cc" ? "bycc" : "byq", chosen, "all"),
    );
  }
  say(app, `color byattribute ${score} ${specsOf(models)}${scaleWords(scale)}`);
}
