import type { JobContext } from "#core/job/job-context.ts";
import type { Host } from "#electron/cli/host.ts";
import { createProgressBar } from "#electron/cli/progress-bar.ts";
import { createJob } from "#workers/job.ts";

/** Options every command has. */
export interface CommonOptions {
  readonly quiet?: boolean;
}

/** How a command speaks: results, notes and warnings, and the progress bar that makes way for them. */
export interface Reporter {
  readonly job: JobContext;
  readonly hasColour: boolean;
  readonly columns: number;
  /** A result, to standard output; a line end is added. */
  print(text: string): void;
  /** What helps to understand but is no result, to standard output; left out when quiet. */
  note(text: string): void;
  /** Something odd, to standard error; left out when quiet. */
  warn(text: string): void;
  /** Something that failed while the rest goes on, to standard error. */
  fail(text: string): void;
  /** Takes the progress bar away. */
  end(): void;
}

/** `isSilent`: print and note say nothing, because standard output carries data (JSON). */
export function createReporter(host: Host, { quiet = false }: CommonOptions, isSilent = false): Reporter {
  const bar = createProgressBar(host, quiet);
  const say = (write: (text: string) => void) => (text: string) => {
    bar.clear();
    write(`${text}\n`);
  };
  const nothing = () => {};
  const out = isSilent ? nothing : say(host.out);
  return {
    job: createJob(host.signal, bar.show),
    hasColour: host.hasColour,
    columns: host.columns,
    print: out,
    note: quiet ? nothing : out,
    warn: quiet ? nothing : say((text) => host.err(`Warning: ${text}`)),
    fail: say(host.err),
    end: bar.clear,
  };
}

/** A reporter that also keeps what it warns of, for a page that shows it; quiet or not. */
export function keepingWarnings(reporter: Reporter, warnings: string[]): Reporter {
  return {
    ...reporter,
    warn(text) {
      warnings.push(text);
      reporter.warn(text);
    },
  };
}
