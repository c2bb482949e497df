import { FOCUS_LEVEL } from "#core/gmm/focus.ts";
import { REFINE_DEFAULTS } from "#core/particles/refine-state.ts";
import type { RunSettings } from "#workers/particles/run/run-settings.ts";

/** Settings that need not be said. */
const USUAL: Partial<RunSettings> = {
  ctf: REFINE_DEFAULTS.use,
  method: REFINE_DEFAULTS.method,
  keep: REFINE_DEFAULTS.keep,
  focusForm: "variance",
  focusLevel: FOCUS_LEVEL,
};

/** The command line that repeats a run beside its STAR file. Masks are the folder's own copies. */
export function runCommand(star: string, folder: string, iterations: number, settings: RunSettings): string {
  const { symmetry, seed, mask, focus, ...rest } = settings;
  const words = [
    `mapwright particles refine ${JSON.stringify(star)} --out ${JSON.stringify(folder)}`,
    `--iterations ${iterations} --symmetry ${symmetry} --seed ${seed}`,
  ];
  if (mask !== undefined) words.push(`--mask ${JSON.stringify(`${folder}/mask.mrc`)}`);
  if (focus !== undefined) words.push(`--focus ${JSON.stringify(`${folder}/focus.mrc`)}`);
  for (const [key, value] of Object.entries(rest)) {
    if (value === undefined || value === false || value === USUAL[key as keyof RunSettings]) continue;
    const flag = `--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
    words.push(value === true ? flag : `${flag} ${value}`);
  }
  return words.join(" ");
}
