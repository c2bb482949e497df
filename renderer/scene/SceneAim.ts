import type { Vec3 } from "#core/math/vec3.ts";
import type { Contents } from "#renderer/scene/Contents.ts";
import { type Camera, depthOf } from "#renderer/scene/camera.ts";
import { type Box, residuesInside } from "#renderer/scene/inside.ts";
import type { MouseTarget } from "#renderer/scene/MouseControl.ts";
import { beginTool, type ToolEvent } from "#renderer/scene/mouse-tools.ts";
import { type Found, Picker } from "#renderer/scene/Picker.ts";
import type { SceneRenderer } from "#renderer/scene/SceneRenderer.ts";
import { partSpec, residuesSpec } from "#renderer/scene/shape-specs.ts";
import type { PickedPlace } from "#renderer/stores/hover.ts";
import { specOf as entrySpec } from "#renderer/stores/scene.ts";
import type { Stores } from "#renderer/stores/stores.ts";
import type { ModelId } from "#workers/protocol.ts";

/** What the scene reports; commands answer. */
export interface SceneEvents {
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

/** The camera that the mouse moves. */
export interface AimedCamera {
  readonly current: () => Camera;
  readonly move: (camera: Camera) => void;
  readonly pivot: () => Vec3;
}

/** What the mouse aims at in the scene, and what that means. */
export class SceneAim {
  private readonly picker: Picker;
  private readonly renderer: SceneRenderer;
  private readonly contents: Contents;
  private readonly stores: Stores;
  private readonly events: SceneEvents;
  private readonly camera: AimedCamera;

  constructor(
    renderer: SceneRenderer,
    {
      contents,
      stores,
      events,
      camera,
    }: {
      readonly contents: Contents;
      readonly stores: Stores;
      readonly events: SceneEvents;
      readonly camera: AimedCamera;
    },
  ) {
    this.renderer = renderer;
    this.picker = new Picker(renderer, contents);
    this.contents = contents;
    this.stores = stores;
    this.events = events;
    this.camera = camera;
  }

  /** What the mouse control asks and tells. */
  target(): MouseTarget {
    const { renderer, picker, camera } = this;
    return {
      camera: camera.current,
      moveCamera: camera.move,
      pivot: camera.pivot,
      frontPivot: () => this.frontPivot(),
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
          camera: camera.current,
          moveCamera: camera.move,
          pivot: camera.pivot(),
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
          camera: camera.current,
          moveCamera: camera.move,
          height: renderer.size().height,
          pivot: handle.xyz,
          part: null,
          handle,
          tell: (event) => this.events.tool(event),
        });
      },
      showBox: (box) => renderer.showBox(box),
      pickBox: (box, toggle) => this.events.pick(this.specInside(box), toggle),
    };
  }

  /** "#2/A:12@CA" of what was pointed at. */
  private specOf({ spec, what }: Extract<Found, { kind: "entry" }>): string {
    const entry = this.stores.scene.getState().entries.find((one) => entrySpec(one) === spec);
    const shape = entry && this.contents.models.shapeOf(entry);
    return shape && what ? `${spec}${partSpec(shape, what.residue, what.atom)}` : spec;
  }

  /** The residues of shown models that are seen inside a rectangle, as a spec; null for none. */
  private specInside(box: Box): string | null {
    const { area, eye } = this.renderer.areaAt(box.left, box.top);
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
  private frontPivot(): Vec3 {
    const { width, height } = this.renderer.mainSize();
    const { camera } = this;
    return this.contents.pivot(camera.current(), this.renderer.aspect(), () => {
      const found = this.picker.at(width / 2, height / 2);
      return found?.kind === "entry" ? depthOf(camera.current(), found.xyz) : null;
    });
  }
}
