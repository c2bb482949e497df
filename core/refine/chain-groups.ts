import type { Structure } from "#core/structure/structure.ts";

/** The atoms of every chain, by the author's ids, in order of first appearance. */
export function chainGroups({ chainId }: Structure): Int32Array[] {
  const byChain = new Map<string, number[]>();
  chainId.forEach((id, n) => {
    const known = byChain.get(id);
    if (known) known.push(n);
    else byChain.set(id, [n]);
  });
  return [...byChain.values()].map((atoms) => Int32Array.from(atoms));
}
