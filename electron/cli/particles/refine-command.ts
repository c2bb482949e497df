import { asAppError } from "#core/errors.ts";
import { refuseEmptyHalf } from "#core/particles/read-particles.ts";
import { chooseSettings } from "#core/particles/refine-wishes.ts";
import { recordLine, startLine, TABLE_HEAD } from "#core/report/refinement-table.ts";
import { frameOf } from "#electron/cli/fit-html.ts";
import { EXIT, type Host } from "#electron/cli/host.ts";
import { withParticles } from "#electron/cli/particles/engine.ts";
import { masksOf } from "#electron/cli/particles/refine-masks.ts";
import type { RefineOptions } from "#electron/cli/particles/refine-options.ts";
import { createReporter, keepingWarnings, type Reporter } from "#electron/cli/reporter.ts";
import { carryOut, expanded, type RunListener } from "#workers/particles/run/carry-out.ts";
import type { RefinementRun } from "#workers/particles/run/refinement-run.ts";
import { RunFolder } from "#workers/particles/run/run-folder.ts";
import type { RunMasks } from "#workers/particles/run/run-masks.ts";
import type { RunSettings } from "#workers/particles/run/run-settings.ts";

/** `mapwright particles refine STAR --out DIR`: poses refined against Gaussian models of the half maps. */
export async function refineCommand(path: string, options: RefineOptions, host: Host): Promise<number> {
  const warnings: string[] = [];
  const reporter = keepingWarnings(createReporter(host, options), warnings);
  const folder = new RunFolder(options.out);
  if (!options.resume) folder.refuseUsed();
  try {
    return await withParticles(path, options, host, reporter, async (read, engine) => {
      refuseEmptyHalf(read.file.particles);
      const loaded = expanded(read, options, reporter.note);
      const chosen = chooseSettings(options, loaded.file.particles, engine.size * engine.pixelSize);
      const { mask, focus, digests } = await masksOf(options, engine, reporter, host);
      const run: RefinementRun = {
        ...{ loaded, engine, chosen, folder, warnings, mask, focus, job: reporter.job },
        asked: settingsOf(options, digests),
        resumes: options.resume === true,
        seconds: () => host.seconds(),
        frame: (title) => frameOf(title, options.called),
      };
      const told = await carryOut(run, printing(reporter));
      reporter.note(`\n${told}\n${options.out}/report.html shows it.`);
      return EXIT.ok;
    });
  } catch (thrown) {
    if (asAppError(thrown).code === "cancelled" && (await folder.checkpoint())) {
      reporter.note(`${options.out} keeps what is done: the same command with --resume goes on from there.`);
    }
    throw thrown;
  } finally {
    reporter.end();
  }
}

/** A line for the start, every iteration and every patch, as they come. */
function printing(reporter: Reporter): RunListener {
  return {
    begun({ start, iterations }) {
      reporter.print(TABLE_HEAD);
      reporter.print(startLine(start));
      for (const record of iterations) reporter.print(recordLine(record));
    },
    iterated: (_, record) => reporter.print(recordLine(record)),
    patched: () => {},
    line: (text) => reporter.print(text),
  };
}

/** What must be the same for a run to go on. */
function settingsOf(options: RefineOptions, digests: RunMasks["digests"]): RunSettings {
  const { iterations, resume, out, quiet, threads, stacks, called, mask, focus, ...settings } = options;
  return { ...settings, ...digests };
}
