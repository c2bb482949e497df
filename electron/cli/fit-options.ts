import { type Command, Option } from "commander";
import { FIT_DEFAULTS, LIMITS } from "#core/fit/params.ts";
import {
  MOST_SEED,
  MOST_THREADS,
  number,
  path,
  positive,
  RESOLUTION_MOST,
  sphere,
  symmetry,
  type WordParser,
  whole,
} from "#electron/cli/arguments.ts";

const MOST_STARTS = 10_000_000;
const MOST_ROWS = 1000;
const MOST_VOXELS = 1e9;

/** Adds the options of `fit`; what has no default is chosen from the data. */
export function addFitOptions(fit: Command): void {
  addTargetOptions(fit);
  addSearchOptions(fit);
  addResultOptions(fit);
}

function addTargetOptions(fit: Command): void {
  fit.optionsGroup("What is fitted:");
  add(fit, "--level <L>", "contour level, map units (default: 1 % of the voxels lie above)", number);
  const stated = "of the map, Å (default: stated by a model, else 3 × the voxel size)";
  add(fit, "--resolution <D>", stated, positive(RESOLUTION_MOST));
  const islands = "ignore smaller regions above the level, voxels";
  add(fit, "--min-island <N>", islands, whole(0, MOST_VOXELS), FIT_DEFAULTS.minIsland);
  choose(fit, "--atoms <KIND>", "atoms that are fitted", ["all", "backbone", "ca"], FIT_DEFAULTS.atoms);
  fit.addOption(new Option("--split <WHAT>", "fit the parts of each model on their own").choices(["chains"]));
}

function addSearchOptions(fit: Command): void {
  fit.optionsGroup("Search:");
  const budget = `number of starts (default: until confirmed, at most ${LIMITS.adaptiveStarts})`;
  add(fit, "--starts <N>", budget, whole(1, MOST_STARTS));
  add(fit, "--seed <S>", "random seed", whole(0, MOST_SEED), FIT_DEFAULTS.seed);
  add(fit, "--around <x,y,z,r>", "search only within r Å of a point", sphere);
  add(fit, "--symmetry <G>", "point group of the map about its centre: C4, D7, T, O, I", symmetry);
  const optimizers = ["fast", "difffit"];
  choose(fit, "--optimizer <O>", "fast, or as in the DiffFit paper", optimizers, FIT_DEFAULTS.optimizer);
  const scores = "model map of the scores: vrm from electron scattering, molmap as ChimeraX measures";
  choose(fit, "--score <S>", scores, ["vrm", "molmap"], FIT_DEFAULTS.score);
  const outside = "difffit only: value outside the level";
  add(fit, "--negative-space <V>", outside, number, FIT_DEFAULTS.negativeSpace);
  const smoothed = "difffit only: number of smoothed maps";
  add(fit, "--smooth-levels <N>", smoothed, whole(0, 20), FIT_DEFAULTS.smoothLevels);
  choose(fit, "--kernel <K>", "what computes", ["auto", "reference", "cpu", "gpu"], "auto");
  add(fit, "--threads <N>", "worker threads (default: one per processor)", whole(1, MOST_THREADS));
}

function addResultOptions(fit: Command): void {
  fit.optionsGroup("Results:");
  const kept = "placements kept, shown and saved per model (default: what the verdict calls for)";
  add(fit, "--top <K>", kept, whole(1, MOST_ROWS));
  const near = "placements closer than this are one, Å";
  add(fit, "--cluster-shift <S>", near, positive(), FIT_DEFAULTS.clusterShift);
  const turned = "and turned by less than this, degrees";
  add(fit, "--cluster-angle <A>", turned, positive(180), FIT_DEFAULTS.clusterAngle);
  add(fit, "--save-dir <DIR>", "write placed models and results.json there", path);
  choose(fit, "--save-format <F>", "of the placed models", ["cif", "pdb"], "cif");
  add(fit, "--report <FILE>", "write a report in one HTML file: verdicts, tables, plots, settings", path);
  add(fit, "--json <FILE>", "write the results as JSON; - prints them instead of tables", path);
}

function add<T>(fit: Command, flags: string, text: string, parse: WordParser<T>, usual?: T): void {
  const option = new Option(flags, text).argParser(parse);
  fit.addOption(usual === undefined ? option : option.default(usual));
}

function choose(fit: Command, flags: string, text: string, words: readonly string[], usual: string): void {
  fit.addOption(new Option(flags, text).choices(words).default(usual));
}
