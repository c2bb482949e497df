// refused: noExcessiveCognitiveComplexity
export function maze(a: number, b: number, c: number): number {
  let steps = 0;
  for (let i = 0; i < a; i += 1) {
    for (let j = 0; j < b; j += 1) {
      if (i > j) {
        for (let k = 0; k < c; k += 1) {
          if (k > i && k > j) {
            steps += k === c ? 1 : 2;
          }
        }
      }
    }
  }
  return steps;
}
