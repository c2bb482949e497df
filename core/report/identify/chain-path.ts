import { type Projection, placeIn } from "#core/report/identify/projection.ts";

const CHAIN_GAP = 6; // Å between neighbours along a chain, beyond which there is a break

/** A placed chain (xyz triplets, Å) over the picture of its region, as the path of an SVG whose unit is 1 Å. */
export function chainPath(projection: Projection, trace: readonly number[]): string {
  let path = "";
  for (let n = 0; n < trace.length; n += 3) {
    const [x, y] = placeIn(projection, [trace[n], trace[n + 1], trace[n + 2]]);
    const step = n === 0 ? Number.POSITIVE_INFINITY : apart(trace, n - 3, n);
    path += `${step > CHAIN_GAP ? "M" : "L"}${x.toFixed(1)} ${y.toFixed(1)}`;
  }
  return path;
}

function apart(trace: readonly number[], a: number, b: number): number {
  return Math.hypot(trace[a] - trace[b], trace[a + 1] - trace[b + 1], trace[a + 2] - trace[b + 2]);
}
