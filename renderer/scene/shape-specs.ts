import type { ModelShape } from "#workers/protocol.ts";

interface Named {
  readonly chain: string;
  /** "12", "12A". */
  readonly number: string;
}

/** The spec, below its model, of a residue or of one of its atoms: "/A:12@CA". */
export function partSpec(shape: ModelShape, residue: number, atom: number | null): string {
  const { chain, number } = named(shape, residue);
  const name = atom === null ? "" : `@${shape.atomNames[shape.atomName[atom] ?? 0] ?? ""}`;
  return `${chain === "" ? "" : `/${chain}`}:${number}${name}`;
}

/** The spec, below their model, of residues: "/A:10-20,25/B:3". Numbers that follow each other become ranges. */
export function residuesSpec(shape: ModelShape, residues: readonly number[]): string {
  const chains = new Map<string, string[]>();
  for (const residue of [...residues].sort((a, b) => a - b)) {
    const { chain, number } = named(shape, residue);
    const numbers = chains.get(chain);
    if (numbers) numbers.push(number);
    else chains.set(chain, [number]);
  }
  return [...chains]
    .map(([chain, numbers]) => `${chain === "" ? "" : `/${chain}`}:${joined(numbers)}`)
    .join("");
}

function joined(numbers: readonly string[]): string {
  const runs: string[][] = [];
  for (const number of numbers) {
    const run = runs.at(-1);
    const isNext = run && /^-?\d+$/.test(number) && Number(number) === Number(run.at(-1)) + 1;
    if (isNext) run.push(number);
    else runs.push([number]);
  }
  return runs.map((run) => (run.length > 1 ? `${run[0]}-${run.at(-1)}` : run[0])).join(",");
}

/** Labels read "A/GLU 12". */
function named({ labels }: ModelShape, residue: number): Named {
  const [, chain = "", number = ""] = /^(.*)\/\S* (\S+)$/.exec(labels[residue] ?? "") ?? [];
  return { chain, number };
}
