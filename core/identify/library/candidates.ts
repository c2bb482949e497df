import type { StructureFile } from "#core/format/structure-contents.ts";
import type { Fingerprint } from "#core/identify/library/fingerprint.ts";
import { fingerprint } from "#core/identify/library/fingerprint.ts";
import { polymerSize } from "#core/identify/library/polymer.ts";
import { massText } from "#core/identify/region/size-range.ts";
import { splitChains } from "#core/structure/chains.ts";
import { cutDomains, findDomains } from "#core/structure/domains/split-domains.ts";
import { hasPlddt, trimPlddt } from "#core/structure/plddt.ts";
import type { Structure } from "#core/structure/structure.ts";

/** What becomes of the files of a library before anything is fitted. */
export interface CandidateChoice {
  /** Leave out residues of predicted models below this pLDDT; null keeps all. */
  readonly leastPlddt: number | null;
  /** What of a model is a candidate of its own: the whole, each chain, or each rigid domain of every chain. */
  readonly split: "none" | "chains" | "domains";
  /** kDa, ends included. */
  readonly least: number;
  readonly most: number;
}

/** A structure to be tried in a region. */
export interface Candidate {
  readonly name: string;
  readonly structure: Structure;
  readonly residues: number;
  /** kDa. */
  readonly mass: number;
  /** Residues of a domain by number, such as "2-137, 409-526"; null for a whole chain or model. */
  readonly range: string | null;
  /** Residues that were left out of its chain because of their pLDDT. */
  readonly trimmed: number;
  readonly print: Fingerprint;
}

/** What is not tried, and why. */
export interface Skipped {
  readonly name: string;
  readonly reason: string;
}

/** The candidates in a file's structures, in file order, and what of it is left out with the reason. */
export function candidatesOf(
  file: Pick<StructureFile, "structures" | "entry" | "title">,
  choice: CandidateChoice,
): { candidates: Candidate[]; skipped: Skipped[] } {
  const candidates: Candidate[] = [];
  const skipped: Skipped[] = [];
  for (const whole of file.structures) {
    const least =
      choice.leastPlddt !== null && hasPlddt(whole, { ...file, name: whole.name }) ? choice.leastPlddt : null;
    for (const { structure, range, trimmed } of partsOf(whole, choice.split, least)) {
      const size = polymerSize(structure);
      const reason = whyNot(size.residues, size.mass, trimmed, choice);
      if (reason !== undefined) skipped.push({ name: structure.name, reason });
      else {
        const print = fingerprint(structure);
        candidates.push({ name: structure.name, structure, ...size, range, trimmed, print });
      }
    }
  }
  return { candidates, skipped };
}

type Part = Pick<Candidate, "structure" | "range" | "trimmed">;

/** What of a model is tried on its own, without the residues below a pLDDT (null: all stay). */
function partsOf(whole: Structure, split: CandidateChoice["split"], leastPlddt: number | null): Part[] {
  const chains = split === "none" ? [whole] : splitChains(whole);
  const trimmed = chains.map((chain): Part => {
    const { structure, residues } =
      leastPlddt === null ? { structure: chain, residues: 0 } : trimPlddt(chain, leastPlddt);
    return { structure, range: null, trimmed: residues };
  });
  return split === "domains" ? trimmed.flatMap(domainsOf) : trimmed;
}

/** The rigid domains of a chain; a chain that holds together stays as it is. */
function domainsOf(chain: Part): Part[] {
  const { structure } = chain;
  const { domains } = cutDomains(structure, findDomains(structure));
  if (domains.length < 2) return [chain];
  return domains.map(({ structure: domain, residues }, n) => ({
    structure: { ...domain, name: `${structure.name} domain ${n + 1}` },
    range: residues,
    trimmed: chain.trimmed,
  }));
}

function whyNot(
  residues: number,
  mass: number,
  trimmed: number,
  { least, most, leastPlddt }: CandidateChoice,
): string | undefined {
  const rest = trimmed > 0 ? ` after ${trimmed} residues of pLDDT below ${leastPlddt} went` : "";
  const size = `${residues} residues, ${massText(mass)} kDa${rest}`;
  if (residues === 0) return `no protein or nucleic acid${rest}`;
  if (mass < least) return `too small: ${size}, the region calls for ${massText(least)} kDa or more`;
  if (mass > most) return `too large: ${size}, the region holds at most ${massText(most)} kDa`;
  return undefined;
}
