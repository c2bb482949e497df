// The program `mapwright`: lends the process to the commands.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { EXIT, type Host } from "#electron/cli/host.ts";
import { run } from "#electron/cli/program.ts";

import { engineFilesBeside } from "#workers/engine-files.ts";

const cancel = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.on(signal, () => {
    if (cancel.signal.aborted) process.exit(EXIT.cancelled);
    cancel.abort();
  });
}
// A reader that has seen enough (`mapwright … | head`) is no error.
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    process.exit(error.code === "EPIPE" ? EXIT.ok : EXIT.error);
  });
}

/** What build/run.mjs spent on installing and building before it handed this process over. */
const setupMs = Number(process.env["MAPWRIGHT_SETUP_MS"] ?? 0);

const host: Host = {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  hasProgress: process.stderr.isTTY === true,
  hasColour: process.stdout.isTTY === true && !process.env["NO_COLOR"] && process.env["TERM"] !== "dumb",
  columns: process.stdout.columns ?? process.stderr.columns ?? 100,
  signal: cancel.signal,
  engineFiles: engineFilesBeside(import.meta.url),
  program: [process.execPath, fileURLToPath(import.meta.url)],
  seconds: () => (performance.now() - setupMs) / 1000,
};

const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
process.exitCode = await run(process.argv.slice(2), version, host);
