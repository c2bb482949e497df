import type { Rigid } from "#core/math/rigid.ts";
import { type JudgedState, judgementOf } from "#renderer/stores/judged.ts";
import { isMap, isPlaced, type SceneEntry, specOf } from "#renderer/stores/scene.ts";
import type { AtomScores } from "#renderer/stores/scores.ts";

type BySpec = Readonly<Record<string, AtomScores>>;

/**
 * The numbers of entries that are coloured by a validation or by resolution, while they stand where that was found out. What is as in
 * `before` is the same object.
 */
export function judgedScores(entries: readonly SceneEntry[], judged: JudgedState, before: BySpec): BySpec {
  return Object.fromEntries(
    entries.flatMap((entry) => {
      const scores = scoresOf(entry, judged);
      if (!scores) return [];
      const known = before[specOf(entry)];
      const isSame = known?.title === scores.title && known.values === scores.values;
      return [[specOf(entry), isSame ? known : scores]];
    }),
  );
}

function scoresOf(entry: SceneEntry, judged: JudgedState): AtomScores | undefined {
  if (isMap(entry)) return undefined;
  const { color } = entry.look;
  const model = isPlaced(entry) ? entry.model : entry.id;
  if (color === "byresolution") {
    const known = judged.resolutions.find((one) => one.model === model);
    if (!known || !isSamePlace(known.motion, entry.motion)) return undefined;
    return { title: "resolution", unit: "Å", values: known.values };
  }
  const judgement = judgementOf(judged, model);
  if (!judgement || !isSamePlace(judgement.motion, entry.motion)) return undefined;
  if (color === "byq") return { title: "Q-score", unit: "", values: judgement.atomQ };
  if (color === "bycc") return { title: "correlation", unit: "", values: judgement.atomCc };
  return undefined;
}

function isSamePlace(a: Rigid, b: Rigid): boolean {
  const near = (x: readonly number[], y: readonly number[]) =>
    x.every((value, n) => Math.abs(value - (y[n] ?? 0)) < 1e-6);
  return near(a.rotation, b.rotation) && near(a.shift, b.shift);
}
