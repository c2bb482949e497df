import { rotate } from "#core/math/rigid.ts";
import type { Vec3 } from "#core/math/vec3.ts";
import { scale } from "#core/math/vec3.ts";
import type { MapImage } from "#core/surface/map-image.ts";
import { Contents } from "#renderer/scene/Contents.ts";
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
import { type Box, residuesInside } from "#renderer/scene/inside.ts";
import type { PlaneShape } from "#renderer/scene/MapPlanes.ts";
import type { SurfaceShape } from "#renderer/scene/MapSurface.ts";
import { MouseControl, type MouseTarget } from "#renderer/scene/MouseControl.ts";
import { beginTool, type ToolEvent } from "#renderer/scene/mouse-tools.ts";
import { facingBroadSide } from "#renderer/scene/orient.ts";
import { type Found, Picker } from "#renderer/scene/Picker.ts";
import { SceneRenderer } from "#renderer/scene/SceneRenderer.ts";
import { partSpec, residuesSpec } from "#renderer/scene/shape-specs.ts";
import type { SeenPart, SnapshotOptions, View } from "#renderer/scene/view.ts";
import type { PickedPlace } from "#renderer/stores/hover.ts";
import { specOf as entrySpec } from "#renderer/stores/scene.ts";
import type { Stores } from "#renderer/stores/stores.ts";
import type { MeshBuffers, ModelId, ModelShape, VolumeId } from "#workers/protocol.ts";

/** What the scene reports; commands answer. */
export interface ViewportEvents {
  /** What was pointed at with Ctrl, or boxed in: a spec down to residues and atoms, or the ground (null). */
  pick(spec: string | null, toggle: boolean): void;
  /** A menu of what was double-clicked with Ctrl. */
  menu(place: PickedPlace): void;
  /** The right button was used in a mode that moves more than the camera. */
  tool(event: ToolEvent): void;
  /** A ball among the clusters was clicked. */
  pickPlacement(model: ModelId, placement: number): void;
  levelWheel(notches: number): void;
  /** The pointer rests on something: its name and where, in pixels of the canvas. */
  hover(found: (Found & { x: number; y: number }) | null): void;
}

/** Camera moves that explain last this long, ms. */
const GLIDE = 220;
/** Pictures that a rate is measured over. */
const MEASURED = 20;
/** ms without a movement from which on the scene is at rest. */
const SETTLED = 180;
const NOTHING: Sphere = { centre: [0, 0, 0], radius: 30 };

/** The two synchronised views: maps and models, and the clusters of the fit. It follows the stores and draws on demand. */
export class Viewport implements View {
  private camera: Camera = START_CAMERA;
  private renderer: SceneRenderer | null = null;
  private frame = 0;
  /** Nobody has moved the camera yet: it keeps all in view as things arrive. */
  private isUntouched = true;
  /** A look at everything that was asked for before these entries were drawn. */
  private awaited: { readonly specs: readonly string[]; look(): void } | null = null;
  private settling: ReturnType<typeof setTimeout> | undefined;
  private readonly motions: {
    readonly step: (frame: number) => void;
    readonly ended: () => void;
    readonly frames: number;
    done: number;
  }[] = [];
  private readonly contents: Contents;
  private readonly stores: Stores;
  private readonly events: ViewportEvents;

  constructor(stores: Stores, events: ViewportEvents) {
    this.events = events;
    this.stores = stores;
    this.contents = new Contents(stores);
    const { scene, selection, fits, results, settings, scores, stage } = stores;
    for (const store of [scene, selection, fits, results, settings, stage])
      store.subscribe(() => this.follow());
    scores.subscribe((now, before) => now.bySpec !== before.bySpec && this.follow());
  }

  /** Draws into a canvas until the returned function is called. */
  attach(canvas: HTMLCanvasElement): () => void {
    const renderer = new SceneRenderer(canvas, this.contents);
    this.renderer = renderer;
    const mouse = new MouseControl(canvas, this.mouseTarget(renderer));
    const resize = new ResizeObserver(() => {
      renderer.resize();
      this.draw();
    });
    resize.observe(canvas.parentElement ?? canvas);
    renderer.resize();
    this.follow();
    return () => {
      resize.disconnect();
      mouse.dispose();
      renderer.dispose();
      cancelAnimationFrame(this.frame);
      clearTimeout(this.settling);
      this.frame = 0;
      this.renderer = null;
    };
  }

  setSurface(map: VolumeId, n: number, shape: SurfaceShape | null): void {
    this.contents.setSurface(map, n, shape);
    this.arrived();
  }

  setPlane(map: VolumeId, axis: 0 | 1 | 2, plane: PlaneShape): void {
    this.contents.setPlane(map, axis, plane);
    this.arrived();
  }

  setImage(map: VolumeId, image: MapImage): void {
    this.contents.setImage(map, image);
    this.arrived();
  }

  setShape(model: ModelId, shape: ModelShape): void {
    this.contents.setShape(model, shape);
    this.arrived();
  }

  setPreview(mesh: MeshBuffers | null): void {
    this.contents.setPreview(mesh);
    this.draw();
  }

  keepOnly(ids: ReadonlySet<string>): void {
    this.contents.keepOnly(ids);
    if (ids.size === 0) this.isUntouched = true;
    this.follow();
  }

  viewAll(specs?: readonly string[]): void {
    const bounds = enclosing(this.contents.spheres(specs));
    if (bounds) this.glide(lookAt(this.camera, bounds, this.aspect()));
  }

  sphereOf(parts: readonly SeenPart[]): Sphere | null {
    return enclosing(parts.flatMap((part) => this.contents.sphereOfPart(part) ?? []));
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

  async measure(): Promise<{ rate: number; triangles: number }> {
    const began = performance.now();
    await new Promise<void>((resolve) => this.everyFrame(MEASURED, () => this.draw(), resolve));
    const rate = (1000 * MEASURED) / (performance.now() - began);
    return { rate, triangles: this.renderer?.triangles() ?? 0 };
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

  extent(): number {
    return this.bounds().radius;
  }

  orient(): void {
    const bounds = enclosing(this.contents.spheres());
    const orientation = facingBroadSide(this.contents.cloud());
    if (bounds) this.glide(lookAt({ ...this.camera, orientation }, bounds, this.aspect()));
  }

  async snapshot(options: SnapshotOptions): Promise<Blob> {
    if (!this.renderer) throw new Error("The scene is not on the screen.");
    const blob = await this.renderer.snapshot(this.camera, options);
    this.draw();
    return blob;
  }

  private depthAfter(notches: number): number {
    const { height } = this.size();
    const pivot = this.pivot();
    const camera = zoomBy(this.camera, pivot, notches, height);
    const ahead = forward(camera);
    return pivot.reduce((sum, x, n) => sum + (x - (camera.position[n] ?? 0)) * (ahead[n] ?? 0), 0);
  }

  /** Something came to the screen. A level that the user drags is no reason to move the camera. */
  private arrived(): void {
    this.follow();
    if (this.isUntouched && this.contents.showsProposals() && this.contents.spheres().length > 0) {
      this.camera = lookAt(START_CAMERA, this.bounds(), this.aspect());
    }
    this.lookAgain();
    this.draw();
  }

  /** Something that a look at everything had missed has come. */
  private lookAgain(): void {
    const { awaited } = this;
    if (!awaited) return;
    const missing = this.contents.undrawn();
    const specs = awaited.specs.filter((spec) => missing.includes(spec));
    if (specs.length === awaited.specs.length) return;
    awaited.look();
    this.awaited = { ...awaited, specs };
  }

  private follow(): void {
    this.contents.follow(this.bounds().radius);
    this.tellLegends();
    this.draw();
  }

  private tellLegends(): void {
    const legends = this.contents.legends();
    const { scores } = this.stores;
    if (JSON.stringify(legends) !== JSON.stringify(scores.getState().legends)) scores.setState({ legends });
  }

  /** Draws once before the next frame; a slow machine leaves out the shade until nothing has moved for a while. */
  private draw(): void {
    if (this.frame !== 0 || !this.renderer) return;
    this.renderer.tellRest(false);
    this.frame = requestAnimationFrame((time) => {
      this.frame = 0;
      const { renderer } = this;
      if (!renderer) return;
      const quick = renderer.pace.isSlow() && renderer.isCostly();
      renderer.draw({ camera: this.camera, quick });
      renderer.pace.note(time);
      clearTimeout(this.settling);
      this.settling = setTimeout(() => {
        renderer.pace.rest();
        if (this.renderer !== renderer) return;
        if (quick) renderer.draw({ camera: this.camera, quick: false });
        renderer.tellRest(this.frame === 0);
      }, SETTLED);
    });
  }

  private bounds(): Sphere {
    return enclosing(this.contents.spheres()) ?? NOTHING;
  }

  size(): { width: number; height: number } {
    return this.renderer?.mainSize() ?? { width: 1, height: 1 };
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

  private aspect(): number {
    return this.renderer?.aspect() ?? 1;
  }

  private moveCamera(camera: Camera): void {
    this.awaited = null;
    this.putCamera(camera);
  }

  private putCamera(camera: Camera): void {
    this.isUntouched = false;
    this.camera = camera;
    this.draw();
  }

  private glide(to: Camera): void {
    this.awaited = null;
    const isStill = !this.renderer || matchMedia("(prefers-reduced-motion: reduce)").matches;
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

  /** "#2/A:12@CA" of what was pointed at. */
  private specOf({ spec, what }: Extract<Found, { kind: "entry" }>): string {
    const entry = this.stores.scene.getState().entries.find((one) => entrySpec(one) === spec);
    const shape = entry && this.contents.models.shapeOf(entry);
    return shape && what ? `${spec}${partSpec(shape, what.residue, what.atom)}` : spec;
  }

  /** The residues of shown models that are seen inside a rectangle, as a spec; null for none. */
  private specInside(renderer: SceneRenderer, box: Box): string | null {
    const { area, eye } = renderer.areaAt(box.left, box.top);
    const specs = this.contents.models.shownShapes().flatMap(({ entry, shape }) => {
      const residues = residuesInside(shape, entry.motion, eye, area, box);
      const isWhole = residues.length === shape.labels.length && residues.length > 0;
      if (isWhole) return [entrySpec(entry)];
      return residues.length > 0 ? [`${entrySpec(entry)}${residuesSpec(shape, residues)}`] : [];
    });
    return specs.length > 0 ? specs.join("|") : null;
  }

  /** What a click means: a ball shows its placement; with Ctrl what is under it, or nothing, is selected. */
  private pick(found: Found | null, ctrl: boolean, shift: boolean): void {
    if (found?.kind === "ball") this.events.pickPlacement(found.ball.model, found.ball.placement);
    else if (ctrl) this.events.pick(found?.kind === "entry" ? this.specOf(found) : null, shift);
  }

  private askFor(found: Found | null, x: number, y: number): void {
    if (found?.kind !== "entry") return;
    const part = found.what ? this.specOf(found) : null;
    this.events.menu({ x, y, spec: found.spec, part, isMap: part === null });
  }

  /** ChimeraX's frontCenter: the centre of all while it fits the view, else the nearest point in the middle of the view. */
  private frontPivot(renderer: SceneRenderer, picker: Picker): Vec3 {
    const { width, height } = renderer.mainSize();
    return this.contents.pivot(this.camera, this.aspect(), () => {
      const found = picker.at(width / 2, height / 2);
      return found?.kind === "entry" ? depthOf(this.camera, found.xyz) : null;
    });
  }

  private mouseTarget(renderer: SceneRenderer): MouseTarget {
    const picker = new Picker(renderer, this.contents);
    return {
      camera: () => this.camera,
      moveCamera: (camera) => this.moveCamera(camera),
      pivot: () => this.pivot(),
      frontPivot: () => this.frontPivot(renderer, picker),
      size: () => renderer.size(),
      middleOf: ({ x, y }) => renderer.middleOf(x, y),
      click: (x, y, { ctrl, shift, double }) => {
        const cell = this.contents.cell(renderer.areaAt(x, y).area.cell);
        if (cell && !ctrl) this.events.pickPlacement(cell.model, cell.placement);
        else if (ctrl && double) this.askFor(picker.at(x, y), x, y);
        else this.pick(picker.at(x, y), ctrl, shift);
      },
      rest: (at) => {
        const found = at && picker.at(at.x, at.y);
        this.events.hover(found ? { ...found, ...at } : null);
      },
      levelWheel: (notches) => this.events.levelWheel(notches),
      tool: (at) => {
        const found = picker.at(at.x, at.y);
        return beginTool(this.stores.settings.getState().rightMouse, found, {
          camera: () => this.camera,
          moveCamera: (camera) => this.moveCamera(camera),
          pivot: this.pivot(),
          height: renderer.size().height,
          part: found?.kind === "entry" && found.what ? this.specOf(found) : null,
          handle: null,
          tell: (event) => this.events.tool(event),
        });
      },
      grab: (at) => {
        const held = renderer.handleAt(at.x, at.y);
        if (!held) return null;
        const { spec, handle } = held;
        const found = { kind: "entry", spec, text: "", xyz: handle.xyz, what: null } as const;
        return beginTool("crop", found, {
          camera: () => this.camera,
          moveCamera: (camera) => this.moveCamera(camera),
          height: renderer.size().height,
          pivot: handle.xyz,
          part: null,
          handle,
          tell: (event) => this.events.tool(event),
        });
      },
      showBox: (box) => renderer.showBox(box),
      pickBox: (box, toggle) => this.events.pick(this.specInside(renderer, box), toggle),
    };
  }
}
