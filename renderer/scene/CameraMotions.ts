import { rotate } from "#core/math/rigid.ts";
import { scale, type Vec3 } from "#core/math/vec3.ts";
import type { Contents } from "#renderer/scene/Contents.ts";
import {
  between,
  type Camera,
  depthOf,
  enclosing,
  forward,
  lookAt,
  pixelSize,
  type Sphere,
  START_CAMERA,
  turnScene,
  zoomBy,
} from "#renderer/scene/camera.ts";
import { facingBroadSide } from "#renderer/scene/orient.ts";

/** Camera moves that explain last this long, ms. */
const GLIDE = 220;
const NOTHING: Sphere = { centre: [0, 0, 0], radius: 30 };

/** Where one looks from, and how that moves: at once, gliding, or step by step in the frames to come. */
export abstract class CameraMotions {
  protected readonly contents: Contents;
  protected camera: Camera = START_CAMERA;
  /** Nobody has moved the camera yet: it keeps all in view as things arrive. */
  protected isUntouched = true;
  /** A look at everything that was asked for before these entries were drawn. */
  private awaited: { readonly specs: readonly string[]; look(): void } | null = null;
  private readonly motions: {
    readonly step: (frame: number) => void;
    readonly ended: () => void;
    readonly frames: number;
    done: number;
  }[] = [];

  constructor(contents: Contents) {
    this.contents = contents;
  }

  /** The main view, in pixels. */
  abstract size(): { width: number; height: number };
  /** Its width by its height. */
  protected abstract aspect(): number;
  /** Whether it is on the screen. */
  protected abstract isSeen(): boolean;
  protected abstract draw(): void;

  viewAll(specs?: readonly string[]): void {
    const bounds = enclosing(this.contents.spheres(specs));
    if (bounds) this.glide(lookAt(this.camera, bounds, this.aspect()));
  }

  fill(sphere: Sphere, { padding, upright }: { padding: number; upright: boolean }): void {
    const from = upright ? START_CAMERA : this.camera;
    this.glide(lookAt(from, sphere, this.aspect(), padding));
  }

  fillAll(options: { padding: number; upright: boolean }): void {
    const look = () => {
      const around = enclosing(this.contents.spheres());
      if (around) this.fill(around, options);
    };
    look();
    this.awaited = { specs: this.contents.undrawn(), look };
  }

  everyFrame(frames: number, step: (frame: number) => void, ended: () => void = () => {}): void {
    this.motions.push({ step, ended, frames, done: 0 });
    if (this.motions.length === 1) requestAnimationFrame(this.moveOn);
  }

  motionsEnded(): Promise<void> {
    const left = Math.max(
      0,
      ...this.motions.filter(({ frames }) => Number.isFinite(frames)).map((one) => one.frames - one.done),
    );
    return left === 0
      ? Promise.resolve()
      : new Promise((resolve) => this.everyFrame(left, () => {}, resolve));
  }

  stopMotion(): void {
    for (const { ended } of this.motions.splice(0)) ended();
  }

  pixelSize(): number {
    return pixelSize(depthOf(this.camera, this.pivot()), this.size().height);
  }

  viewInitial(): void {
    const bounds = enclosing(this.contents.spheres()) ?? NOTHING;
    this.glide(lookAt(START_CAMERA, bounds, this.aspect()));
  }

  turn(axis: Vec3, degrees: number): void {
    this.moveCamera(turnScene(this.camera, this.pivot(), axis, degrees));
  }

  move(axis: Vec3, distance: number): void {
    const shift = scale(rotate(this.camera.orientation, axis), -distance);
    const [x, y, z] = this.camera.position;
    this.moveCamera({ ...this.camera, position: [x + shift[0], y + shift[1], z + shift[2]] });
  }

  zoom(factor: number): void {
    const { height } = this.size();
    // A notch moves by 100 pixel sizes: by what part of the depth depends on the height of the view only.
    const perNotch = 1 - this.depthAfter(1) / this.depthAfter(0);
    this.moveCamera(zoomBy(this.camera, this.pivot(), (1 - 1 / factor) / perNotch, height));
  }

  currentCamera(): Camera {
    return this.camera;
  }

  setCamera(camera: Camera): void {
    this.glide(camera);
  }

  placeCamera(camera: Camera): void {
    this.moveCamera(camera);
  }

  pivot(): Vec3 {
    return this.contents.pivot(this.camera, this.aspect());
  }

  orient(): void {
    const bounds = enclosing(this.contents.spheres());
    const orientation = facingBroadSide(this.contents.cloud());
    if (bounds) this.glide(lookAt({ ...this.camera, orientation }, bounds, this.aspect()));
  }

  protected moveCamera(camera: Camera): void {
    this.awaited = null;
    this.putCamera(camera);
  }

  private putCamera(camera: Camera): void {
    this.isUntouched = false;
    this.camera = camera;
    this.contents.rotationCentre.cameraMoved(this.contents.stage(), camera);
    this.draw();
  }

  private glide(to: Camera): void {
    this.awaited = null;
    const isStill = !this.isSeen() || matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (isStill) {
      this.putCamera(to);
      return;
    }
    const from = this.camera;
    const began = performance.now();
    const step = () => {
      const t = Math.min(1, (performance.now() - began) / GLIDE);
      this.putCamera(between(from, to, t * t * (3 - 2 * t)));
      if (t < 1) requestAnimationFrame(step);
    };
    requestAnimationFrame(step);
  }

  /** Something that a look at everything had missed has come. */
  protected lookAgain(): void {
    const { awaited } = this;
    if (!awaited) return;
    const missing = this.contents.undrawn();
    const specs = awaited.specs.filter((spec) => missing.includes(spec));
    if (specs.length === awaited.specs.length) return;
    awaited.look();
    this.awaited = { ...awaited, specs };
  }

  private depthAfter(notches: number): number {
    const { height } = this.size();
    const pivot = this.pivot();
    const camera = zoomBy(this.camera, pivot, notches, height);
    const ahead = forward(camera);
    return pivot.reduce((sum, x, n) => sum + (x - (camera.position[n] ?? 0)) * (ahead[n] ?? 0), 0);
  }

  /** One step of every motion, and so on with the next frame while there is any. */
  private readonly moveOn = (): void => {
    for (const motion of [...this.motions]) {
      motion.step(motion.done++);
      if (motion.done < motion.frames) continue;
      this.motions.splice(this.motions.indexOf(motion), 1);
      motion.ended();
    }
    if (this.motions.length > 0) requestAnimationFrame(this.moveOn);
  };

  /** A sphere around all that is drawn. */
  protected bounds(): Sphere {
    return enclosing(this.contents.spheres()) ?? NOTHING;
  }
}
