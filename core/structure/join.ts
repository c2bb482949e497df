import type { Structure } from "#core/structure/structure.ts";

/** The letters of chain ids in the order they are given out: those of the PDB format first. */
const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/**
 * All atoms of several structures as one, in their order. A chain id that an earlier structure has already becomes the
 * first free one ("A", …, "9", then "AA", "AB", …), unless `retainIds`: then ids stay as they are.
 */
export function joinStructures(parts: readonly Structure[], name: string, retainIds = false): Structure {
  const atomCount = parts.reduce((sum, part) => sum + part.atomCount, 0);
  const chainIds = renamed(
    parts.map((part) => part.chainId),
    retainIds,
  );
  const labelIds = renamed(
    parts.map((part) => part.labelChainId),
    retainIds,
  );
  const numbers = <T extends Float64Array | Float32Array | Int32Array | Int8Array | Uint8Array>(
    out: T,
    from: (part: Structure) => T,
  ): T => {
    let at = 0;
    for (const part of parts) {
      out.set(from(part), at);
      at += from(part).length;
    }
    return out;
  };
  return {
    name,
    atomCount,
    xyz: numbers(new Float64Array(3 * atomCount), (part) => part.xyz),
    element: parts.flatMap((part) => part.element),
    atomName: parts.flatMap((part) => part.atomName),
    residueName: parts.flatMap((part) => part.residueName),
    chainId: chainIds.flat(),
    residueNumber: numbers(new Int32Array(atomCount), (part) => part.residueNumber),
    insertionCode: parts.flatMap((part) => part.insertionCode),
    altLoc: parts.flatMap((part) => part.altLoc),
    occupancy: numbers(new Float32Array(atomCount), (part) => part.occupancy),
    bFactor: numbers(new Float32Array(atomCount), (part) => part.bFactor),
    isHetero: numbers(new Uint8Array(atomCount), (part) => part.isHetero),
    labelChainId: labelIds.flat(),
    entityId: parts.flatMap((part) => part.entityId),
    serial: Int32Array.from({ length: atomCount }, (_, n) => n + 1),
    ...(parts.some(({ charge }) => charge) && {
      charge: numbers(new Int8Array(atomCount), (part) => part.charge ?? new Int8Array(part.atomCount)),
    }),
    ...(parts.some(({ anisotropicU }) => anisotropicU) && {
      anisotropicU: numbers(
        new Float32Array(6 * atomCount),
        (part) => part.anisotropicU ?? new Float32Array(6 * part.atomCount),
      ),
    }),
  };
}

function renamed(parts: readonly (readonly string[])[], retainIds: boolean): (readonly string[])[] {
  if (retainIds) return [...parts];
  const wanted = new Set(parts.flatMap((ids) => [...new Set(ids)]));
  const taken = new Set<string>();
  const free = freeIds(wanted, taken);
  return parts.map((ids) => {
    const own = new Map<string, string>();
    for (const id of new Set(ids)) {
      const next = id !== "" && taken.has(id) ? free.next().value : id;
      own.set(id, next ?? id);
    }
    for (const id of own.values()) taken.add(id);
    return ids.map((id) => own.get(id) ?? id);
  });
}

/** Ids that no chain has: neither in a file nor given out. */
function* freeIds(wanted: ReadonlySet<string>, taken: ReadonlySet<string>): Generator<string> {
  const isFree = (id: string) => !wanted.has(id) && !taken.has(id);
  for (const letter of LETTERS) if (isFree(letter)) yield letter;
  for (const first of LETTERS) for (const second of LETTERS) if (isFree(first + second)) yield first + second;
  for (let n = 1; ; n++) if (isFree(`x${n}`)) yield `x${n}`;
}
