import type {
  ChainPart,
  ModelPart,
  NamePattern,
  NameRange,
  NumberRange,
  ResidueNumber,
  ResiduePart,
  ResidueRange,
  Spec,
} from "#core/command/spec/spec.ts";
import { unreachable } from "#core/errors.ts";

/** The spec as one writes it, with no more parentheses than it needs. */
export function printSpec(spec: Spec): string {
  switch (spec.kind) {
    case "word":
      return spec.word;
    case "path":
      return spec.models.map(modelText).join("");
    case "not":
      return `~${inner(spec.of, ["and", "or"])}`;
    case "and":
      return spec.of.map((one) => inner(one, ["or", "and"])).join(" & ");
    case "or":
      return spec.of.map((one) => inner(one, ["or"])).join(" | ");
    case "zone":
      return `${inner(spec.of, ["and", "or", "not"])} ${spec.level}${spec.beyond ? ">" : "<"}${spec.distance}`;
    default:
      throw unreachable(spec);
  }
}

function inner(spec: Spec, wrapped: readonly Spec["kind"][]): string {
  return wrapped.includes(spec.kind) ? `(${printSpec(spec)})` : printSpec(spec);
}

function modelText({ numbers, chains }: ModelPart): string {
  const depths = numbers.map((ranges) => ranges.map(numberText).join(",")).join(".");
  return `${numbers.length > 0 ? `#${depths}` : ""}${chains.map(chainText).join("")}`;
}

function chainText({ ids, residues }: ChainPart): string {
  return `${ids.length > 0 ? `/${ids.map(nameText).join(",")}` : ""}${residues.map(residueText).join("")}`;
}

function residueText({ ids, atoms }: ResiduePart): string {
  const residues = ids.map((id) => ("name" in id ? id.name : residueRangeText(id))).join(",");
  const names = atoms.map(({ name }: NamePattern) => name).join(",");
  return `${residues && `:${residues}`}${names && `@${names}`}`;
}

function nameText({ name, to }: NameRange): string {
  return to === null ? name : `${name}-${to}`;
}

function numberText({ from, to }: NumberRange): string {
  if (from === null && to === null) return "*";
  if (from === to) return String(from);
  return `${from ?? "start"}-${to ?? "end"}`;
}

function residueRangeText({ from, to }: ResidueRange): string {
  if (from === null && to === null) return "*";
  if (from && to && from.number === to.number && from.insertion === to.insertion) return numbered(from);
  return `${from ? numbered(from) : "start"}-${to ? numbered(to) : "end"}`;
}

function numbered({ number, insertion }: ResidueNumber): string {
  return `${number}${insertion}`;
}
