import {
  Color,
  CustomBlending,
  DepthStencilFormat,
  DepthTexture,
  OneFactor,
  OneMinusSrcAlphaFactor,
  type PerspectiveCamera,
  type Scene,
  SRGBColorSpace,
  type Texture,
  UnsignedInt248Type,
  Vector2,
  type WebGLRenderer,
  WebGLRenderTarget,
} from "three";
import { AmbientOcclusion } from "#renderer/scene/AmbientOcclusion.ts";
import { DEPTH_TO_DISTANCE, ScreenPass } from "#renderer/scene/screen-pass.ts";

/** Objects of one three.js layer, drawn together; `opacity` below 1 shows what lies behind their nearest surface. */
export interface Sheet {
  readonly layer: number;
  readonly opacity: number;
  /** What is looked through all along and ends by itself at what is solid: it is told where that is. */
  readonly image?: { prepare(surroundings: Surroundings): void };
}

/** What images end at, and how carefully they are drawn. */
export interface Surroundings {
  /** Depths of what is solid, one per pixel. */
  readonly solid: Texture | null;
  /** Where what is seen begins and ends, Å. */
  readonly near: number;
  readonly far: number;
  /** Places looked at per sample along a line of sight. */
  readonly detail: number;
}

/** How finished a picture is. */
export interface Finish {
  /** Shade from all around: Å that it reaches, and strength; null without. */
  readonly occlusion: { readonly radius: number; readonly strength: number } | null;
  /** Lines where depth jumps, as wide as this many pixels of the screen; 0 without. */
  readonly silhouettes: number;
  /** Of the lines. */
  readonly ink: Color;
  /** Places looked at per sample of an image along a line of sight. */
  readonly detail: number;
}

/** A place of the screen, in its pixels from the lower left corner. */
export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A step in depth of this share of the scene's depth is an edge (ChimeraX's default depth jump). */
const DEPTH_JUMP = 0.03;
/** Samples per pixel along the edges of meshes. */
const SAMPLES = 4;

const FINISH = `
  uniform sampler2D picture;
  uniform sampler2D depth;
  uniform sampler2D solid;
  uniform sampler2D shade;
  uniform vec2 share;
  uniform vec2 pixel;
  uniform vec3 ink;
  uniform float line;
  uniform float shaded;
  uniform float behind;
  uniform float opacity;
  uniform float near;
  uniform float far;
  uniform float jump;
  varying vec2 at;
  ${DEPTH_TO_DISTANCE}
  float depthAt(vec2 step) {
    return texture2D(depth, clamp(at + step * pixel, 0.5 * pixel, 1.0 - 0.5 * pixel) * share).r;
  }
  vec3 encoded(vec3 light) {
    return mix(pow(light, vec3(0.41666)) * 1.055 - 0.055, light * 12.92, vec3(lessThanEqual(light, vec3(0.0031308))));
  }
  void main() {
    vec4 seen = texture2D(picture, at * share);
    float own = depthAt(vec2(0.0));
    float nearest = own;
    float edge = 0.0;
    if (line > 0.0) {
      nearest = min(nearest, min(depthAt(vec2(line, 0.0)), depthAt(vec2(-line, 0.0))));
      nearest = min(nearest, min(depthAt(vec2(0.0, line)), depthAt(vec2(0.0, -line))));
      float d = 0.7071 * line;
      nearest = min(nearest, min(min(depthAt(vec2(d)), depthAt(vec2(-d))), min(depthAt(vec2(d, -d)), depthAt(vec2(-d, d)))));
      edge = smoothstep(0.6, 1.4, (distanceOf(own) - distanceOf(nearest)) / (jump * (far - near)));
    }
    // What is see-through is hidden where something solid stands before it.
    if (behind > 0.5 && texture2D(solid, at * share).r < nearest - 0.000001) discard;
    vec3 light = seen.a > 0.0 ? seen.rgb / seen.a : vec3(0.0);
    if (shaded > 0.5) light *= mix(1.0, texture2D(shade, at * share).r, step(own, 0.999999));
    float alpha = max(seen.a, edge);
    vec3 color = mix(encoded(clamp(light, 0.0, 1.0)), ink, edge);
    gl_FragColor = vec4(color, 1.0) * alpha * opacity;
  }`;

/**
 * Draws a scene sheet by sheet: each by itself into a picture with depths, then finished (shade, lines, opacity) onto
 * the screen. A see-through sheet so shows its nearest surface only and not what it hides of itself, and sheets behind
 * each other all show.
 */
export class Compositor {
  private readonly solid = picture();
  private readonly sheet = picture();
  private readonly occlusion = new AmbientOcclusion();
  private readonly finish = new ScreenPass(
    FINISH,
    {
      picture: { value: null as Texture | null },
      depth: { value: null as Texture | null },
      solid: { value: null as Texture | null },
      shade: { value: null as Texture | null },
      share: { value: new Vector2() },
      pixel: { value: new Vector2() },
      ink: { value: new Color(0) },
      line: { value: 0 },
      shaded: { value: 0 },
      behind: { value: 0 },
      opacity: { value: 1 },
      near: { value: 1 },
      far: { value: 100 },
      jump: { value: DEPTH_JUMP },
    },
    {
      transparent: true,
      blending: CustomBlending,
      blendSrc: OneFactor,
      blendDst: OneMinusSrcAlphaFactor,
      premultipliedAlpha: true,
    },
  );

  /** Draws the sheets in their order, the first being solid, over what is in that place of a screen of `full` size. */
  draw(
    renderer: WebGLRenderer,
    scene: Scene,
    eye: PerspectiveCamera,
    sheets: readonly Sheet[],
    place: Rectangle,
    full: { width: number; height: number },
    finish: Finish,
  ): void {
    const { mask } = eye.layers;
    // The lamp's depth map is drawn along with the first sheet: what is solid throws shadows, onto all of them.
    renderer.shadowMap.needsUpdate = true;
    sheets.forEach(({ layer, opacity, image }, n) => {
      const target = n === 0 ? this.solid : this.sheet;
      eye.layers.set(layer);
      const { near, far } = eye;
      image?.prepare({ solid: this.solid.depthTexture, near, far, detail: finish.detail });
      this.fill(renderer, scene, eye, target, place, full);
      const own = image ? { ...finish, silhouettes: 0, occlusion: null } : finish;
      this.put(renderer, eye, target, place, full, { ...own, opacity, behind: n > 0 && !image });
    });
    eye.layers.mask = mask;
  }

  dispose(): void {
    for (const part of [this.solid, this.sheet, this.occlusion, this.finish]) part.dispose();
  }

  private fill(
    renderer: WebGLRenderer,
    scene: Scene,
    eye: PerspectiveCamera,
    target: WebGLRenderTarget,
    { width, height }: Rectangle,
    full: { width: number; height: number },
  ): void {
    target.setSize(Math.max(1, full.width), Math.max(1, full.height));
    target.viewport.set(0, 0, width, height);
    target.scissor.set(0, 0, width, height);
    target.scissorTest = true;
    renderer.setRenderTarget(target);
    renderer.setClearColor(0x000000, 0);
    renderer.clear();
    renderer.render(scene, eye);
  }

  private put(
    renderer: WebGLRenderer,
    eye: PerspectiveCamera,
    target: WebGLRenderTarget,
    place: Rectangle,
    full: { width: number; height: number },
    { occlusion, silhouettes, ink, opacity, behind }: Finish & { opacity: number; behind: boolean },
  ): void {
    const { width, height } = place;
    const share = new Vector2(width / Math.max(1, full.width), height / Math.max(1, full.height));
    const shade =
      occlusion && target.depthTexture
        ? this.occlusion.draw(renderer, target.depthTexture, eye, { share, width, height, full }, occlusion)
        : null;
    this.finish.set({
      picture: target.texture,
      depth: target.depthTexture,
      solid: this.solid.depthTexture,
      shade: shade ?? target.texture,
      shaded: shade ? 1 : 0,
      share,
      pixel: new Vector2(1 / width, 1 / height),
      ink,
      line: silhouettes,
      behind: behind ? 1 : 0,
      opacity,
      near: eye.near,
      far: eye.far,
    });
    renderer.setRenderTarget(null);
    const ratio = renderer.getPixelRatio();
    renderer.setViewport(place.x / ratio, place.y / ratio, width / ratio, height / ratio);
    renderer.setScissor(place.x / ratio, place.y / ratio, width / ratio, height / ratio);
    renderer.setScissorTest(true);
    this.finish.draw(renderer);
  }
}

function picture(): WebGLRenderTarget {
  const target = new WebGLRenderTarget(1, 1, {
    samples: SAMPLES,
    colorSpace: SRGBColorSpace,
    stencilBuffer: true,
  });
  target.depthTexture = new DepthTexture(1, 1, UnsignedInt248Type);
  target.depthTexture.format = DepthStencilFormat;
  return target;
}
