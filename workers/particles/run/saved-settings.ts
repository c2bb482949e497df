import { z } from "zod";
import { AppError } from "#core/errors.ts";
import { MOST_PATCHES, type RunSettings } from "#workers/particles/run/run-settings.ts";

const positive = z.number().positive();
const group = z.string().min(1).max(20);
const digest = z.string().regex(/^[0-9a-f]{64}$/);

const schema: z.ZodType<RunSettings> = z.strictObject({
  symmetry: group,
  ctf: z.enum(["weight", "flip"]),
  gaussians: z.int().positive().exactOptional(),
  method: z.enum(["newton", "adam"]),
  views: z.int().positive().exactOptional(),
  coarsest: positive.exactOptional(),
  startResolution: positive.exactOptional(),
  maxResolution: positive.exactOptional(),
  keep: positive.max(1),
  weighted: z.boolean().exactOptional(),
  priorTurn: positive.exactOptional(),
  priorShift: positive.exactOptional(),
  seed: z.int().nonnegative(),
  mask: digest.exactOptional(),
  focus: digest.exactOptional(),
  focusForm: z.enum(["variance", "sigma", "amplitude"]),
  focusLevel: positive.max(1),
  patches: z.int().min(1).max(MOST_PATCHES).exactOptional(),
  expandSymmetry: group.exactOptional(),
  breakSymmetry: z.boolean().exactOptional(),
});

/** The settings of a run as its checkpoint holds them. Throws `input` for those of another version. */
export function savedSettings(settings: unknown, folder: string): RunSettings {
  const checked = schema.safeParse(settings);
  if (checked.success) return checked.data;
  const [issue] = checked.error.issues;
  throw new AppError(
    "input",
    `The settings of the run in ${folder} are of another version of the program: begin anew in another folder by its command, which is in its run.log.`,
    { place: issue?.path.join("."), why: issue?.message },
  );
}
