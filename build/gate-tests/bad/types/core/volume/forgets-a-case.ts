// refused: TS7029
/** How many bytes a sample of this mode has. */
export function sampleSize(mode: number): number {
  let size = 4;
  switch (mode) {
    case 6:
      size = 2;
    default:
      size += 0;
  }
  return size;
}
