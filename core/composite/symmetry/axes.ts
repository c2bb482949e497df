import { screwOf } from "#core/composite/symmetry/screw.ts";
import type { Quaternion } from "#core/math/rigid.ts";
import { dot, type Vec3 } from "#core/math/vec3.ts";

/** A line through the centre about which turns of 360°/order are symmetries. */
export interface Axis {
  readonly direction: Vec3;
  readonly order: number;
}

/** Orders beyond this are not told apart from noise. */
const MOST_ORDER = 60;

/** The axes of rotations, those of highest order first; turns about one line count together. `angle`: tolerance, degrees. */
export function axesOf(rotations: readonly Quaternion[], angle: number): Axis[] {
  const lines: { direction: Vec3; turns: number[] }[] = [];
  const least = Math.cos((angle * Math.PI) / 180);
  for (const rotation of rotations) {
    const { axis, twist } = screwOf({ rotation, shift: [0, 0, 0] });
    if (Math.abs(twist) <= angle) continue;
    const known = lines.find((line) => Math.abs(dot(line.direction, axis)) >= least);
    if (known) known.turns.push(Math.abs(twist));
    else lines.push({ direction: axis, turns: [Math.abs(twist)] });
  }
  return lines
    .map(({ direction, turns }) => ({ direction, order: orderOf(turns, angle) }))
    .filter(({ order }) => order >= 2)
    .sort((a, b) => b.order - a.order);
}

/** The smallest n for which all turns (degrees) are multiples of 360°/n within the tolerance; 0 when there is none. */
function orderOf(turns: readonly number[], tolerance: number): number {
  for (let order = 2; order <= MOST_ORDER; order++) {
    const step = 360 / order;
    // Multiples closer together than the tolerance would fit any turn.
    const most = Math.min(tolerance, step / 6);
    if (turns.every((turn) => Math.abs(turn - step * Math.round(turn / step)) <= most)) return order;
  }
  return 0;
}
