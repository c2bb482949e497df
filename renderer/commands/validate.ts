import { Q_SCORE_DEFAULTS } from "#core/validate/q-score.ts";
import type { App } from "#renderer/commands/app.ts";
import { note, say, withJob } from "#renderer/commands/run.ts";
import { statedResolution } from "#renderer/commands/stated-resolution.ts";
import { type Judgement, withLatest } from "#renderer/stores/judged.ts";
import { type MapEntry, type ModelEntry, specOf } from "#renderer/stores/scene.ts";
import type { Judged } from "#workers/protocol.ts";

/** What a model is judged by. */
export interface JudgeWishes {
  readonly map: MapEntry;
  /** Å; null = what map or model state, else guessed. */
  readonly resolution: number | null;
  readonly bFactor: Judged["bFactor"];
  readonly halves?: readonly [MapEntry, MapEntry];
}

export interface ValidateWishes extends JudgeWishes {
  readonly localResolution?: MapEntry;
  /** Å, of Q-scores. */
  readonly sigma?: number;
}

/** Measures how a model, where it is drawn, agrees with a map. Changes nothing that could be undone. */
export async function validateModel(app: App, model: ModelEntry, wishes: ValidateWishes): Promise<void> {
  const { localResolution, sigma = Q_SCORE_DEFAULTS.sigma } = wishes;
  const { request, words, reason } = judgedBy(model, wishes);
  const local = localResolution ? ` localResolution ${specOf(localResolution)}` : "";
  const width = sigma === Q_SCORE_DEFAULTS.sigma ? "" : ` sigma ${sigma}`;
  const command = `validate ${specOf(model)}${words}${local}${width}`;
  say(app, command);
  const answer = await withJob(app, { title: `Validating ${model.name}`, kind: "other" }, (job) =>
    app.engine.call(
      "validate",
      {
        ...request,
        reason,
        settings: { ...Q_SCORE_DEFAULTS, sigma },
        ...(localResolution && { localResolution: localResolution.id }),
      },
      job,
    ),
  );
  note(app, answer.document.verdict.sentence);
  const { id, motion } = model;
  keep(app, { ...answer, model: id, map: wishes.map.id, motion, command });
}

/** What every question about a model and a map shares: the request, the words that repeat it, and why this resolution. */
export function judgedBy(
  model: ModelEntry,
  { map, resolution, bFactor, halves }: JudgeWishes,
): { readonly request: Judged; readonly words: string; readonly reason: string } {
  const stated = statedResolution(map, model, resolution);
  const words = [` inMap ${specOf(map)} resolution ${stated.value}`];
  if (bFactor !== "file") words.push(` bfactor ${bFactor}`);
  if (halves) words.push(` half1 ${specOf(halves[0])} half2 ${specOf(halves[1])}`);
  const request = {
    map: map.id,
    model: model.id,
    motion: model.motion,
    resolution: stated.value,
    bFactor,
    ...(halves && { halves: [halves[0].id, halves[1].id] as const }),
  };
  return { request, words: words.join(""), reason: stated.reason };
}

function keep(app: App, judgement: Judgement): void {
  app.stores.judged.setState(({ judgements }) => ({ judgements: withLatest(judgements, judgement) }));
}
