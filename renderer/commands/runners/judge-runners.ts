import { type Arguments, booleanOf, numberOf, textOf } from "#core/command/arguments.ts";
import type { JudgeCommand } from "#core/command/tables/judge-commands.ts";
import { AppError } from "#core/errors.ts";
import type { RefineStages } from "#core/refine/propose-stages.ts";
import type { App } from "#renderer/commands/app.ts";
import { makeDifference } from "#renderer/commands/difference.ts";
import { mapsOf, modelsOf } from "#renderer/commands/named.ts";
import { refineInMap } from "#renderer/commands/refine-model.ts";
import { checkRotamers } from "#renderer/commands/rotamers.ts";
import { bFactorOf } from "#renderer/commands/runners/b-factor.ts";
import type { Runner } from "#renderer/commands/runners/runner.ts";
import { type JudgeWishes, validateModel } from "#renderer/commands/validate.ts";
import { activeMap } from "#renderer/commands/volume.ts";

export const judgeRunners: Readonly<Record<JudgeCommand, Runner>> = {
  validate: async (app, args) => {
    const local = mapsOf(app, args, "localResolution")[0];
    const sigma = numberOf(args, "sigma");
    for (const model of modelsOf(app, args, "spec")) {
      await validateModel(app, model, {
        ...wishesOf(app, args),
        ...(local && { localResolution: local }),
        ...(sigma !== undefined && { sigma }),
      });
    }
  },
  difference: async (app, args) => {
    const asked = textOf(args, "scale") ?? "local";
    const scale = (["shells", "global"] as const).find((one) => one === asked) ?? "local";
    for (const model of modelsOf(app, args, "spec")) {
      await makeDifference(app, model, {
        ...wishesOf(app, args),
        scale: asked === "halfmaps" ? "half maps" : scale,
      });
    }
  },
  rotamers: async (app, args) => {
    const localResolution = mapsOf(app, args, "localResolution")[0];
    const { map, resolution } = wishesOf(app, args);
    for (const model of modelsOf(app, args, "spec")) {
      await checkRotamers(app, model, { map, resolution, ...(localResolution && { localResolution }) });
    }
  },
  refine: async (app, args) => {
    const localResolution = mapsOf(app, args, "localResolution")[0];
    const { bFactor: _, ...wishes } = wishesOf(app, args);
    const stages = stagesOf(args);
    const replace = booleanOf(args, "replace") ?? false;
    for (const model of modelsOf(app, args, "spec")) {
      await refineInMap(app, model, {
        ...wishes,
        stages,
        replace,
        ...(localResolution && { localResolution }),
      });
    }
  },
};

const B_FACTORS = ["chain", "residue", "atom"] as const;
const OCCUPANCIES = ["partial", "residues"] as const;

/** The stages that were named; the others are chosen. */
function stagesOf(args: Arguments): Partial<RefineStages> {
  const [rigid, coordinates] = [booleanOf(args, "rigid"), booleanOf(args, "coordinates")];
  const [bFactors, occupancy] = [textOf(args, "bfactors"), textOf(args, "occupancy")];
  return {
    ...(rigid !== undefined && { rigid }),
    ...(coordinates !== undefined && { coordinates }),
    ...(bFactors !== undefined && { bFactors: B_FACTORS.find((one) => one === bFactors) ?? null }),
    ...(occupancy !== undefined && { occupancy: OCCUPANCIES.find((one) => one === occupancy) ?? null }),
  };
}

function wishesOf(app: App, args: Arguments): JudgeWishes {
  const map = mapsOf(app, args, "inMap")[0] ?? activeMap(app);
  if (!map) throw new AppError("input", "Open a map first, or name one: inMap #1.");
  const [first, second] = [mapsOf(app, args, "half1")[0], mapsOf(app, args, "half2")[0]];
  if ((first === undefined) !== (second === undefined)) {
    throw new AppError("input", "Half maps come in pairs: name both, as in half1 #2 half2 #3.");
  }
  return {
    map,
    resolution: numberOf(args, "resolution") ?? null,
    bFactor: bFactorOf(textOf(args, "bfactor") ?? "file"),
    ...(first && second && { halves: [first, second] as const }),
  };
}
