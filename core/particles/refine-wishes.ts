import { AppError } from "#core/errors.ts";
import type { ParticleSet } from "#core/particles/particle-set.ts";
import { POSE_VIEWS } from "#core/particles/pose-search.ts";
import { REFINE_DEFAULTS, type RefineSettings } from "#core/particles/refine-state.ts";
import type { CtfUse } from "#core/particles/slices.ts";

/** What may be wished of a refinement, in the units people use; what is left out is chosen. */
export interface RefineWishes {
  readonly iterations: number;
  readonly symmetry: string;
  readonly ctf: CtfUse;
  readonly gaussians?: number;
  readonly method: RefineSettings["method"];
  readonly views?: number;
  /** Å. */
  readonly coarsest?: number;
  readonly startResolution?: number;
  readonly maxResolution?: number;
  readonly keep: number;
  readonly weighted?: boolean;
  /** Degrees, Å. */
  readonly priorTurn?: number;
  readonly priorShift?: number;
  readonly seed: number;
}

/** The settings of a run, and each with the reason it has, as the report shows them. */
export interface ChosenSettings {
  readonly settings: RefineSettings;
  readonly rows: readonly (readonly [string, string, string])[];
}

/** What a refinement does with these wishes. Throws `input` for particles without orientations. */
export function chooseSettings(wishes: RefineWishes, particles: ParticleSet, edge: number): ChosenSettings {
  if (!particles.angles) {
    throw new AppError(
      "input",
      "Refinement begins with orientations (_rlnAngleRot, Tilt, Psi), which this file lacks: find them with particles orient.",
    );
  }
  const { method, symmetry, ctf, keep, weighted = false, seed, iterations, coarsest } = wishes;
  const views = wishes.views ?? POSE_VIEWS[method];
  const firstRing =
    coarsest === undefined ? REFINE_DEFAULTS.firstRing : Math.max(1, Math.round(edge / coarsest));
  const { gaussians, startResolution, maxResolution, priorTurn, priorShift } = wishes;
  const settings: RefineSettings = {
    iterations,
    method,
    views,
    symmetry,
    use: ctf,
    firstRing,
    prior: {
      turn: priorTurn === undefined ? Number.POSITIVE_INFINITY : (priorTurn * Math.PI) / 180,
      shift: priorShift ?? Number.POSITIVE_INFINITY,
    },
    ...(gaussians !== undefined && { gaussians }),
    ...(startResolution !== undefined && { startResolution }),
    ...(maxResolution !== undefined && { maxResolution }),
    keep,
    weighted,
    seed,
  };
  return { settings, rows: settingRows(wishes, settings, edge) };
}

function settingRows(wishes: RefineWishes, settings: RefineSettings, edge: number): ChosenSettings["rows"] {
  const given = (value: unknown) => (value === undefined ? "default" : "given");
  const { method, views, gaussians, use, symmetry, keep, weighted } = settings;
  const kept = `${Math.round(100 * keep)} %${weighted ? ", weighted by score" : ""}`;
  return [
    ["Iterations", String(settings.iterations), "the FSC usually stands still after three"],
    ["Pose search", method, METHOD_WORDS[method]],
    ["Views per particle", String(views), given(wishes.views)],
    ["Coarsest detail", `${(edge / settings.firstRing).toFixed(1)} Å`, given(wishes.coarsest)],
    [
      "Gaussians",
      gaussians === undefined ? "by resolution" : String(gaussians),
      "left open, 0.75 × the resolution apart",
    ],
    ["CTF", use, "CTF² weighting; flipping phases alone loses about 0.2 Å"],
    ["Symmetry", symmetry, "C1 unless given"],
    ["Kept", kept, "all alike unless given"],
    [
      "Expected turn and shift",
      `${expected(wishes.priorTurn, "°")}, ${expected(wishes.priorShift, " Å")}`,
      "standard deviation per axis that holds poses near the input",
    ],
    ["Seed", String(settings.seed), "the same seed and input give the same result for any number of threads"],
  ];
}

const METHOD_WORDS: Readonly<Record<RefineSettings["method"], string>> = {
  newton: "second-order steps on the likelihood of each image",
  adam: "Adam on the mean ring correlation, as e2gmm",
};

function expected(value: number | undefined, unit: string): string {
  return value === undefined ? "free" : `${value}${unit}`;
}
