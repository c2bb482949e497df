/**
 * GLSL of atoms and bonds that are no meshes: a quad (ball) or box (stick) covers them on the screen, and every pixel
 * works out where its ray meets the true surface. All in the frame of the camera, Å; the eye is at 0.
 */

/** Declarations of a ball's vertices; `place` must be called where the position is made. */
export const BALL_VERTEX = /* glsl */ `
  attribute vec3 centre;
  attribute float radius;
  varying vec3 vRay;
  varying vec3 vCentre;
  varying float vRadius;
  // The quad stands behind the ball, where the cone of its outline is widest.
  vec4 place(mat4 view, vec3 corner) {
    vCentre = (view * vec4(centre, 1.0)).xyz;
    vRadius = radius;
    float away = length(vCentre);
    vec3 toward = vCentre / away;
    away = max(away, radius * 1.001);
    vec3 across = normalize(cross(toward, abs(toward.y) < 0.9 ? vec3(0.0, 1.0, 0.0) : vec3(1.0, 0.0, 0.0)));
    vec3 up = cross(across, toward);
    float size = (away + radius) * radius / sqrt(away * away - radius * radius);
    vRay = toward * (away + radius) + (across * corner.x + up * corner.y) * size;
    return vec4(vRay, 1.0);
  }`;

/** Sets `hit` and `facing`, or gives the pixel up; a ball cut by the near plane is closed by a flat face. */
export const BALL_FRAGMENT = /* glsl */ `
  varying vec3 vRay;
  varying vec3 vCentre;
  varying float vRadius;
  uniform mat4 projectionMatrix;
  vec3 hit;
  vec3 facing;
  float side = 0.0;
  void meet() {
    vec3 ray = normalize(vRay);
    float along = dot(ray, vCentre);
    vec3 off = vCentre - ray * along;
    float depth = vRadius * vRadius - dot(off, off);
    if (depth < 0.0) discard;
    hit = ray * (along - sqrt(depth));
    facing = (hit - vCentre) / vRadius;
    float near = projectionMatrix[3][2] / (projectionMatrix[2][2] - 1.0);
    if (-hit.z < near) {
      hit = ray * (1.00001 * near / -ray.z);
      if (distance(hit, vCentre) > vRadius) discard;
      facing = vec3(0.0, 0.0, 1.0);
    }
  }`;

export const STICK_VERTEX = /* glsl */ `
  attribute vec3 from;
  attribute vec3 to;
  attribute float radius;
  varying vec3 vRay;
  varying vec3 vFrom;
  varying vec3 vTo;
  varying float vRadius;
  // A box around the stick and its round ends; only its far faces are drawn, so the eye may be inside.
  vec4 place(mat4 view, vec3 corner) {
    vFrom = (view * vec4(from, 1.0)).xyz;
    vTo = (view * vec4(to, 1.0)).xyz;
    vRadius = radius;
    vec3 axis = vTo - vFrom;
    float size = length(axis);
    vec3 along = size > 1e-5 ? axis / size : vec3(0.0, 0.0, 1.0);
    vec3 across = normalize(cross(along, abs(along.y) < 0.9 ? vec3(0.0, 1.0, 0.0) : vec3(1.0, 0.0, 0.0)));
    vec3 up = cross(along, across);
    vRay = (vFrom + vTo) / 2.0
      + along * corner.z * (size / 2.0 + radius) + (across * corner.x + up * corner.y) * radius;
    return vec4(vRay, 1.0);
  }`;

/** Also sets `side`: 0 on the half of the first end, 1 on that of the second. After I. Quilez, "capsule intersection" (MIT). */
export const STICK_FRAGMENT = /* glsl */ `
  varying vec3 vRay;
  varying vec3 vFrom;
  varying vec3 vTo;
  varying float vRadius;
  uniform mat4 projectionMatrix;
  vec3 hit;
  vec3 facing;
  float side;
  void meet() {
    vec3 ray = normalize(vRay);
    // Counted from the point of the ray nearest to the stick's middle: differences stay small and exact.
    float begin = dot(ray, (vFrom + vTo) / 2.0);
    vec3 axis = vTo - vFrom;
    vec3 offset = ray * begin - vFrom;
    float square = dot(axis, axis);
    float slant = dot(axis, ray);
    float rise = dot(axis, offset);
    float a = square - slant * slant;
    float b = square * dot(ray, offset) - rise * slant;
    float c = square * (dot(offset, offset) - vRadius * vRadius) - rise * rise;
    float h = b * b - a * c;
    if (h < 0.0) discard;
    float t = (-b - sqrt(h)) / max(a, 1e-9);
    float height = rise + t * slant;
    if (height <= 0.0 || height >= square) {
      vec3 end = height <= 0.0 ? offset : ray * begin - vTo;
      float along = dot(ray, end);
      float depth = along * along - dot(end, end) + vRadius * vRadius;
      if (depth < 0.0) discard;
      t = -along - sqrt(depth);
      height = height <= 0.0 ? 0.0 : square;
    }
    hit = ray * (begin + t);
    vec3 foot = vFrom + axis * (height / max(square, 1e-9));
    facing = (hit - foot) / vRadius;
    side = height > 0.5 * square ? 1.0 : 0.0;
    float near = projectionMatrix[3][2] / (projectionMatrix[2][2] - 1.0);
    if (-hit.z < near) discard;
  }`;

/** The depth of `hit` as the depth buffer wants it; pixels beyond the far plane are given up. */
export const HIT_DEPTH = /* glsl */ `
  void writeDepth() {
    float depth = 0.5 - 0.5 * (projectionMatrix[2][2] * hit.z + projectionMatrix[3][2]) / hit.z;
    if (depth > 1.0) discard;
    gl_FragDepth = depth;
  }`;
