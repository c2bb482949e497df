import { cross, dot, length, scale, subtract, type Vec3 } from "#core/math/vec3.ts";
import type { TurningSideChain } from "#core/refine/rotamers/rotamer-table.ts";

/** Places of a residue's atoms by name, Å. */
export type AtomPlaces = ReadonlyMap<string, Vec3>;

const DEGREES = 180 / Math.PI;

/** The torsion of four points, degrees, −180…180: the angle about b–c that takes a to d, clockwise as seen from b. */
export function torsionOf(a: Vec3, b: Vec3, c: Vec3, d: Vec3): number {
  const axis = subtract(c, b);
  const first = cross(subtract(a, b), axis);
  const second = cross(subtract(d, c), axis);
  const sine = dot(cross(first, second), axis) / length(axis);
  return Math.atan2(sine, dot(first, second)) * DEGREES;
}

/** The torsions of a side chain, degrees, chi 1 first. All atoms of its path must be there. */
export function chisOf({ path, moves }: TurningSideChain, places: AtomPlaces): number[] {
  return moves.map((_, chi) => {
    const [a, b, c, d] = path.slice(chi, chi + 4).map((name) => placeOf(places, name));
    return torsionOf(a, b, c, d);
  });
}

/** The residue with these torsions (degrees), its bonds and angles as they are. */
export function turnSideChain(
  sideChain: TurningSideChain,
  places: AtomPlaces,
  chis: readonly number[],
): Map<string, Vec3> {
  const turned = new Map(places);
  chis.forEach((wanted, chi) => {
    const [, b, c] = sideChain.path.slice(chi, chi + 3).map((name) => placeOf(turned, name));
    const angle = (wanted - chisOf(sideChain, turned)[chi]) / DEGREES;
    const axis = scale(subtract(c, b), 1 / length(subtract(c, b)));
    for (const name of sideChain.moves[chi]) {
      const place = turned.get(name);
      if (place) turned.set(name, turnAbout(place, c, axis, angle));
    }
  });
  return turned;
}

/** How far two torsions are apart, degrees, 0…180; 0…90 where half a turn makes no difference. */
export function torsionDistance(a: number, b: number, isSymmetric: boolean): number {
  const period = isSymmetric ? 180 : 360;
  const apart = Math.abs(a - b) % period;
  return Math.min(apart, period - apart);
}

/** Rodrigues' formula. */
function turnAbout(point: Vec3, centre: Vec3, axis: Vec3, angle: number): Vec3 {
  const v = subtract(point, centre);
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  const sideways = cross(axis, v);
  const along = dot(axis, v) * (1 - c);
  return [
    centre[0] + v[0] * c + sideways[0] * s + axis[0] * along,
    centre[1] + v[1] * c + sideways[1] * s + axis[1] * along,
    centre[2] + v[2] * c + sideways[2] * s + axis[2] * along,
  ];
}

/** The place of an atom, Å. */
export function placeOf(places: AtomPlaces, name: string): Vec3 {
  const place = places.get(name);
  if (place) return place;
  throw new TypeError(`A side chain without ${name} has no torsions.`);
}
