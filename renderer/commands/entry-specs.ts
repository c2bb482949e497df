import { isPlaced, type SceneEntry, specOf } from "#renderer/stores/scene.ts";

/** How commands of the log name entries: "#1,3", "#1|#2.1". */
export function specsOf(entries: readonly SceneEntry[]): string {
  const numbers = entries.filter((entry) => !isPlaced(entry)).map(({ number }) => number);
  const copies = entries.filter((entry) => isPlaced(entry) && !numbers.includes(entry.number)).map(specOf);
  return [...(numbers.length > 0 ? [`#${numbers.join(",")}`] : []), ...copies].join("|");
}
