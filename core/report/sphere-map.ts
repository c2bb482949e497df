import { cellAt, type Directions } from "#core/particles/directions.ts";

/** Points along the curved sides of a cell. */
const ALONG = 6;

/**
 * Where a direction lies on a map of the sphere that keeps areas (Mollweide's): x from −2 to 2 along rot, y from −1 (tilt
 * 180°) to 1 (tilt 0°). Degrees.
 */
export function placeOnSphere(rot: number, tilt: number): readonly [x: number, y: number] {
  const sine = Math.cos((tilt * Math.PI) / 180);
  const theta = auxiliaryAngle(sine);
  return [(rot / 90) * Math.cos(theta), Math.sin(theta)];
}

/** The outline of a cell on that map. */
export function cellOutline(directions: Directions, cell: number): (readonly [x: number, y: number])[] {
  const { rot, tilt } = cellAt(directions, cell);
  const tilts = Array.from({ length: ALONG + 1 }, (_, n) => tilt[0] + ((tilt[1] - tilt[0]) * n) / ALONG);
  return [
    ...tilts.map((one) => placeOnSphere(rot[0], one)),
    ...tilts.reverse().map((one) => placeOnSphere(rot[1], one)),
  ];
}

/** θ of 2θ + sin 2θ = π sin(latitude), by halving: Newton's steps stall at the poles. */
function auxiliaryAngle(sineOfLatitude: number): number {
  let [low, high] = [-Math.PI / 2, Math.PI / 2];
  for (let n = 0; n < 50; n++) {
    const middle = (low + high) / 2;
    if (2 * middle + Math.sin(2 * middle) < Math.PI * sineOfLatitude) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
