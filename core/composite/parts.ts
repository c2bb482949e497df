import { type ChainTrace, chainTrace, sameSequence } from "#core/composite/same-chain.ts";
import type { Parsed } from "#core/format/parsed.ts";
import { splitChains } from "#core/structure/chains.ts";
import {
  type Confidence,
  cutDomains,
  DISORDERED,
  findDomains,
  polymerOf,
} from "#core/structure/domains/split-domains.ts";
import { joinStructures } from "#core/structure/join.ts";
import { touchTest } from "#core/structure/most-touched.ts";
import { residuesOf } from "#core/structure/residues.ts";
import type { Structure } from "#core/structure/structure.ts";

/** A piece of the input that is placed as one rigid body. */
export interface Part {
  /** The input file it comes from. */
  readonly file: string;
  /** Ids of its chains as in the file, such as "A" or "A, B". */
  readonly chain: string;
  /** Residues of a domain, such as "1-160, 404-520"; left out when the part is no domain. */
  readonly residues?: string;
  /** Its atoms in the frame of the file; the name is unique among the parts of a run. */
  readonly structure: Structure;
}

/** A file whose chains are to be placed. */
export interface NamedStructure {
  readonly file: string;
  readonly structure: Structure;
}

/** Polymer residues below which a chain is too small to be searched for by itself. */
const LEAST_RESIDUES = 10;

/** The structure as one part. */
export function wholePart({ file, structure }: NamedStructure): Part {
  return { file, structure, chain: chainsOf(structure) };
}

/**
 * One part per chain, in the order of the file. Chains of ligands, water or fewer than 10 residues go along with the chain
 * they touch most, and a warning says so; a file without any longer chain stays whole.
 */
export function chainParts({ file, structure }: NamedStructure): Parsed<Part[]> {
  const chains = splitChains(structure);
  const bodies = chains.filter(isBody);
  if (bodies.length === 0 || chains.length === 1) {
    return { value: [wholePart({ file, structure })], warnings: [] };
  }
  const joined = new Map(bodies.map((body) => [body, [body]]));
  const homeOf = touchTest(bodies);
  const warnings: string[] = [];
  for (const small of chains) {
    if (joined.has(small)) continue;
    const home = bodies[homeOf(small.xyz)];
    joined.get(home)?.push(small);
    warnings.push(
      `Chain ${idOf(small)} of ${structure.name} is too small to be placed by itself; it moves with chain ${idOf(home)}.`,
    );
  }
  const value = [...joined].map(([body, pieces]): Part => {
    const all = pieces.length === 1 ? body : joinStructures(pieces, body.name, true);
    return { file, structure: all, chain: chainsOf(all) };
  });
  return { value, warnings };
}

/**
 * One part per domain of every chain (`findDomains`); chains of one domain stay whole. Residues of predicted models whose
 * place means nothing are left out, and a warning says so. `confidence`: what is known of a chain besides its coordinates.
 */
export function domainParts(
  named: NamedStructure,
  confidence: (chain: Structure) => Confidence = () => ({ isPlddt: false }),
): Parsed<Part[]> {
  const chains = chainParts(named);
  const warnings = [...chains.warnings];
  const known: KnownDomains[] = [];
  const value = chains.value.flatMap((part) => {
    const { domains, disordered } = cutDomains(part.structure, domainsOf(part.structure, known, confidence));
    if (disordered) {
      warnings.push(
        `Residues ${disordered} of ${part.structure.name} are left out: a pLDDT below ${DISORDERED} says that their place is not known.`,
      );
    }
    if (domains.length < 2 && !disordered) return [part];
    return domains.map(({ structure, residues }, n): Part => {
      const name = `${part.structure.name} domain ${n + 1}`;
      return { ...part, residues, structure: { ...structure, name } };
    });
  });
  return { value, warnings };
}

/** Gives parts that share a name names of their own. */
export function withOwnNames(parts: readonly Part[]): Part[] {
  const taken = new Set<string>();
  return parts.map((part) => {
    const stem = part.structure.name;
    let name = stem;
    for (let n = 2; taken.has(name); n++) name = `${stem} (${n})`;
    taken.add(name);
    return name === stem ? part : { ...part, structure: { ...part.structure, name } };
  });
}

/** The domains of a chain by residue, as they were found in it. */
interface KnownDomains {
  readonly trace: ChainTrace;
  readonly homes: ReadonlyMap<string, number>;
}

/** Chains of one sequence are cut at the same residues, whatever their conformation, so that their domains are copies. */
function domainsOf(
  chain: Structure,
  known: KnownDomains[],
  confidence: (chain: Structure) => Confidence,
): ArrayLike<number> {
  const keys = polymerOf(chain).map(
    ({ start }) => `${chain.residueNumber[start]}${chain.insertionCode[start]}`,
  );
  const trace = chainTrace(chain);
  const same = known.find((one) => sameSequence(one.trace, trace));
  if (!same) {
    const homes = findDomains(chain, confidence(chain));
    known.push({ trace, homes: new Map(keys.map((key, n) => [key, homes[n]])) });
    return homes;
  }
  let last = 0;
  return keys.map((key) => {
    last = same.homes.get(key) ?? last;
    return last;
  });
}

function isBody(chain: Structure): boolean {
  const polymer = residuesOf(chain).filter(({ kind }) => kind === "protein" || kind === "nucleic");
  return polymer.length >= LEAST_RESIDUES;
}

function chainsOf({ chainId }: Structure): string {
  return [...new Set(chainId)].join(", ");
}

function idOf({ chainId }: Structure): string {
  return chainId[0] || "(blank)";
}
