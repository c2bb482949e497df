import {
  multiplyQuaternions,
  normalizeQuaternion,
  type Quaternion,
  quaternionFromRotationVector,
  rotate,
} from "#core/math/rigid.ts";
import { add, dot, length, scale, subtract, type Vec3 } from "#core/math/vec3.ts";

/** Where one looks from. The camera looks along −z of its own frame, +y is up on the screen. */
export interface Camera {
  /** Turns the camera's axes into the world's. */
  readonly orientation: Quaternion;
  /** Å. */
  readonly position: Vec3;
}

export interface Sphere {
  readonly centre: Vec3;
  /** Å. */
  readonly radius: number;
}

/** Height of the picture as an angle, degrees. */
export const FIELD_OF_VIEW = 28;

/** ChimeraX: half a degree per pixel. */
const DEGREES_PER_PIXEL = 0.5;

/** ChimeraX: a notch of the wheel moves by as much as 100 pixels show. */
const PIXELS_PER_NOTCH = 100;

const RADIANS = Math.PI / 180;
const TANGENT = Math.tan((FIELD_OF_VIEW / 2) * RADIANS);
const CLOSEST = 0.5; // Å before the camera; zooming stops here

export const START_CAMERA: Camera = { orientation: [0, 0, 0, 1], position: [0, 0, 100] };

/** The direction in which the camera looks. */
export function forward(camera: Camera): Vec3 {
  return rotate(camera.orientation, [0, 0, -1]);
}

/** How far in front of the camera a point lies, Å. */
export function depthOf(camera: Camera, point: Vec3): number {
  return dot(subtract(point, camera.position), forward(camera));
}

/** What one pixel shows at a depth, Å; `height` is that of the picture in pixels. */
export function pixelSize(depth: number, height: number): number {
  return (2 * TANGENT * Math.max(depth, CLOSEST)) / height;
}

/** Turns the scene by degrees about an axis of the camera's frame through a point: the camera turns the other way. */
export function turnScene(camera: Camera, pivot: Vec3, axis: Vec3, degrees: number): Camera {
  const largest = Math.max(...axis.map(Math.abs));
  if (largest === 0 || degrees === 0) return camera;
  // Brought to size in two steps: the length of a vanishing axis is too small a number to divide by.
  const sized: Vec3 = [axis[0] / largest, axis[1] / largest, axis[2] / largest];
  const inWorld = rotate(camera.orientation, scale(sized, (-degrees * RADIANS) / length(sized)));
  const turn = quaternionFromRotationVector(inWorld);
  return {
    orientation: normalizeQuaternion(multiplyQuaternions(turn, camera.orientation)),
    position: add(pivot, rotate(turn, subtract(camera.position, pivot))),
  };
}

/** Left drag by (dx, dy) pixels, y down: the scene follows the pointer about a point. */
export function dragTurn(camera: Camera, pivot: Vec3, dx: number, dy: number): Camera {
  return turnScene(camera, pivot, [dy, dx, 0], DEGREES_PER_PIXEL * Math.hypot(dx, dy));
}

/** Drag near the border: turns about the line of sight by what the pointer went round the middle. */
export function dragRoll(camera: Camera, pivot: Vec3, degrees: number): Camera {
  return turnScene(camera, pivot, [0, 0, 1], degrees);
}

/** Moves the scene in the plane of the screen so that what lies at the pivot's depth follows the pointer. */
export function dragMove(camera: Camera, pivot: Vec3, dx: number, dy: number, height: number): Camera {
  const perPixel = pixelSize(depthOf(camera, pivot), height);
  const shift = rotate(camera.orientation, [-dx * perPixel, dy * perPixel, 0]);
  return { ...camera, position: add(camera.position, shift) };
}

/** Moves along the line of sight by notches of the wheel; positive comes closer. */
export function zoomBy(camera: Camera, pivot: Vec3, notches: number, height: number): Camera {
  const depth = Math.max(depthOf(camera, pivot), CLOSEST);
  const wanted = notches * PIXELS_PER_NOTCH * pixelSize(depth, height);
  const step = Math.min(wanted, depth - CLOSEST);
  return { ...camera, position: add(camera.position, scale(forward(camera), step)) };
}

/** The camera, turned as it is, at the distance from which the whole sphere is seen. */
export function lookAt(camera: Camera, sphere: Sphere, aspect: number, padding = 0.05): Camera {
  const narrow = Math.atan(TANGENT * Math.min(1, aspect));
  const distance = (Math.max(sphere.radius, 1) * (1 + padding)) / Math.sin(narrow);
  return { ...camera, position: subtract(sphere.centre, scale(forward(camera), distance)) };
}

/**
 * The point to turn about: the middle of what is shown while all of it fits the view, else what lies before the camera at
 * the depth that `front` finds, or as deep as that middle where it finds none (null).
 */
export function pivotFor(camera: Camera, bounds: Sphere, front: () => number | null, aspect: number): Vec3 {
  const depth = depthOf(camera, bounds.centre);
  const seen = 2 * TANGENT * depth * Math.min(1, aspect);
  const offAxis = length(subtract(bounds.centre, add(camera.position, scale(forward(camera), depth))));
  if (depth > 0 && seen >= 2 * bounds.radius && offAxis < seen / 2) return bounds.centre;
  const ahead = front() ?? Math.max(depth, CLOSEST);
  return add(camera.position, scale(forward(camera), ahead));
}

/**
 * The point in the middle of the view half way between the clip planes, or as deep as the one that there is; while there is
 * none, as deep as `before`, where it was until now.
 */
export function centreOfView(
  camera: Camera,
  before: Vec3,
  clip: { readonly centre: Vec3; readonly near: number | null; readonly far: number | null } | null,
): Vec3 {
  const planes = [clip?.near, clip?.far].filter((plane) => typeof plane === "number");
  const offset = planes.reduce((sum, plane) => sum + plane / planes.length, 0);
  const depth = clip && planes.length > 0 ? depthOf(camera, clip.centre) + offset : depthOf(camera, before);
  return add(camera.position, scale(forward(camera), Math.max(depth, CLOSEST)));
}

/** Nearest and farthest depth to draw, Å: around the sphere, and between planes so many Å behind a centre. */
export function clipRange(
  camera: Camera,
  bounds: Sphere,
  clip: { readonly centre: Vec3; readonly near: number | null; readonly far: number | null } | null = null,
): { near: number; far: number } {
  const depth = depthOf(camera, bounds.centre);
  const radius = Math.max(bounds.radius, 1) * 1.2;
  const middle = clip ? depthOf(camera, clip.centre) : 0;
  const cut = (offset: number | null | undefined, otherwise: number) =>
    offset === null || offset === undefined ? otherwise : middle + offset;
  const far = Math.max(Math.min(depth + radius, cut(clip?.far, Number.POSITIVE_INFINITY)), 2 * CLOSEST);
  const near = Math.max(depth - radius, cut(clip?.near, 0), far / 2000, CLOSEST / 5);
  return { near: Math.min(near, far * 0.999), far };
}

/** The smallest sphere about the middle of the spheres' common box that holds them all; null for none. */
export function enclosing(spheres: readonly Sphere[]): Sphere | null {
  if (spheres.length === 0) return null;
  const edge = (axis: 0 | 1 | 2, sign: 1 | -1) =>
    sign * Math.max(...spheres.map(({ centre, radius }) => sign * centre[axis] + radius));
  const middle = (axis: 0 | 1 | 2) => (edge(axis, 1) + edge(axis, -1)) / 2;
  const centre: Vec3 = [middle(0), middle(1), middle(2)];
  const radius = Math.max(...spheres.map((s) => length(subtract(s.centre, centre)) + s.radius));
  return { centre, radius };
}

/** Between two cameras, 0…1: turned along the shortest way, moved in a straight line. */
export function between(from: Camera, to: Camera, t: number): Camera {
  const sign = from.orientation.reduce((sum, q, n) => sum + q * (to.orientation[n] ?? 0), 0) < 0 ? -1 : 1;
  const mix = (n: 0 | 1 | 2 | 3) => from.orientation[n] * (1 - t) + sign * to.orientation[n] * t;
  return {
    orientation: normalizeQuaternion([mix(0), mix(1), mix(2), mix(3)]),
    position: add(scale(from.position, 1 - t), scale(to.position, t)),
  };
}
