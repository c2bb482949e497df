import { Command, CommanderError } from "commander";
import { asAppError } from "#core/errors.ts";
import type { Called } from "#electron/cli/fit-html.ts";
import { EXIT, type Host } from "#electron/cli/host.ts";
import { addAtom } from "#electron/cli/usage/atom-usage.ts";
import type { Cli } from "#electron/cli/usage/cli.ts";
import { addCompare } from "#electron/cli/usage/compare-usage.ts";
import { addComposite } from "#electron/cli/usage/composite-usage.ts";
import { addCorrelate } from "#electron/cli/usage/correlate-usage.ts";
import { addDemo } from "#electron/cli/usage/demo-usage.ts";
import { addDifference } from "#electron/cli/usage/difference-usage.ts";
import { addFit } from "#electron/cli/usage/fit-usage.ts";
import { addFsc } from "#electron/cli/usage/fsc-usage.ts";
import { addGmm } from "#electron/cli/usage/gmm-usage.ts";
import { addIdentify } from "#electron/cli/usage/identify-usage.ts";

import { addInfo } from "#electron/cli/usage/info-usage.ts";
import { addParticles } from "#electron/cli/usage/particles-usage.ts";
import { addRefineModel } from "#electron/cli/usage/refine-model-usage.ts";
import { addRotamers } from "#electron/cli/usage/rotamers-usage.ts";
import { addSimulate } from "#electron/cli/usage/simulate-usage.ts";
import { addValidate } from "#electron/cli/usage/validate-usage.ts";
import { addServe, addStart } from "#electron/cli/usage/window-usage.ts";
import { addZero } from "#electron/cli/usage/zero-usage.ts";

/**
 * Runs the program with the words after its name and returns the exit code: 0 done, 1 error, 2 wrong use,
 * 130 cancelled. Never throws. Each command's code is loaded only when it is asked for.
 */
export async function run(words: readonly string[], version: string, host: Host): Promise<number> {
  let exitCode: number = EXIT.ok;
  const program = createProgram({ words, version }, host, (code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync(words, { from: "user" });
    return exitCode;
  } catch (thrown) {
    if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? EXIT.ok : EXIT.usage;
    return reportError(thrown, host);
  }
}

function reportError(thrown: unknown, host: Host): number {
  const { code, message, detail } = asAppError(thrown);
  if (code === "cancelled") {
    host.err("Cancelled.\n");
    return EXIT.cancelled;
  }
  host.err(`mapwright: ${message}\n`);
  if (code === "internal") {
    host.err(
      `This is a fault of the program; please report it with these lines.\n${detail["stack"] ?? ""}\n`,
    );
  }
  return EXIT.error;
}

/** In the order of the help. */
const COMMANDS = [
  addFit,
  addComposite,
  addIdentify,
  addInfo,
  addSimulate,
  addCompare,
  addCorrelate,
  addFsc,
  addValidate,
  addDifference,
  addAtom,
  addZero,
  addRefineModel,
  addRotamers,
  addGmm,
  addParticles,
  addDemo,
  addStart,
  addServe,
];

function createProgram(called: Called, host: Host, done: Cli["done"]): Command {
  const { version } = called;
  const program = new Command("mapwright");
  program
    .description("Fits atomic models into cryo-EM maps and says how sure the answer is.")
    .version(version, "-V, --version", "print the version")
    .option("-q, --quiet", "no progress, notes or warnings: only results and errors")
    .helpOption("-h, --help", "print help; `mapwright fit --help` for one command")
    .helpCommand(false)
    .exitOverride()
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({
      writeOut: host.out,
      writeErr: host.err,
      getOutHelpWidth: () => Math.min(host.columns, 110),
      getErrHelpWidth: () => Math.min(host.columns, 110),
      getOutHasColors: () => host.hasColour,
      getErrHasColors: () => false,
      outputError: (text, write) => write(text.replace(/^error: /, "mapwright: ")),
    })
    .addHelpText(
      "after",
      `\nExamples:\n  mapwright fit map.mrc.gz model.cif --save-dir placed\n  mapwright fit emdb:21897 6wti --split chains\n\nFor a file also the id of an archive entry: 6wti, emdb:21897, alphafold:P69905. It is fetched once and kept.`,
    );
  const cli = { program, called, host, done };
  for (const add of COMMANDS) add(cli);
  return program;
}
