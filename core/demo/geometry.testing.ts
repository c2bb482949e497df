import { frameOf, unit } from "#core/demo/geometry.ts";
import { dot, subtract, type Vec3 } from "#core/math/vec3.ts";

const RADIANS = Math.PI / 180;

/** Angle a-b-c, degrees. */
export function angleOf(a: Vec3, b: Vec3, c: Vec3): number {
  return Math.acos(dot(unit(subtract(a, b)), unit(subtract(c, b)))) / RADIANS;
}

/** Torsion a-b-c-d, degrees, −180…180 (IUPAC sign: clockwise is positive, looking along b→c). */
export function torsionOf(a: Vec3, b: Vec3, c: Vec3, d: Vec3): number {
  const [, y, z] = frameOf(a, b, c);
  const to = subtract(d, c);
  return Math.atan2(dot(to, z), dot(to, y)) / RADIANS;
}
