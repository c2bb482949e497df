import type { Group, Scene } from "three";
import { applyRigid, type Rigid } from "#core/math/rigid.ts";
import type { Vec3 } from "#core/math/vec3.ts";
import type { AtomRanges } from "#core/structure/atom-ranges.ts";
import { placeObject, sparse, sphereOf } from "#renderer/scene/buffers.ts";
import type { Sphere } from "#renderer/scene/camera.ts";
import { drawnIn } from "#renderer/scene/drawn-atoms.ts";
import type { Pickable } from "#renderer/scene/id-pass.ts";
import { ModelDrawing } from "#renderer/scene/ModelDrawing.ts";
import { labelsOf } from "#renderer/scene/model-labels.ts";
import type { Label } from "#renderer/scene/Overlay.ts";
import { ShapeBuffers } from "#renderer/scene/ShapeBuffers.ts";
import {
  isMap,
  isPlaced,
  type ModelEntry,
  type PlacedEntry,
  type SceneEntry,
  specOf,
} from "#renderer/stores/scene.ts";
import type { AtomScores, Legend } from "#renderer/stores/scores.ts";
import type { SelectionState } from "#renderer/stores/selection.ts";
import type { ModelId, ModelShape, Placed } from "#workers/protocol.ts";

/** Around the outermost centres of atoms, Å. */
const ATOM_MARGIN = 2;

type Entry = ModelEntry | PlacedEntry;

/** The drawings of models and of their placed copies, by spec. */
export class Models {
  private readonly shapes = new Map<ModelId, ShapeBuffers>();
  private readonly drawings = new Map<string, ModelDrawing>();
  private readonly scene: Scene;
  private all: readonly Entry[] = [];
  private shown: readonly Entry[] = [];

  constructor(scene: Scene) {
    this.scene = scene;
  }

  setShape(model: ModelId, shape: ModelShape): void {
    this.shapes.set(model, new ShapeBuffers(shape));
  }

  keepOnly(ids: ReadonlySet<string>): void {
    for (const id of this.shapes.keys()) if (!ids.has(id)) this.shapes.delete(id);
  }

  follow(
    entries: readonly SceneEntry[],
    { picked, atoms }: Pick<SelectionState, "picked" | "atoms">,
    scores: Readonly<Record<string, AtomScores>>,
  ): void {
    const wanted = entries.filter((entry): entry is Entry => !isMap(entry));
    const specs = new Set(wanted.map(specOf));
    for (const [spec, drawing] of this.drawings) {
      if (specs.has(spec)) continue;
      drawing.dispose();
      this.drawings.delete(spec);
    }
    this.all = wanted;
    this.shown = wanted.filter((entry) => entry.shown && !coveredByCopy(entry, wanted));
    for (const entry of wanted) {
      const drawn = this.shown.includes(entry) ? entry : { ...entry, shown: false };
      this.drawingOf(entry)?.update(
        drawn,
        picked.includes(specOf(entry)) && (atoms[specOf(entry)] ?? true),
        scores[specOf(entry)] ?? null,
      );
    }
  }

  sphere(entry: Entry): Sphere | null {
    return this.drawings.get(specOf(entry))?.sphere(entry) ?? null;
  }

  /** The sphere around some atoms of a model, where it stands; null while it has no shape, or none of them is in it. */
  sphereOfAtoms(entry: Entry, ranges: AtomRanges): Sphere | null {
    const shape = this.shapeOf(entry);
    const xyz = shape
      ? drawnIn(shape, ranges).flatMap((atom) => [...shape.atomXyz.subarray(3 * atom, 3 * atom + 3)])
      : [];
    const around = sphereOf(Float32Array.from(xyz));
    return around && { centre: applyRigid(entry.motion, around.centre), radius: around.radius + ATOM_MARGIN };
  }

  pickables(): Pickable[] {
    return this.visible().flatMap(({ entry, drawing }) =>
      drawing
        .pickParts()
        .filter(({ mesh }) => mesh.visible)
        .map((part) => ({ ...part, entry })),
    );
  }

  /**
   * The colours of atoms as they are drawn: of the model or copy that stands there, else of any that shows it; null
   * while it has no shape. None of a closed model.
   */
  atomColors({ model, motion }: Placed): (Float32Array | null)[] {
    const same = this.all.filter((entry) => (isPlaced(entry) ? entry.model : entry.id) === model);
    const entry = same.find((one) => one.motion === motion) ?? same[0];
    return entry ? [this.drawings.get(specOf(entry))?.atomColors() ?? null] : [];
  }

  labelOf(entry: SceneEntry, { residue, atom }: { residue: number; atom: number | null }): string {
    return this.drawings.get(specOf(entry))?.labelOf(residue, atom) ?? "";
  }

  /** Where an atom of an entry stands, Å. */
  placeOf(entry: SceneEntry, atom: number | null): Vec3 | null {
    if (isMap(entry) || atom === null) return null;
    const xyz = this.drawings.get(specOf(entry))?.xyzOf(atom);
    return xyz ? applyRigid(entry.motion, xyz) : null;
  }

  /** What is drawn of each shown model, with its opacity. */
  groups(): { group: Group; opacity: number; centre: Vec3 }[] {
    return this.visible().map(({ entry, drawing }) => ({
      group: drawing.group,
      opacity: entry.look.opacity,
      centre: drawing.sphere(entry).centre,
    }));
  }

  /** Points of what is shown, where it stands: xyz triplets, Å. */
  cloud(): Float32Array {
    const parts = this.visible().map(({ entry, drawing }) => {
      const own = sparse(drawing.shape.atomXyz);
      const out = new Float32Array(own.length);
      for (let n = 0; n < own.length; n += 3) {
        out.set(applyRigid(entry.motion, [own[n] ?? 0, own[n + 1] ?? 0, own[n + 2] ?? 0]), n);
      }
      return out;
    });
    return Float32Array.from(parts.flatMap((part) => [...part]));
  }

  /** The shape of an entry; null while it is not there yet. */
  shapeOf(entry: SceneEntry): ModelShape | null {
    return this.drawings.get(specOf(entry))?.shape ?? null;
  }

  /** The models shown, with their shapes. */
  shownShapes(): { entry: ModelEntry | PlacedEntry; shape: ModelShape }[] {
    return this.visible().map(({ entry, drawing }) => ({ entry, shape: drawing.shape }));
  }

  labels(): Label[] {
    return this.visible().flatMap(({ entry, drawing }) => labelsOf(drawing.shape, entry));
  }

  legends(): Legend[] {
    return this.visible().flatMap(({ entry, drawing }) => {
      const legend = drawing.legend();
      return legend ? [{ spec: specOf(entry), ...legend }] : [];
    });
  }

  /**
   * Draws with a model at another pose, without its placed copies and without the other models of `rivals`, whose poses
   * have pictures of their own; everything is as before afterwards.
   */
  posed<T>(model: ModelId, motion: Rigid, rivals: ReadonlySet<ModelId>, draw: () => T): T {
    const own = this.shown.filter((entry) =>
      isPlaced(entry) ? entry.model === model : entry.id === model || rivals.has(entry.id),
    );
    const lead = this.lead(model);
    for (const entry of own) this.setVisible(entry, false);
    if (lead) {
      this.setVisible(lead, true);
      this.setMotion(lead, motion);
    }
    const before = this.shown;
    this.shown = [
      ...before.filter((entry) => !own.includes(entry)),
      ...(lead ? [{ ...lead, motion, shown: true }] : []),
    ];
    try {
      return draw();
    } finally {
      this.shown = before;
      if (lead) {
        this.setVisible(lead, false);
        this.setMotion(lead, lead.motion);
      }
      for (const entry of own) this.setVisible(entry, true);
    }
  }

  private lead(model: ModelId): ModelEntry | undefined {
    return this.all.find((entry): entry is ModelEntry => entry.kind === "model" && entry.id === model);
  }

  private visible(): { entry: Entry; drawing: ModelDrawing }[] {
    return this.shown.flatMap((entry) => {
      const drawing = this.drawings.get(specOf(entry));
      return drawing ? [{ entry, drawing }] : [];
    });
  }

  private setVisible(entry: Entry, visible: boolean): void {
    const drawing = this.drawings.get(specOf(entry));
    if (drawing) drawing.group.visible = visible;
  }

  private setMotion(entry: Entry, motion: Rigid): void {
    const drawing = this.drawings.get(specOf(entry));
    if (drawing) placeObject(drawing.group, motion);
  }

  private drawingOf(entry: Entry): ModelDrawing | null {
    const spec = specOf(entry);
    const buffers = this.shapes.get(isPlaced(entry) ? entry.model : entry.id);
    const known = this.drawings.get(spec);
    if (known && known.shape === buffers?.shape) return known;
    known?.dispose();
    this.drawings.delete(spec);
    if (!buffers) return null;
    const drawing = new ModelDrawing(buffers);
    this.drawings.set(spec, drawing);
    this.scene.add(drawing.group);
    return drawing;
  }
}

/** A model looked at where a copy of it was placed would fight with the copy for every pixel. */
function coveredByCopy(entry: Entry, all: readonly Entry[]): boolean {
  if (entry.kind === "placed") return false;
  return all.some(
    (other) =>
      other.kind === "placed" && other.model === entry.id && other.shown && other.motion === entry.motion,
  );
}
