import { Color, Fog, PerspectiveCamera, type Scene, WebGLRenderer } from "three";
import { rotate } from "#core/math/rigid.ts";
import { add, scale as scaled, subtract } from "#core/math/vec3.ts";
import { type Area, areaAt, areasOf } from "#renderer/scene/areas.ts";
import { Compositor, type Finish } from "#renderer/scene/Compositor.ts";
import type { Contents } from "#renderer/scene/Contents.ts";
import {
  type Camera,
  clipRange,
  depthOf,
  enclosing,
  FIELD_OF_VIEW,
  forward,
  pixelSize,
  type Sphere,
} from "#renderer/scene/camera.ts";
import type { CropHandle } from "#renderer/scene/crop-handles.ts";
import { FramePace, isSoftware } from "#renderer/scene/FramePace.ts";
import { type Hit, IdPass, type Pickable } from "#renderer/scene/id-pass.ts";
import type { Box } from "#renderer/scene/inside.ts";
import { Lamps } from "#renderer/scene/Lamps.ts";
import { HANDLE_REACH, type Ink, Overlay, onScreen } from "#renderer/scene/Overlay.ts";
import { lengthText, roundLength } from "#renderer/scene/scale-bar.ts";
import type { SnapshotOptions } from "#renderer/scene/view.ts";
import type { Settings } from "#renderer/stores/settings.ts";

/** Colours of the ground, which the depth cue fades into; the page draws its gradient in the same tones. */
const PAPER = "#ffffff";
const GROUND = { dark: "#141a22", light: "#f3f6f9" } as const;
/** Lines around shapes, pixels of the page. */
const LINE = 1.1;
/** Shade reaches this share of the scene's radius, within limits, Å. */
const SHADE = { share: 0.16, least: 4, most: 20 };
/** Parallel lines of sight are those from this many times as far: over the scene sizes then differ by less than 1 %. */
const FAR_EYE = 60;
/** Places looked at per sample of an image: fewer while a slow machine moves it. */
const DETAIL = { finished: 1.5, quick: 0.4 };
/** Pixels along the side of the depth map that shadows are told from: finer for pictures finer than a screen. */
const SHADOW_MAP = { usual: 2048, fine: 4096, fineFrom: 1600 };
const NOTHING: Sphere = { centre: [0, 0, 0], radius: 100 };

interface Frame {
  readonly camera: Camera;
  /** Leaves out what a slow machine cannot draw while things move. */
  readonly quick: boolean;
}

/** Draws the views side by side into one canvas, with one camera. */
export class SceneRenderer {
  readonly pace: FramePace;
  private readonly renderer: WebGLRenderer;
  private readonly eyes = {
    main: new PerspectiveCamera(FIELD_OF_VIEW, 1, 0.1, 1000),
    beside: new PerspectiveCamera(FIELD_OF_VIEW, 1, 0.1, 1000),
  };
  private readonly lamps: Lamps[];
  private readonly compositor = new Compositor();
  private readonly ids = new IdPass();
  private readonly overlay: Overlay;
  /** The picture being drawn is for a page of paper. */
  private isOnPaper = false;
  private readonly canvas: HTMLCanvasElement;
  private readonly contents: Contents;

  constructor(canvas: HTMLCanvasElement, contents: Contents) {
    this.canvas = canvas;
    this.contents = contents;
    this.renderer = new WebGLRenderer({
      canvas,
      antialias: false,
      alpha: true,
      powerPreference: "high-performance",
    });
    this.renderer.setPixelRatio(Math.min(window.devicePixelRatio, 2));
    this.renderer.autoClear = false;
    this.renderer.info.autoReset = false;
    this.renderer.shadowMap.enabled = true; // costs nothing while no lamp throws shadows
    this.renderer.shadowMap.autoUpdate = false;
    this.overlay = new Overlay(canvas);
    this.lamps = [new Lamps(contents.main, this.eyes.main), new Lamps(contents.beside, this.eyes.beside)];
    const gl = this.renderer.getContext();
    const names = gl.getExtension("WEBGL_debug_renderer_info");
    this.pace = new FramePace(
      isSoftware(String(gl.getParameter(names?.UNMASKED_RENDERER_WEBGL ?? gl.RENDERER))),
    );
  }

  resize(): void {
    const { clientWidth, clientHeight } = this.canvas.parentElement ?? this.canvas;
    this.renderer.setPixelRatio(Math.min(window.devicePixelRatio, 2));
    this.renderer.setSize(Math.max(clientWidth, 1), Math.max(clientHeight, 1));
    this.overlay.resize(Math.max(clientWidth, 1), Math.max(clientHeight, 1));
  }

  size(): { width: number; height: number } {
    return { width: this.canvas.clientWidth || 1, height: this.canvas.clientHeight || 1 };
  }

  /** Tells in the page whether the picture is finished and nothing moves. */
  tellRest(rests: boolean): void {
    this.canvas.dataset["rests"] = String(rests);
  }

  /** Of the last picture. */
  triangles(): number {
    return this.renderer.info.render.triangles;
  }

  /** The main view, pixels of the page. */
  mainSize(): { width: number; height: number } {
    const [main] = areasOf(this.size(), this.settings().split, 1);
    return main?.kind === "main" ? { width: main.width, height: main.height } : this.size();
  }

  /** Width over height of the main view. */
  aspect(): number {
    const main = areasOf(this.size(), this.settings().split, 1)[0];
    return main && main.kind === "main" ? main.width / main.height : 1;
  }

  /** The area at a place, and where in it, −1…1 right and up. */
  areaAt(x: number, y: number): { area: Area; eye: PerspectiveCamera; ndc: { x: number; y: number } } {
    const area = areaAt(this.areas(), x, y) ?? { kind: "main", cell: -1, x: 0, y: 0, width: 1, height: 1 };
    const ndc = { x: (2 * (x - area.x)) / area.width - 1, y: 1 - (2 * (y - area.y)) / area.height };
    return { area, eye: area.kind === "beside" ? this.eyes.beside : this.eyes.main, ndc };
  }

  /** The middle of the area at a place. */
  middleOf(x: number, y: number): { x: number; y: number } {
    const { area } = this.areaAt(x, y);
    return { x: area.x + area.width / 2, y: area.y + area.height / 2 };
  }

  /** Whether a slow machine would leave something out of a moving picture. */
  isCostly(): boolean {
    const { lighting, shadows } = this.settings();
    return (
      this.contents.hasImages() || shadows || this.lamps.some((lamps) => lamps.set(lighting, shadows) > 0)
    );
  }

  draw(frame: Frame): void {
    const { info } = this.renderer;
    info.reset();
    this.clear(this.settings().background === null ? 0 : 1); // the page draws the theme's ground
    this.overlay.clear();
    for (const area of this.areas()) this.drawArea(frame, area);
    this.canvas.dataset["calls"] = String(info.render.calls);
    this.canvas.dataset["triangles"] = String(info.render.triangles);
    this.canvas.dataset["picture"] = frame.quick && this.isCostly() ? "quick" : "finished";
  }

  /** Draws the rectangle of a selection over the scene; null takes it away. */
  showBox(box: Box | null): void {
    this.overlay.showBox(box);
  }

  /** The handle of the crop box that is drawn at a place; null for none. */
  handleAt(x: number, y: number): { spec: string; handle: CropHandle } | null {
    const box = this.contents.cropBox();
    const { area } = this.areaAt(x, y);
    if (!box || area.kind !== "main") return null;
    const awayFrom = ({ xyz }: CropHandle) => {
      const at = onScreen(xyz, this.eyes.main, area);
      return at ? Math.hypot(at.x - x, at.y - y) : Number.POSITIVE_INFINITY;
    };
    const handle = box.handles.toSorted((a, b) => awayFrom(a) - awayFrom(b))[0];
    return handle && awayFrom(handle) <= HANDLE_REACH * this.ink().scale ? { spec: box.spec, handle } : null;
  }

  /** What of the targets is seen at a place, in the picture that was drawn last. */
  identify(x: number, y: number, targets: readonly Pickable[]): Hit | null {
    const { area, eye, ndc } = this.areaAt(x, y);
    return this.contents.posed(area.cell, () => this.ids.at(this.renderer, eye, ndc, targets));
  }

  /** The main view alone, at another size, on its ground or on none. */
  async snapshot(
    camera: Camera,
    { width, height = null, supersample, transparent, onPaper = false }: SnapshotOptions,
  ): Promise<Blob> {
    this.isOnPaper = onPaper;
    const main = areasOf(this.size(), 1, 1)[0];
    const ratio = this.renderer.getPixelRatio();
    const shape = this.aspect();
    const wide = Math.round(
      width ?? (height === null ? (main?.height ?? 1) * shape * ratio : height * shape),
    );
    const high = Math.max(1, Math.round(height ?? wide / shape));
    const most = this.renderer.capabilities.maxTextureSize;
    const finer = Math.max(1, Math.min(supersample, Math.floor(most / Math.max(wide, high))));
    this.renderer.setPixelRatio(1);
    this.renderer.setSize(wide * finer, high * finer, false);
    this.clear(transparent ? 0 : 1);
    const area: Area = { kind: "main", cell: -1, x: 0, y: 0, width: wide * finer, height: high * finer };
    const scale = (high * finer) / Math.max(1, main?.height ?? high);
    this.compose({ camera, quick: false }, area, scale);
    const picture = new OffscreenCanvas(wide, high);
    const context = picture.getContext("2d");
    if (context) {
      context.imageSmoothingQuality = "high";
      context.drawImage(this.canvas, 0, 0, wide, high);
      const whole = { ...area, width: wide, height: high };
      const own = this.ink();
      const ink = { ...own, scale: (own.scale * high) / Math.max(1, main?.height ?? high) };
      this.overlay.write(context, this.contents.labels(), this.eyes.main, whole, ink);
      this.overlay.lines(context, this.contents.stage().distances, this.eyes.main, whole, ink);
      this.drawBar(context, camera, whole, ink);
    }
    this.isOnPaper = false;
    this.renderer.setPixelRatio(ratio);
    this.resize();
    return picture.convertToBlob({ type: "image/png" });
  }

  dispose(): void {
    this.compositor.dispose();
    for (const lamps of this.lamps) lamps.dispose();
    this.ids.dispose();
    this.overlay.dispose();
    this.renderer.dispose();
  }

  private clear(alpha: 0 | 1): void {
    this.renderer.setRenderTarget(null);
    this.renderer.setScissorTest(false);
    this.renderer.setClearColor(new Color(this.ground()), alpha);
    this.renderer.clear();
  }

  private drawArea(frame: Frame, area: Area): void {
    if (area.kind === "cell" && !this.contents.cell(area.cell)) return;
    this.contents.posed(area.cell, () => this.compose(frame, area, this.renderer.getPixelRatio()));
    if (area.kind === "beside") return;
    this.contents.posed(area.cell, () =>
      this.overlay.write(null, this.contents.labels(), this.eyes.main, area, this.ink()),
    );
    if (area.kind === "main") this.drawCrop(area);
    this.overlay.lines(null, this.contents.stage().distances, this.eyes.main, area, this.ink());
    if (area.kind === "main") this.drawBar(null, frame.camera, area, this.ink());
    const cell = this.contents.cell(area.cell);
    if (cell) this.overlay.frame(area, { text: cell.caption, chosen: cell.shown }, this.ink());
  }

  /** `scale`: pixels of the picture per pixel of the page. */
  private compose({ camera, quick }: Frame, area: Area, scale: number): void {
    const isMain = area.kind !== "beside";
    const scene = isMain ? this.contents.main : this.contents.beside;
    const eye = isMain ? this.eyes.main : this.eyes.beside;
    const bounds = enclosing(this.contents.spheres()) ?? NOTHING;
    this.aim(eye, camera, area, bounds);
    this.cueDepth(scene, camera, bounds);
    if (!isMain) {
      const aside = this.settings().results.offset * bounds.radius;
      this.contents.clusters.standAside(scaled(rotate(camera.orientation, [1, 0, 0]), aside));
    }
    const { lighting, shadows } = this.settings();
    const shade = this.lamps[isMain ? 0 : 1]?.set(lighting, shadows && isMain) ?? 0;
    if (isMain) this.throwShadows(bounds, quick, area.height * this.renderer.getPixelRatio());
    const finish: Finish = {
      occlusion:
        shade > 0 && isMain && !quick
          ? {
              radius: Math.min(SHADE.most, Math.max(SHADE.least, SHADE.share * bounds.radius)),
              strength: shade,
            }
          : null,
      silhouettes: this.hasLines() && isMain ? Math.max(1, LINE * scale) : 0,
      ink: new Color(0x000000),
      detail: quick && this.isCostly() ? DETAIL.quick : DETAIL.finished,
    };
    const ratio = this.renderer.getPixelRatio();
    const pixels = (length: number) => Math.round(length * ratio);
    const full = { width: this.canvas.width, height: this.canvas.height };
    const place = {
      x: pixels(area.x),
      y: full.height - pixels(area.y + area.height),
      width: pixels(area.width),
      height: pixels(area.height),
    };
    const sheets = isMain ? this.contents.sheets(camera) : [{ layer: 0, opacity: 1 }];
    this.compositor.draw(this.renderer, scene, eye, sheets, place, full, finish);
  }

  private throwShadows(bounds: Sphere, quick: boolean, height: number): void {
    const { usual, fine, fineFrom } = SHADOW_MAP;
    const isThrown = this.settings().shadows && !quick;
    this.lamps[0]?.throwShadows(isThrown ? bounds : null, height > fineFrom ? fine : usual);
  }

  private drawCrop(area: Area): void {
    const box = this.contents.cropBox();
    if (box) this.overlay.crop(box, this.eyes.main, area, this.ink());
  }

  /** The scale bar, true at the depth of the centre of rotation. */
  private drawBar(on: OffscreenCanvasRenderingContext2D | null, camera: Camera, area: Area, ink: Ink): void {
    const { scaleBar } = this.contents.stage();
    if (!scaleBar) return;
    const size = pixelSize(depthOf(camera, this.contents.pivot(camera, this.aspect())), area.height);
    const length = scaleBar.length ?? roundLength(size, area.width);
    this.overlay.bar(on, area, { pixels: length / size, text: lengthText(length) }, ink);
  }

  private hasLines(): boolean {
    const { silhouettes, lighting } = this.settings();
    return silhouettes || lighting === "flat";
  }

  private aim(eye: PerspectiveCamera, camera: Camera, area: Area, bounds: Sphere): void {
    const { near, far } = clipRange(
      camera,
      bounds,
      area.kind === "beside" ? null : this.contents.stage().clip,
    );
    const back = this.setBack(camera);
    const apart = area.kind === "beside" ? this.settings().results.offset : 0;
    const tangent = (this.tangent(area) * (1 + apart / 2)) / (1 + back / this.middleDepth(camera));
    const aside = scaled(rotate(camera.orientation, [1, 0, 0]), (apart / 2) * bounds.radius);
    eye.position.set(...add(subtract(camera.position, scaled(forward(camera), back)), aside));
    eye.quaternion.set(...camera.orientation);
    eye.aspect = area.width / area.height;
    eye.fov = (360 / Math.PI) * Math.atan(tangent);
    eye.near = near + back;
    eye.far = far + back;
    eye.updateProjectionMatrix();
    eye.updateMatrixWorld();
  }

  /** How far behind the camera the eye stands, Å: so far for parallel lines of sight that nothing looks nearer. */
  private setBack(camera: Camera): number {
    return this.contents.stage().orthographic ? FAR_EYE * this.middleDepth(camera) : 0;
  }

  private middleDepth(camera: Camera): number {
    return Math.max(depthOf(camera, this.contents.pivot(camera, this.aspect())), 1);
  }

  /** Of half the height of a view. One narrower than the main one sees as much across: both show the same things. */
  private tangent(area: Area): number {
    const hasMain = this.settings().split > 0.02;
    const across = Math.min(1, hasMain ? this.aspect() : Number.POSITIVE_INFINITY);
    const wider = Math.max(1, across / (area.width / area.height));
    return Math.tan((FIELD_OF_VIEW / 360) * Math.PI) * wider;
  }

  /** What lies behind fades into the ground. */
  private cueDepth(scene: Scene, camera: Camera, bounds: Sphere): void {
    const depth = depthOf(camera, bounds.centre) + this.setBack(camera);
    const start = Math.max(depth - 0.3 * bounds.radius, 0.1);
    scene.fog = this.settings().depthCue
      ? new Fog(this.ground(), start, Math.max(depth + 1.5 * bounds.radius, start + 1))
      : null;
  }

  private ground(): string {
    const { background, theme } = this.settings();
    return background ?? (this.isOnPaper ? PAPER : GROUND[theme]);
  }

  private ink(): Ink {
    const ground = new Color(this.ground()).getHSL({ h: 0, s: 0, l: 0 });
    const scale = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / 13;
    return ground.l > 0.5
      ? { text: "#151a21", halo: "rgba(255,255,255,0.85)", quiet: "#57626f", accent: "#0d7f70", scale }
      : { text: "#eef3f8", halo: "rgba(10,13,17,0.8)", quiet: "#9aa7b5", accent: "#4cc2b0", scale };
  }

  private areas(): Area[] {
    return areasOf(this.size(), this.settings().split, this.contents.cells());
  }

  private settings(): Settings {
    return this.contents.settings();
  }
}
