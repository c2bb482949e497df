// refused: noFallthroughSwitchClause, useExhaustiveSwitchCases
export function sampleSize(mode: "byte" | "word" | "float"): number {
  let size = 1;
  switch (mode) {
    case "word":
      size += 1;
    case "byte":
      size += 1;
  }
  return size;
}
