import {
  LinearFilter,
  type PerspectiveCamera,
  RedFormat,
  type Texture,
  Vector2,
  type WebGLRenderer,
  WebGLRenderTarget,
} from "three";
import { DEPTH_TO_DISTANCE, ScreenPass } from "#renderer/scene/screen-pass.ts";

/** Places looked at around every pixel, on a spiral of so many turns. */
const SAMPLES = 16;
const TURNS = 7;

/** What stands around a pixel within `radius` Å takes light from it: M. McGuire et al., "Scalable Ambient Obscurance", HPG 2012. */
const SHADE = `
  uniform sampler2D depth;
  uniform vec2 share;
  uniform vec2 pixel;
  uniform vec2 spread;
  uniform float near;
  uniform float far;
  uniform float radius;
  uniform float across;
  uniform float strength;
  varying vec2 at;
  ${DEPTH_TO_DISTANCE}
  vec3 placeAt(vec2 where) {
    vec2 inside = clamp(where, pixel, vec2(1.0) - pixel);
    float away = distanceOf(texture2D(depth, inside * share).r);
    return vec3((inside * 2.0 - 1.0) * spread * away, -away);
  }
  void main() {
    float own = texture2D(depth, at * share).r;
    if (own >= 1.0) { gl_FragColor = vec4(1.0); return; }
    vec3 here = placeAt(at);
    vec3 right = placeAt(at + vec2(pixel.x, 0.0)) - here;
    vec3 left = here - placeAt(at - vec2(pixel.x, 0.0));
    vec3 above = placeAt(at + vec2(0.0, pixel.y)) - here;
    vec3 below = here - placeAt(at - vec2(0.0, pixel.y));
    vec3 dx = abs(right.z) < abs(left.z) ? right : left;
    vec3 dy = abs(above.z) < abs(below.z) ? above : below;
    vec3 normal = normalize(cross(dx, dy));
    float reach = min(across / -here.z, 0.35);
    float turn = fract(52.9829189 * fract(dot(gl_FragCoord.xy, vec2(0.06711056, 0.00583715)))) * 6.2831853;
    float sum = 0.0;
    for (int n = 0; n < ${SAMPLES}; n++) {
      float share01 = (float(n) + 0.5) / ${SAMPLES}.0;
      float angle = share01 * ${(TURNS * 2 * Math.PI).toFixed(5)} + turn;
      vec2 step01 = vec2(cos(angle) * spread.y / spread.x, sin(angle)) * share01 * reach;
      vec3 toward = placeAt(at + step01) - here;
      float square = dot(toward, toward);
      float inside = max(radius * radius - square, 0.0);
      float rise = max(dot(toward, normal) - 0.01 * -here.z * pixel.y * 8.0, 0.0);
      sum += inside * inside * inside * rise / (0.05 + square);
    }
    float scale = 5.0 / (pow(radius, 5.0) * ${SAMPLES}.0);
    gl_FragColor = vec4(clamp(1.0 - strength * sum * scale, 0.0, 1.0));
  }`;

/** Mean over the 4 × 4 pixels of one pattern of the spiral's turns, of those that lie about as deep. */
const SMOOTH = `
  uniform sampler2D shade;
  uniform sampler2D depth;
  uniform vec2 share;
  uniform vec2 pixel;
  uniform float near;
  uniform float far;
  uniform float radius;
  varying vec2 at;
  ${DEPTH_TO_DISTANCE}
  void main() {
    float own = distanceOf(texture2D(depth, at * share).r);
    float sum = 0.0;
    float weight = 0.0;
    for (int i = -2; i < 2; i++) {
      for (int j = -2; j < 2; j++) {
        vec2 where = clamp(at + (vec2(float(i), float(j)) + 0.5) * pixel, pixel, vec2(1.0) - pixel);
        float gap = abs(distanceOf(texture2D(depth, where * share).r) - own);
        float w = max(0.0, 1.0 - gap / (0.3 * radius)) + 0.0001;
        sum += texture2D(shade, where * share).r * w;
        weight += w;
      }
    }
    gl_FragColor = vec4(sum / weight);
  }`;

/** How much light reaches each pixel of a picture from all around, worked out from its depths. */
export class AmbientOcclusion {
  private readonly raw = grey();
  private readonly smooth = grey();
  private readonly shade = new ScreenPass(SHADE, {
    depth: { value: null },
    share: { value: new Vector2() },
    pixel: { value: new Vector2() },
    spread: { value: new Vector2() },
    near: { value: 1 },
    far: { value: 100 },
    radius: { value: 10 },
    across: { value: 1 },
    strength: { value: 1 },
  });
  private readonly blur = new ScreenPass(SMOOTH, {
    shade: { value: null },
    depth: { value: null },
    share: { value: new Vector2() },
    pixel: { value: new Vector2() },
    near: { value: 1 },
    far: { value: 100 },
    radius: { value: 10 },
  });

  /**
   * `share` is the part of the depth texture, from its corner, that holds a picture of `width` × `height` pixels; the
   * answer, half as fine, lies in the same part of the texture returned, 1 in full light. `radius` in Å, `strength` 1 is natural.
   */
  draw(
    renderer: WebGLRenderer,
    depth: Texture,
    eye: PerspectiveCamera,
    place: { share: Vector2; width: number; height: number; full: { width: number; height: number } },
    { radius, strength }: { radius: number; strength: number },
  ): Texture {
    const half = { width: Math.ceil(place.width / 2), height: Math.ceil(place.height / 2) };
    for (const target of [this.raw, this.smooth]) {
      target.setSize(Math.ceil(place.full.width / 2), Math.ceil(place.full.height / 2));
    }
    const tangent = Math.tan((eye.fov * Math.PI) / 360);
    const common = {
      depth,
      share: place.share,
      pixel: new Vector2(1 / half.width, 1 / half.height),
      near: eye.near,
      far: eye.far,
      radius,
    };
    this.shade.set({
      ...common,
      spread: new Vector2(tangent * eye.aspect, tangent),
      across: radius / (2 * tangent),
      strength,
    });
    this.blur.set({ ...common, shade: this.raw.texture });
    this.run(renderer, this.shade, this.raw, half);
    this.run(renderer, this.blur, this.smooth, half);
    return this.smooth.texture;
  }

  dispose(): void {
    for (const part of [this.raw, this.smooth, this.shade, this.blur]) part.dispose();
  }

  private run(
    renderer: WebGLRenderer,
    pass: ScreenPass,
    target: WebGLRenderTarget,
    { width, height }: { width: number; height: number },
  ): void {
    target.viewport.set(0, 0, width, height);
    target.scissor.set(0, 0, width, height);
    target.scissorTest = true;
    renderer.setRenderTarget(target);
    pass.draw(renderer);
  }
}

function grey(): WebGLRenderTarget {
  return new WebGLRenderTarget(1, 1, {
    format: RedFormat,
    minFilter: LinearFilter,
    magFilter: LinearFilter,
    depthBuffer: false,
  });
}
