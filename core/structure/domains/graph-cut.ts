import type { WeightedGraph } from "#core/structure/domains/contact-graph.ts";

/** A graph in two parts. */
export interface GraphCut {
  /** Weight of the edges between the parts over the size of the smaller one to the power of ⅔, its surface. */
  readonly tightness: number;
  /** Nodes of the parts, ascending. */
  readonly parts: readonly [readonly number[], readonly number[]];
}

const MOST_STEPS = 600;
const CONVERGED = 1e-6; // change of an entry of the unit vector per step

/**
 * The loosest cut of a part of a graph into two of at least `least` nodes: nodes are put in the order of the second
 * eigenvector of the normalised adjacency matrix (Shi & Malik, IEEE PAMI 22, 888, 2000) and cut where few contacts cross for
 * the surface of the smaller part. Undefined when the part is too small.
 */
export function loosestCut(
  graph: WeightedGraph,
  nodes: readonly number[],
  least: number,
): GraphCut | undefined {
  if (nodes.length < 2 * least) return undefined;
  const part = inner(graph, nodes);
  const position = secondVector(part);
  const order = [...nodes.keys()].sort((a, b) => position[a] - position[b] || a - b);
  const isFirst = new Uint8Array(nodes.length);
  let crossing = 0;
  let best = { tightness: Number.POSITIVE_INFINITY, size: 0 };
  order.forEach((node, n) => {
    for (let e = part.first[node]; e < part.first[node + 1]; e++) {
      crossing += isFirst[part.to[e]] ? -part.weight[e] : part.weight[e];
    }
    isFirst[node] = 1;
    const smaller = Math.min(n + 1, nodes.length - n - 1);
    if (smaller < least) return;
    const tightness = Math.max(0, crossing) / smaller ** (2 / 3);
    if (tightness < best.tightness) best = { tightness, size: n + 1 };
  });
  const side = (from: number, to: number) =>
    order
      .slice(from, to)
      .map((n) => nodes[n])
      .sort((a, b) => a - b);
  return { tightness: best.tightness, parts: [side(0, best.size), side(best.size, nodes.length)] };
}

/** The graph within a part, its nodes numbered anew: edges of node n are those from first[n] up to first[n + 1]. */
interface Edges {
  readonly first: Int32Array;
  readonly to: Int32Array;
  readonly weight: Float64Array;
}

function inner({ neighbours, weights }: WeightedGraph, nodes: readonly number[]): Edges {
  const place = new Int32Array(neighbours.length).fill(-1);
  nodes.forEach((node, n) => {
    place[node] = n;
  });
  const first = new Int32Array(nodes.length + 1);
  const to: number[] = [];
  const weight: number[] = [];
  nodes.forEach((node, n) => {
    neighbours[node].forEach((other, e) => {
      if (place[other] < 0) return;
      to.push(place[other]);
      weight.push(weights[node][e]);
    });
    first[n + 1] = to.length;
  });
  return { first, to: Int32Array.from(to), weight: Float64Array.from(weight) };
}

/** Positions of the nodes along the second eigenvector of D^−½ A D^−½, by power iteration on 1 + that. */
function secondVector({ first, to, weight }: Edges): Float64Array {
  const count = first.length - 1;
  const root = new Float64Array(count);
  for (let n = 0; n < count; n++) {
    let sum = 1e-9;
    for (let e = first[n]; e < first[n + 1]; e++) sum += weight[e];
    root[n] = Math.sqrt(sum);
  }
  const scaled = weight.slice();
  for (let n = 0; n < count; n++) {
    for (let e = first[n]; e < first[n + 1]; e++) scaled[e] /= root[n] * root[to[e]];
  }
  const trivial = root.slice();
  scaleToUnit(trivial);
  // Along the chain with a ripple: nearly never without a part of the vector that is sought.
  let now = Float64Array.from({ length: count }, (_, n) => n / count - 0.5 + 0.1 * Math.sin(2.3 * n + 1));
  let next = new Float64Array(count);
  for (let step = 0; step < MOST_STEPS; step++) {
    for (let n = 0; n < count; n++) {
      let sum = now[n];
      for (let e = first[n]; e < first[n + 1]; e++) sum += scaled[e] * now[to[e]];
      next[n] = sum;
    }
    takeAway(next, trivial);
    scaleToUnit(next);
    const change = largestChange(now, next);
    [now, next] = [next, now];
    if (change < CONVERGED) break;
  }
  return now.map((x, n) => x / root[n]);
}

function takeAway(v: Float64Array, direction: Float64Array): void {
  let along = 0;
  for (let n = 0; n < v.length; n++) along += v[n] * direction[n];
  for (let n = 0; n < v.length; n++) v[n] -= along * direction[n];
}

function scaleToUnit(v: Float64Array): void {
  let squares = 0;
  for (let n = 0; n < v.length; n++) squares += v[n] * v[n];
  const scale = squares > 0 ? 1 / Math.sqrt(squares) : 0;
  for (let n = 0; n < v.length; n++) v[n] *= scale;
}

function largestChange(a: Float64Array, b: Float64Array): number {
  let most = 0;
  for (let n = 0; n < a.length; n++) most = Math.max(most, Math.abs(a[n] - b[n]));
  return most;
}
