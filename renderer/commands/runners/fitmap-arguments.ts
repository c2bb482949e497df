import { type Arguments, argumentError, booleanOf, numberOf } from "#core/command/arguments.ts";

/** A number above 0, undefined when not given. Throws `input`, pointing at it, for any other. */
export function positive(args: Arguments, name: string): number | undefined {
  const value = numberOf(args, name);
  if (value === undefined || value > 0) return value;
  throw argumentError(args, name, `${name} must be larger than 0.`);
}

const LOCAL_WORDS = [
  "metric",
  "sequence",
  "symmetric",
  "subtractMaps",
  "zeros",
  "shift",
  "rotate",
  "envelope",
  "maxSteps",
  "gridStepMax",
  "gridStepMin",
];
const SEARCH_WORDS = [
  "level",
  "atoms",
  "symmetry",
  "seed",
  "eachChain",
  "radius",
  "clusterAngle",
  "clusterShift",
  "levelInside",
  "listFits",
  "logFits",
  "asymmetricUnit",
  "placement",
  "method",
  "score",
];

/** Throws `input`, pointing at the word, for a wish that this kind of fit cannot grant. */
export function refuse(args: Arguments): void {
  const isSearch = args.values.has("search");
  const isTogether = booleanOf(args, "symmetric") === true;
  const foreign = isSearch
    ? LOCAL_WORDS
    : SEARCH_WORDS.filter((word) => !(isTogether && word === "symmetry"));
  const word = foreign.find((name) => args.values.has(name));
  if (word === undefined) return;
  throw argumentError(
    args,
    word,
    isSearch
      ? `${word} is for a fit from where the model is; leave out search, or ${word}.`
      : `${word} belongs to a search; add search auto, or leave ${word} out.`,
  );
}
