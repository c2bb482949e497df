import type { CifBlock } from "#core/format/cif.ts";
import { compose, IDENTITY, type Matrix3, quaternionOf, type Rigid } from "#core/math/rigid.ts";
import type { Assembly, AssemblyPart } from "#core/structure/assembly.ts";

/** More copies than the largest capsids have are a mistake of the file. */
const MOST_COPIES = 10_000;

/**
 * The assemblies of an mmCIF file (pdbx_struct_assembly, its generators and operators). An expression such as
 * "(1-60)(X0,P)" stands for every product of one operator of each list. Operators that are no rigid motion, and
 * generators that name an unknown one, are left out.
 */
export function assembliesFromCif(block: CifBlock): Assembly[] {
  const operators = operatorsOf(block);
  const texts = (category: string, name: string) => block.column(category, name)?.texts() ?? [];
  const ids = texts("pdbx_struct_assembly_gen", "assembly_id");
  const expressions = texts("pdbx_struct_assembly_gen", "oper_expression");
  const chains = texts("pdbx_struct_assembly_gen", "asym_id_list");
  const details = new Map(
    texts("pdbx_struct_assembly", "id").map((id, n) => [
      id,
      texts("pdbx_struct_assembly", "details")[n] ?? "",
    ]),
  );
  const parts = new Map<string, AssemblyPart[]>();
  ids.forEach((id, n) => {
    const motions = motionsOf(expressions[n] ?? "", operators);
    const own = (chains[n] ?? "").split(",").map((chain) => chain.trim());
    if (motions.length === 0) return;
    parts.set(id, [...(parts.get(id) ?? []), { chains: own, names: "label", motions }]);
  });
  return [...parts].map(([id, own]) => ({ id, details: details.get(id) ?? "", parts: own }));
}

/**
 * The assemblies of the lines of REMARK 350 of a PDB file, without "REMARK 350" before them: "BIOMOLECULE: 1",
 * "APPLY THE FOLLOWING TO CHAINS: A, B", "  BIOMT1   1  1.000000  0.000000  0.000000        0.00000".
 */
export function assembliesFromRemarks(lines: readonly string[]): Assembly[] {
  const assemblies: { id: string; details: string; parts: { chains: string[]; rows: number[][] }[] }[] = [];
  for (const line of lines) {
    const title = /BIOMOLECULE:\s*(\d+)/.exec(line);
    if (title) assemblies.push({ id: title[1], details: "", parts: [] });
    const last = assemblies.at(-1);
    if (!last) continue;
    const chains = /(APPLY THE FOLLOWING TO|AND) CHAINS:(.*)/.exec(line);
    if (chains) {
      const own = chains[2].split(",").map((chain) => chain.trim());
      if (chains[1] === "AND") last.parts.at(-1)?.chains.push(...own);
      else last.parts.push({ chains: own, rows: [] });
    }
    const row = /BIOMT[123]\s+\d+\s+(\S+)\s+(\S+)\s+(\S+)\s+(\S+)/.exec(line);
    if (row) last.parts.at(-1)?.rows.push(row.slice(1, 5).map(Number));
  }
  return assemblies.flatMap(({ id, details, parts }) => {
    const own = parts.map(({ chains, rows }) => ({
      chains: chains.filter((chain) => chain !== ""),
      names: "author" as const,
      motions: motionsOfRows(rows),
    }));
    const whole = own.filter(({ motions }) => motions.length > 0);
    return whole.length > 0 ? [{ id, details, parts: whole }] : [];
  });
}

function motionsOfRows(rows: readonly number[][]): Rigid[] {
  const motions: Rigid[] = [];
  for (let n = 0; n + 2 < rows.length; n += 3) {
    const [a, b, c] = rows.slice(n, n + 3);
    const motion = rigidOf([...a.slice(0, 3), ...b.slice(0, 3), ...c.slice(0, 3)], [a[3], b[3], c[3]]);
    if (motion) motions.push(motion);
  }
  return motions;
}

function operatorsOf(block: CifBlock): ReadonlyMap<string, Rigid> {
  const ids = block.column("pdbx_struct_oper_list", "id")?.texts() ?? [];
  const column = (name: string) => block.column("pdbx_struct_oper_list", name)?.numbers(Number.NaN);
  const matrix = NINE.map(([i, j]) => column(`matrix[${i}][${j}]`));
  const vector = [1, 2, 3].map((i) => column(`vector[${i}]`));
  return new Map(
    ids.flatMap((id, n) => {
      const at = (values: Float64Array | undefined) => values?.[n] ?? Number.NaN;
      const motion = rigidOf(matrix.map(at), vector.map(at));
      return motion ? [[id, motion]] : [];
    }),
  );
}

const NINE = [1, 2, 3].flatMap((i) => [1, 2, 3].map((j) => [i, j]));

/** The motion of a matrix (row by row) and a shift, Å; null when the matrix is no rotation. */
function rigidOf(matrix: readonly number[], shift: readonly number[]): Rigid | null {
  const [a, b, c, d, e, f, g, h, i] = matrix;
  const determinant = a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g);
  const rows = [Math.hypot(a, b, c), Math.hypot(d, e, f), Math.hypot(g, h, i)];
  const isRotation = [determinant, ...rows].every((x) => Math.abs(x - 1) < 1e-3);
  if (!isRotation || !shift.every(Number.isFinite)) return null;
  return { rotation: quaternionOf(matrix as unknown as Matrix3), shift: [shift[0], shift[1], shift[2]] };
}

function motionsOf(expression: string, operators: ReadonlyMap<string, Rigid>): Rigid[] {
  const lists = expression.includes("(")
    ? [...expression.matchAll(/\(([^)]*)\)/g)].map((found) => found[1])
    : [expression];
  let motions: Rigid[] = [IDENTITY];
  for (const list of lists) {
    const factors = namesIn(list).map((name) => operators.get(name));
    if (factors.length === 0 || motions.length * factors.length > MOST_COPIES) return [];
    if (!factors.every((factor) => factor !== undefined)) return [];
    motions = motions.flatMap((motion) => factors.map((factor) => compose(motion, factor)));
  }
  return motions;
}

/** "1-3,P" as 1, 2, 3, P. */
function namesIn(list: string): string[] {
  return list.split(",").flatMap((item) => {
    const range = /^\s*(\d{1,6})-(\d{1,6})\s*$/.exec(item);
    if (!range) return item.trim() === "" ? [] : [item.trim()];
    const [low, high] = [Number(range[1]), Number(range[2])];
    return Array.from({ length: Math.max(0, Math.min(high - low + 1, MOST_COPIES)) }, (_, n) =>
      String(low + n),
    );
  });
}
