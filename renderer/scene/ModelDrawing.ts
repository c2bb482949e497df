import {
  BufferAttribute,
  type BufferGeometry,
  Color,
  DoubleSide,
  Group,
  Mesh,
  MeshStandardMaterial,
} from "three";
import { applyRigid } from "#core/math/rigid.ts";
import type { Vec3 } from "#core/math/vec3.ts";
import type { AtomRanges } from "#core/structure/atom-ranges.ts";
import { placeObject, sphereOf } from "#renderer/scene/buffers.ts";
import type { Sphere } from "#renderer/scene/camera.ts";
import { Impostors } from "#renderer/scene/Impostors.ts";
import type { PickPart } from "#renderer/scene/id-pass.ts";
import { meshIdMaterial } from "#renderer/scene/id-pass.ts";
import { type ModelPaint, marked, paintModel, vertexColors } from "#renderer/scene/model-colors.ts";
import { cartoonIndex, partsOf } from "#renderer/scene/model-parts.ts";
import type { ShapeBuffers } from "#renderer/scene/ShapeBuffers.ts";
import { throwShadows } from "#renderer/scene/shadow-casters.ts";
import type { ModelEntry, ModelLook, PlacedEntry } from "#renderer/stores/scene.ts";
import type { AtomScores } from "#renderer/stores/scores.ts";
import type { ModelShape } from "#workers/protocol.ts";

const HIGHLIGHT = 0x1d4c44;
/** The radius that no atom drawn as a sphere is cut off with, Å. */
const LARGEST_ATOM = 2;

/** A model at one pose: its cartoon, its atoms and bonds. Colours and atoms are made again only when they change. */
export class ModelDrawing {
  readonly group = new Group();
  readonly shape: ModelShape;
  private readonly cartoon: Mesh<BufferGeometry, MeshStandardMaterial>;
  private readonly idMaterial = meshIdMaterial(true);
  private readonly bounds: Sphere;
  private atoms: Impostors[] = [];
  private look: ModelLook | null = null;
  private scores: AtomScores | null = null;
  private part: AtomRanges | null = null;
  private paint: ModelPaint | null = null;
  private readonly buffers: ShapeBuffers;

  constructor(buffers: ShapeBuffers) {
    this.buffers = buffers;
    this.shape = buffers.shape;
    const { centre, radius } = sphereOf(this.shape.atomXyz) ?? { centre: [0, 0, 0], radius: 0 };
    this.bounds = { centre, radius: radius + LARGEST_ATOM };
    this.cartoon = new Mesh(
      buffers.geometry(),
      new MeshStandardMaterial({ vertexColors: true, roughness: 0.42, side: DoubleSide }),
    );
    throwShadows(this.cartoon);
    this.group.add(this.cartoon);
  }

  /** `scores` are those of the entry when it is coloured by them. */
  update(entry: ModelEntry | PlacedEntry, selected: boolean | AtomRanges, scores: AtomScores | null): void {
    placeObject(this.group, entry.motion);
    this.group.visible = entry.shown;
    const part = typeof selected === "boolean" ? null : selected;
    if (this.look !== entry.look || this.scores !== scores || this.part !== part)
      this.apply(entry, scores, part);
    for (const { material } of this.lit())
      material.emissive = new Color(selected === true ? HIGHLIGHT : 0x000000);
  }

  /** The sphere around the atoms where the entry puts them. */
  sphere(entry: ModelEntry | PlacedEntry): Sphere {
    return { centre: applyRigid(entry.motion, this.bounds.centre), radius: this.bounds.radius };
  }

  /** The scale its colours stand for; null when they show no numbers. */
  legend(): ModelPaint["legend"] {
    return this.paint?.legend ?? null;
  }

  /** What can be pointed at. */
  pickParts(): PickPart[] {
    const residue = (part: number) => ({ residue: part, atom: null });
    const atom = (n: number) => ({ residue: this.shape.atomResidue[n] ?? 0, atom: n });
    return [
      { mesh: this.cartoon, material: this.idMaterial, what: residue },
      ...this.atoms.map((one) => ({
        mesh: one.mesh,
        material: one.idMaterial,
        what: (part: number) => atom(one.atomAt(part)),
      })),
    ];
  }

  /** What residues and atoms are called: "A/GLU 12", "A/GLU 12 CG". */
  labelOf(residue: number, atom: number | null): string {
    const { labels, atomNames, atomName } = this.shape;
    const name = atom === null ? "" : ` ${atomNames[atomName[atom] ?? 0] ?? ""}`;
    return `${labels[residue] ?? ""}${name}`;
  }

  /** A numbered value of the colour scale at an atom or, for null, over a residue; undefined when none is shown. */
  xyzOf(atom: number): Vec3 {
    const { atomXyz } = this.shape;
    return [atomXyz[3 * atom] ?? 0, atomXyz[3 * atom + 1] ?? 0, atomXyz[3 * atom + 2] ?? 0];
  }

  /** Colour of every atom of the shape, rgb 0…1: the same array until the look changes. */
  atomColors(): Float32Array | null {
    return this.paint?.atoms ?? null;
  }

  dispose(): void {
    this.dropAtoms();
    this.cartoon.geometry.dispose();
    this.cartoon.material.dispose();
    this.idMaterial.dispose();
    this.group.removeFromParent();
  }

  private apply(
    { look, number }: ModelEntry | PlacedEntry,
    scores: AtomScores | null,
    part: AtomRanges | null,
  ): void {
    const { shape, cartoon } = this;
    const isSame = this.scores === scores && this.part === part;
    if (!this.paint || !this.look || !isSame || isRepainted(this.look, look)) {
      const paint = paintModel(shape, look, { number, scores });
      this.paint = part ? marked(shape, paint, part) : paint;
      const linear = toLinear(vertexColors(shape, this.paint.residues));
      cartoon.geometry.setAttribute("color", new BufferAttribute(linear, 3));
      this.makeAtoms(look, this.paint);
    } else if (isRebuilt(this.look, look)) this.makeAtoms(look, this.paint);
    if (this.look?.parts !== look.parts) {
      const index = cartoonIndex(shape, look);
      cartoon.geometry.setIndex(index ? new BufferAttribute(index, 1) : this.buffers.index);
    }
    cartoon.visible = look.cartoon;
    this.part = part;
    this.look = look;
    this.scores = scores;
  }

  private makeAtoms(look: ModelLook, paint: ModelPaint): void {
    this.dropAtoms();
    const { balls, sticks } = partsOf(this.shape, look);
    const colors = toLinear(paint.atoms.slice());
    if (balls.radii.length > 0) this.atoms.push(Impostors.balls(this.shape, balls, colors));
    if (sticks.radii.length > 0) this.atoms.push(Impostors.sticks(this.shape, sticks, colors));
    for (const { mesh } of this.atoms) this.group.add(mesh);
  }

  private dropAtoms(): void {
    for (const one of this.atoms) one.dispose();
    this.atoms = [];
  }

  private lit(): { material: MeshStandardMaterial }[] {
    return [this.cartoon, ...this.atoms.map(({ mesh }) => mesh)];
  }
}

function isRepainted(a: ModelLook, b: ModelLook): boolean {
  return a.parts !== b.parts || a.color !== b.color || a.elements !== b.elements || a.range !== b.range;
}

function isRebuilt(a: ModelLook, b: ModelLook): boolean {
  return a.atoms !== b.atoms || a.ligands !== b.ligands || a.trace !== b.trace;
}

/** Colours of vertices are taken as they are by the shader, which works in linear light. */
function toLinear(colors: Float32Array): Float32Array {
  const color = new Color();
  for (let n = 0; n < colors.length; n += 3) {
    color.setRGB(colors[n] ?? 0, colors[n + 1] ?? 0, colors[n + 2] ?? 0, "srgb");
    color.toArray(colors, n);
  }
  return colors;
}
