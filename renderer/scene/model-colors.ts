import type { AtomRanges } from "#core/structure/atom-ranges.ts";
import { chainColor, elementColor, type Rgb, rainbow, rgbOf, scaleNamed } from "#renderer/scene/colors.ts";
import { drawnIn } from "#renderer/scene/drawn-atoms.ts";
import { scaleOf } from "#renderer/scene/scale.ts";
import type { ModelColor, ModelLook } from "#renderer/stores/scene.ts";
import type { AtomScores, Legend } from "#renderer/stores/scores.ts";
import type { ModelShape } from "#workers/protocol.ts";

/** Colours of a model, rgb triplets 0…1 in sRGB, and the scale they stand for when they show numbers. */
export interface ModelPaint {
  readonly residues: Float32Array;
  readonly atoms: Float32Array;
  readonly legend: Pick<Legend, "title" | "unit" | "low" | "high" | "palette"> | null;
}

/** What colours depend on besides the shape and the look. */
export interface PaintContext {
  /** The number after #. */
  readonly number: number;
  /** Densities at the atoms; null while they are not known. */
  readonly scores: AtomScores | null;
}

const GREY: Rgb = [0.55, 0.58, 0.62];
const SECONDARY: readonly Rgb[] = [rgbOf("#a3b1c2"), rgbOf("#e57b70"), rgbOf("#e3c15a")];
const NUCLEIC: Rgb = rgbOf("#8ea6ea");
const MARK: Rgb = rgbOf("#5dff7e"); // ChimeraX marks what is selected in green
const CARBON: Rgb = rgbOf("#a8b0b8");
/** What shows numbers that are found out elsewhere. */
const SCORED: ReadonlySet<ModelColor> = new Set(["bydensity", "byq", "bycc", "byresolution"]);

/** The colours of a model as its look says: carbon takes its residue's colour, other elements their own unless numbers are shown. */
export function paintModel(shape: ModelShape, look: ModelLook, context: PaintContext): ModelPaint {
  if (look.color === "byb") return paintNumbers(shape, shape.atomB, { title: "B factor", unit: "Å²" }, look);
  if (look.color === "byoccupancy") {
    const title = shape.atomRadius ? "amplitude" : "occupancy";
    return paintNumbers(shape, shape.atomOccupancy, { title, unit: "" }, look);
  }
  if (SCORED.has(look.color)) {
    const { scores } = context;
    return scores ? paintNumbers(shape, scores.values, scores, look) : paintPlain(shape, look, () => GREY);
  }
  const paint = paintPlain(shape, look, residuePainter(shape, look, context.number));
  if (look.cartoonColor === undefined) return paint;
  const { residues } = paintPlain(
    shape,
    look,
    residuePainter(shape, { ...look, color: look.cartoonColor }, context.number),
  );
  return { ...paint, residues };
}

/** Colour of every vertex of the cartoon: that of its residue. */
export function vertexColors(shape: ModelShape, residues: Float32Array): Float32Array {
  return spread(shape.residue, residues);
}

/** Mean of its atoms' numbers for every residue. */
function residueMeans(shape: ModelShape, values: ArrayLike<number>): Float32Array {
  const sums = new Float64Array(shape.labels.length);
  const counts = new Uint32Array(shape.labels.length);
  shape.atomResidue.forEach((residue, atom) => {
    sums[residue] = (sums[residue] ?? 0) + (values[atom] ?? 0);
    counts[residue] = (counts[residue] ?? 0) + 1;
  });
  return Float32Array.from(sums, (sum, n) => sum / Math.max(1, counts[n] ?? 1));
}

function paintNumbers(
  shape: ModelShape,
  values: Float32Array,
  { title, unit }: Pick<Legend, "title" | "unit">,
  { range, palette }: ModelLook,
): ModelPaint {
  const means = residueMeans(shape, values);
  const [low, high] = range ?? scaleOf(means);
  const color = scaleNamed(palette);
  const shade = (value: number) => color((value - low) / (high - low || 1));
  return {
    residues: triplets(means.length, (n) => shade(means[n] ?? low)),
    atoms: triplets(values.length, (n) => shade(values[n] ?? low)),
    legend: { title, unit, low, high, palette },
  };
}

function paintPlain(shape: ModelShape, look: ModelLook, paint: (residue: number) => Rgb): ModelPaint {
  const residues = triplets(shape.labels.length, paint);
  const atoms = spread(shape.atomResidue, residues);
  shape.atomNumber.forEach((number, n) => {
    const own = elementColor(number);
    if (own !== undefined && (look.elements || look.color === "byelement")) atoms.set(rgbOf(own), 3 * n);
  });
  for (const { ranges, color } of look.parts)
    if (color) paintPart(shape, look, { residues, atoms }, ranges, color);
  return { residues, atoms, legend: null };
}

/** Colours atoms of a part as the whole is: all of them, or those without a colour of their element; and their residues. */
function paintPart(
  shape: ModelShape,
  { elements }: ModelLook,
  { residues, atoms }: Pick<ModelPaint, "residues" | "atoms">,
  ranges: AtomRanges,
  color: string,
): void {
  const own = rgbOf(color);
  for (const atom of drawnIn(shape, ranges)) {
    if (!elements || elementColor(shape.atomNumber[atom] ?? 6) === undefined) atoms.set(own, 3 * atom);
    residues.set(own, 3 * (shape.atomResidue[atom] ?? 0));
  }
}

/** The colours with those of a part brightened towards the mark of what is selected. */
export function marked(shape: ModelShape, paint: ModelPaint, ranges: AtomRanges): ModelPaint {
  const [residues, atoms] = [paint.residues.slice(), paint.atoms.slice()];
  const seen = new Set<number>();
  for (const atom of drawnIn(shape, ranges)) {
    mark(atoms, atom);
    const residue = shape.atomResidue[atom] ?? 0;
    if (!seen.has(residue)) mark(residues, residue);
    seen.add(residue);
  }
  return { ...paint, residues, atoms };
}

function mark(colors: Float32Array, n: number): void {
  for (let k = 0; k < 3; k++) colors[3 * n + k] = 0.35 * (colors[3 * n + k] ?? 0) + 0.65 * (MARK[k] ?? 0);
}

function residuePainter(shape: ModelShape, look: ModelLook, number: number): (residue: number) => Rgb {
  switch (look.color) {
    case "bychain": {
      const colors = shape.chains.map((_, n) => rgbOf(chainColor(n)));
      return (n) => colors[shape.chainOfResidue[n] ?? 0] ?? GREY;
    }
    case "bymodel": {
      const own = rgbOf(chainColor(number - 1));
      return () => own;
    }
    case "byelement":
      return () => CARBON;
    case "bysecondary":
      return (n) =>
        shape.kindOfResidue[n] === 2 ? NUCLEIC : (SECONDARY[shape.secondaryOfResidue[n] ?? 0] ?? GREY);
    case "byresidue":
      return alongChains(shape);
    default: {
      const one = rgbOf(look.color);
      return () => one;
    }
  }
}

/** From one end of each chain's polymer to the other along the rainbow. */
function alongChains({ chainOfResidue, kindOfResidue, chains }: ModelShape): (residue: number) => Rgb {
  const place = new Uint32Array(chainOfResidue.length);
  const sizes = chains.map(() => 0);
  chainOfResidue.forEach((chain, n) => {
    if (kindOfResidue[n] === 0) return;
    place[n] = sizes[chain] ?? 0;
    sizes[chain] = (sizes[chain] ?? 0) + 1;
  });
  return (n) => {
    const size = sizes[chainOfResidue[n] ?? 0] ?? 0;
    return kindOfResidue[n] === 0 ? GREY : rainbow((place[n] ?? 0) / Math.max(1, size - 1));
  };
}

function triplets(count: number, paint: (n: number) => Rgb): Float32Array {
  const out = new Float32Array(3 * count);
  for (let n = 0; n < count; n++) out.set(paint(n), 3 * n);
  return out;
}

function spread(residueOf: Uint32Array, residues: Float32Array): Float32Array {
  const out = new Float32Array(3 * residueOf.length);
  residueOf.forEach((residue, n) => {
    out[3 * n] = residues[3 * residue] ?? 0.5;
    out[3 * n + 1] = residues[3 * residue + 1] ?? 0.5;
    out[3 * n + 2] = residues[3 * residue + 2] ?? 0.5;
  });
  return out;
}
