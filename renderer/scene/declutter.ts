/** A label on the screen: its middle, and half its width and height. */
export interface Placed {
  readonly text: string;
  readonly weight: number;
  readonly x: number;
  readonly y: number;
  readonly half: { readonly x: number; readonly y: number };
}

/** Those of the labels that can be written without covering a weightier one. */
export function uncovered(labels: readonly Placed[]): Placed[] {
  const kept: Placed[] = [];
  const covers = (a: Placed, b: Placed) =>
    Math.abs(a.x - b.x) < a.half.x + b.half.x && Math.abs(a.y - b.y) < a.half.y + b.half.y;
  for (const label of [...labels].sort((a, b) => b.weight - a.weight)) {
    if (!kept.some((other) => covers(label, other))) kept.push(label);
  }
  return kept;
}
