import { applyRigid, compose, invert, type Rigid } from "#core/math/rigid.ts";
import { type CellList, createCellList, forEachNear } from "#core/structure/cell-list.ts";

/** Points of two chains this close fill the same density, Å: every point inside a protein has a Cα within it. */
const TOGETHER = 4;
/** Two placements are of the same density when this part of the shorter chain lies within the other. */
const SAME_PLACE = 0.5;

/** A chain where it was placed, and the motions that put it there and at its equivalent sites. */
export interface PlacedChain {
  /** One point per residue, xyz triplets, Å; undefined when it is not known. */
  readonly trace: readonly number[] | undefined;
  /** That of the trace first. */
  readonly sites: readonly Rigid[];
}

/**
 * Tells of any two of these chains, by their numbers, whether they lie in the same density, at the best site of the one and any
 * site of the other. A chain is made ready when it is first asked for, and each question is answered once.
 */
export function samePlaceTest(chains: readonly PlacedChain[]): (a: number, b: number) => boolean {
  const ready = new Map<number, readonly Cloud[]>();
  const answers = new Map<number, boolean>();
  const cloudsOf = (n: number): readonly Cloud[] => {
    const clouds = ready.get(n) ?? tracesOf(chains[n]).map(cloudOf);
    ready.set(n, clouds);
    return clouds;
  };
  return (a, b) => {
    const question = a * chains.length + b;
    const known = answers.get(question);
    if (known !== undefined) return known;
    const [own] = cloudsOf(a);
    const answer = own !== undefined && cloudsOf(b).some((other) => coveredShare(own, other) >= SAME_PLACE);
    answers.set(question, answer);
    return answer;
  };
}

/** Points (xyz triplets, Å) made ready to be asked what is near them. */
interface Cloud {
  readonly xyz: Float64Array;
  readonly cells: CellList;
}

function cloudOf(points: readonly number[]): Cloud {
  const xyz = Float64Array.from(points);
  return { xyz, cells: createCellList(xyz, TOGETHER) };
}

/** The chain at each of its sites; none when it is not known where it lies. */
function tracesOf({ trace, sites }: PlacedChain): (readonly number[])[] {
  if (!trace) return [];
  return [trace, ...sites.slice(1).map((site) => moved(trace, compose(site, invert(sites[0]))))];
}

function moved(trace: readonly number[], motion: Rigid): number[] {
  const out: number[] = [];
  for (let n = 0; n < trace.length; n += 3) {
    out.push(...applyRigid(motion, [trace[n], trace[n + 1], trace[n + 2]]));
  }
  return out;
}

/** The share (0…1) of the points of the smaller of two clouds that lie within 4 Å of a point of the other. */
function coveredShare(a: Cloud, b: Cloud): number {
  const [few, many] = a.xyz.length <= b.xyz.length ? [a.xyz, b] : [b.xyz, a];
  if (few.length === 0) return 0;
  let covered = 0;
  for (let n = 0; n < few.length; n += 3) {
    const [x, y, z] = [few[n], few[n + 1], few[n + 2]];
    const { xyz, cells } = many;
    let isNear = false;
    forEachNear(cells, x, y, z, (m) => {
      isNear ||= Math.hypot(xyz[3 * m] - x, xyz[3 * m + 1] - y, xyz[3 * m + 2] - z) <= TOGETHER;
    });
    if (isNear) covered++;
  }
  return covered / (few.length / 3);
}
