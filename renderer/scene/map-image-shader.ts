import { DEPTH_TO_DISTANCE } from "#renderer/scene/screen-pass.ts";

/** The far sides of the box, each with its place; none is cut off where the eye no longer sees. */
export const VERTEX = `
  out vec3 place;
  out vec3 seen;
  void main() {
    place = position;
    seen = (modelViewMatrix * vec4(position, 1.0)).xyz;
    gl_Position = projectionMatrix * vec4(seen, 1.0);
    gl_Position.z = min(gl_Position.z, 0.9999 * gl_Position.w);
  }`;

/**
 * Along the line of sight from where it enters the box, or comes into view, to its far side or to what is solid: every
 * sample covers what is behind it by its strength over the length it stands for. Begins within a step at random, by
 * pixel: steps so show as grain and not as rings.
 */
export const FRAGMENT = `
  precision highp float;
  precision highp sampler3D;
  uniform sampler3D map;
  uniform sampler2D solid;
  uniform vec3 first;
  uniform vec3 side;
  uniform vec3 size;
  uniform vec3 tint;
  uniform float near;
  uniform float far;
  uniform float spacing;
  uniform float strength;
  uniform float low;
  uniform float high;
  in vec3 place;
  in vec3 seen;
  layout(location = 0) out vec4 color;
  const int MOST_STEPS = 1024;
  ${DEPTH_TO_DISTANCE}
  float grain(vec2 pixel) {
    return fract(52.9829189 * fract(dot(pixel, vec2(0.06711056, 0.00583715))));
  }
  void main() {
    vec3 eye = (inverse(viewMatrix) * vec4(0.0, 0.0, 0.0, 1.0)).xyz;
    vec3 line = place - eye;
    vec3 a = (first - eye) / line;
    vec3 b = (first + side - eye) / line;
    vec3 nearer = min(a, b);
    float depth = -seen.z;
    float wall = distanceOf(texelFetch(solid, ivec2(gl_FragCoord.xy), 0).r);
    float from = max(max(nearer.x, max(nearer.y, nearer.z)), near / depth);
    float to = min(1.0, min(far, wall) / depth);
    float step = spacing / length(line);
    float light = 0.0;
    float clear = 1.0;
    float t = from + step * grain(gl_FragCoord.xy);
    float perStep = strength * spacing;
    for (int n = 0; n < MOST_STEPS; n++) {
      if (t > to || clear < 0.01) break;
      vec3 at = (eye + t * line - first) / side;
      float value = texture(map, (at * (size - 1.0) + 0.5) / size).r;
      float part = clamp((value - low) / max(high - low, 1e-6), 0.0, 1.0);
      float cover = 1.0 - exp(-perStep * part);
      light += clear * cover * (0.5 + 0.5 * part);
      clear *= 1.0 - cover;
      t += step;
    }
    if (clear > 0.999) discard;
    color = vec4(tint * light, 1.0 - clear);
  }`;
