import { Command, CommanderError, Option } from "commander";
import { asAppError } from "#core/errors.ts";
import { FIT_DEFAULTS } from "#core/fit/params.ts";
import {
  bFactors,
  MOST_SEED,
  MOST_THREADS,
  number,
  positive,
  RESOLUTION_MOST,
  resolutionsByChain,
  whole,
} from "#electron/cli/arguments.ts";
import type { CorrelateOptions } from "#electron/cli/correlate-command.ts";
import type { DemoOptions } from "#electron/cli/demo-command.ts";
import type { FitOptions } from "#electron/cli/fit-command.ts";
import type { Called } from "#electron/cli/fit-html.ts";
import { addFitOptions } from "#electron/cli/fit-options.ts";
import type { FscOptions } from "#electron/cli/fsc-command.ts";
import { EXIT, type Host } from "#electron/cli/host.ts";
import type { InfoOptions } from "#electron/cli/info-command.ts";
import type { ServeOptions } from "#electron/cli/serve-command.ts";
import type { SimulateOptions } from "#electron/cli/simulate-options.ts";
import type { ZeroOptions } from "#electron/cli/zero-command.ts";

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

type Done = (exitCode: number) => void;

function createProgram(called: Called, host: Host, done: Done): Command {
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
  addFit(program, called, host, done);
  addInfo(program, host, done);
  addSimulate(program, host, done);
  addCorrelate(program, host, done);
  addFsc(program, host, done);
  addZero(program, host, done);
  addDemo(program, host, done);
  addStart(program, version, host, done);
  addServe(program, version, host, done);
  return program;
}

/** A command that knows its own help in error messages. */
function command(program: Command, usage: string, description: string): Command {
  const name = usage.split(" ", 1)[0] ?? "";
  return program
    .command(usage)
    .description(description)
    .showHelpAfterError(`Run \`mapwright ${name} --help\` to see what it takes.`);
}

function addFit(program: Command, called: Called, host: Host, done: Done): void {
  const fit = command(
    program,
    "fit <MAP> <MODEL...>",
    "find where models sit in a map, ranked, with a verdict",
  );
  addFitOptions(fit);
  fit.action(async (map: string, models: string[]) => {
    const { fitCommand } = await import("#electron/cli/fit-command.ts");
    done(await fitCommand(map, models, { ...fit.optsWithGlobals<FitOptions>(), called }, host));
  });
}

function addInfo(program: Command, host: Host, done: Done): void {
  const info = command(program, "info <FILE>", "everything known about a map or model").option(
    "--json",
    "print it as JSON",
  );
  info.action(async (file: string) => {
    const { infoCommand } = await import("#electron/cli/info-command.ts");
    done(await infoCommand(file, info.optsWithGlobals<InfoOptions>(), host));
  });
}

function addSimulate(program: Command, host: Host, done: Done): void {
  const simulate = command(program, "simulate <MODEL>", "the density of a model at a resolution")
    .requiredOption("--resolution <D>", "Å", positive(RESOLUTION_MOST))
    .addOption(
      new Option("--kernel <NAME>", "vrm: electron scattering of every atom; molmap: as ChimeraX molmap")
        .choices(["vrm", "molmap"])
        .default("vrm"),
    )
    .option("--like <MAP>", "use the grid of this map")
    .addOption(
      new Option("--spacing <S>", "grid spacing, Å (default: a third of the resolution)")
        .argParser(positive())
        .conflicts(["like"]),
    )
    .option("--local-resolution <MAP>", "take every residue's resolution from this map (Å)")
    .option("--resolution-by <LIST>", "resolutions of chains: chain:A=2.5,B=5", resolutionsByChain)
    .option("--bfactor <B>", "file, none, or one value for all atoms, Å²", bFactors, "file")
    .option("--accuracy <E>", "largest error, as part of an atom's peak", positive(0.1), 0.01)
    .addOption(
      new Option("--route <NAME>", "sum atoms' images, or structure factors: exact, with all ripples")
        .choices(["auto", "images", "fourier"])
        .default("auto"),
    )
    .option("--cutoff <K>", "end images at K × resolution (default: from the accuracy)", positive(50))
    .addOption(new Option("--periodic", "the grid of --like is a periodic box"))
    .option("--threads <N>", "worker threads (default: one per processor)", whole(1, MOST_THREADS))
    .option("-o, --out <FILE>", "where to write (default: MODEL_DA.mrc)");
  simulate.action(async (model: string) => {
    const { simulateCommand } = await import("#electron/cli/simulate-command.ts");
    done(await simulateCommand(model, simulate.optsWithGlobals<SimulateOptions>(), host));
  });
}

function addCorrelate(program: Command, host: Host, done: Done): void {
  const correlate = command(
    program,
    "correlate <MODEL|MAP> <MAP>",
    "agreement of a placed model or a map with a map, as ChimeraX measure correlation",
  )
    .option(
      "--resolution <D>",
      "of the model map, Å (default: 3 × the voxel size)",
      positive(RESOLUTION_MOST),
    )
    .option("--level <L>", "use points of the first map at or above L", number)
    .option("--json", "print JSON");
  correlate.action(async (first: string, map: string) => {
    const { correlateCommand } = await import("#electron/cli/correlate-command.ts");
    done(await correlateCommand(first, map, correlate.optsWithGlobals<CorrelateOptions>(), host));
  });
}

function addFsc(program: Command, host: Host, done: Done): void {
  const fsc = command(
    program,
    "fsc <MAP> <MAP2>",
    "Fourier shell correlation of two maps, as RELION counts it",
  )
    .option(
      "--mask <MASK>",
      "compare what a mask (0 … 1) leaves, corrected for what the mask makes by itself",
    )
    .option("--seed <S>", "random seed of the phases behind the correction", whole(0, MOST_SEED), 1)
    .option("--json <FILE>", "write all shells as JSON; - for standard output");
  fsc.action(async (first: string, second: string) => {
    const { fscCommand } = await import("#electron/cli/fsc-command.ts");
    done(await fscCommand([first, second], fsc.optsWithGlobals<FscOptions>(), host));
  });
}

function addZero(program: Command, host: Host, done: Done): void {
  const zero = command(program, "zero <MAP> <MODEL>", "the map without what a placed model explains")
    .addOption(
      new Option("--resolution <D>", "cover what the model map at D Å covers").argParser(
        positive(RESOLUTION_MOST),
      ),
    )
    .addOption(
      new Option("--radius <R>", "cover what lies within R Å of an atom")
        .argParser(positive())
        .conflicts(["resolution", "threshold", "fractional"]),
    )
    .option("--threshold <T>", "level of the model map (default: 95 % of its mass inside)", number)
    .option("--shrink <S>", "keep S Å of the covered region's border", positive())
    .addOption(
      new Option("--fractional", "take the scaled model map away instead of setting 0").conflicts(["shrink"]),
    )
    .option("--out <FILE>", "where to write (default: MAP_zeroed.mrc)");
  zero.action(async (map: string, model: string) => {
    const options = zero.optsWithGlobals<ZeroOptions>();
    if (options.resolution === undefined && options.radius === undefined) {
      zero.error("error: say how far the model reaches with --resolution D or --radius R");
    }
    const { zeroCommand } = await import("#electron/cli/zero-command.ts");
    done(await zeroCommand(map, model, options, host));
  });
}

function addDemo(program: Command, host: Host, done: Done): void {
  const demo = command(program, "demo", "fit a made-up complex into its made-up map, from start to end")
    .option("--real", "fetch 6WTI and EMD-21897 and fit them instead")
    .option("--seed <S>", "random seed of complex, noise and starts", whole(0, MOST_SEED), FIT_DEFAULTS.seed)
    .option("--threads <N>", "worker threads (default: one per processor)", whole(1, MOST_THREADS))
    .option("--out <DIR>", "where to write", "mapwright-demo");
  demo.action(async () => {
    const { demoCommand } = await import("#electron/cli/demo-command.ts");
    done(await demoCommand(demo.optsWithGlobals<DemoOptions>(), host));
  });
}

function addServe(program: Command, version: string, host: Host, done: Done): void {
  const serve = command(program, "serve [FILES...]", "the window in a browser, for this machine only");
  addWindowOptions(serve).action(async (files: string[]) => {
    const { serveCommand } = await import("#electron/cli/serve-command.ts");
    done(await serveCommand(files, serve.optsWithGlobals<ServeOptions>(), version, host));
  });
}

function addStart(program: Command, version: string, host: Host, done: Done): void {
  const usage = "the desktop window; where Electron cannot be had, the window in a browser";
  const start = command(program, "start [FILES...]", usage);
  addWindowOptions(start).action(async (files: string[]) => {
    const { startCommand } = await import("#electron/cli/start-command.ts");
    done(await startCommand(files, start.optsWithGlobals<ServeOptions>(), version, host));
  });
}

function addWindowOptions(window: Command): Command {
  return window
    .option(
      "--port <N>",
      "of the browser's window, on 127.0.0.1 (default: any that is free)",
      whole(0, 65_535),
      0,
    )
    .addOption(
      new Option("--kernel <NAME>", "what computes fits")
        .choices(["auto", "cpu", "gpu", "reference"])
        .default("auto"),
    )
    .option(
      "--threads <N>",
      "worker threads of the browser's window (default: one per processor)",
      whole(1, MOST_THREADS),
    )
    .option(
      "--state <DIR>",
      "where the browser's sessions are kept to be restored (default: the system's place for it)",
    );
}
