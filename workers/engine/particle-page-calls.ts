import { readdir } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { AppError } from "#core/errors.ts";
import { checkHtml, findings } from "#core/report/check-report.ts";
import type { ReportFrame } from "#core/report/page.ts";
import { loadStar, runFolder } from "#workers/engine/particle-places.ts";
import type { CallContext, Session } from "#workers/engine/session.ts";
import { readBytes } from "#workers/files.ts";
import { checkOf } from "#workers/particles/run/check-run.ts";
import { isWithin } from "#workers/particles/run/load-particles.ts";
import { type Checkpoint, sha256 } from "#workers/particles/run/run-folder.ts";
import { reportSoFar, writtenReport } from "#workers/particles/run/run-report.ts";
import { runCommand } from "#workers/particles/run/run-words.ts";
import type { Params, Result, Source } from "#workers/protocol.ts";

const WHERE = "On the command line, in the folder of the STAR file:";

/** What `mapwright particles check` finds, and its page. */
export async function checkParticles(
  session: Session,
  { star }: Params<"checkParticles">,
  { job }: CallContext<"checkParticles">,
): Promise<Result<"checkParticles">> {
  const warnings: string[] = [];
  const loaded = await loadStar(session, star, warnings);
  try {
    const engine = session.host.startParticles(loaded.file.particles, loaded.stacks);
    try {
      const document = await checkOf(loaded, engine, warnings, job);
      const name = basename(loaded.path);
      const line = `mapwright particles check ${JSON.stringify(name)} -o check.html`;
      const page = checkHtml(document, frameOf(session, `Check of ${name}`, line));
      return { findings: findings(document), page };
    } finally {
      await engine.dispose();
    }
  } finally {
    await loaded.dispose();
  }
}

/** The report of a run: as it was written at its end, or made of what is in the folder of one that was stopped. */
export async function reportRun(
  session: Session,
  { of, folder: name }: Params<"reportRun">,
  { job }: CallContext<"reportRun">,
): Promise<Result<"reportRun">> {
  const folder = runFolder(of, name);
  const title = basename(folder.path);
  const checkpoint = await folder.checkpoint();
  if (!checkpoint) throw new AppError("input", `${title} holds no run any more: show another one.`);
  const written = await writtenReport(folder, checkpoint);
  if (written !== undefined) return { name: title, page: written };
  const star = name === null ? await starAbove(session, folder.path, checkpoint) : of;
  const loaded = await loadStar(session, star, []);
  try {
    const page = await reportSoFar(
      folder,
      checkpoint,
      loaded,
      (heading, settings) => {
        const iterations = checkpoint.planned ?? checkpoint.iterations.length;
        const line = `${runCommand(basename(loaded.path), title, iterations, settings)} --resume`;
        return frameOf(session, heading, line);
      },
      job,
    );
    return { name: title, page };
  } finally {
    await loaded.dispose();
  }
}

/** The STAR file that a run began with, where it lies above the run's folder. */
async function starAbove({ host }: Session, folder: string, { particles }: Checkpoint): Promise<Source> {
  const above = dirname(folder);
  const names = isWithin(above, host.folders ?? undefined) ? await readdir(above) : [];
  for (const name of names.filter((one) => /\.star$/i.test(one)).sort()) {
    const place = join(above, name);
    const bytes = await readBytes(place);
    if (sha256(bytes) === particles) return { name, bytes, place };
  }
  throw new AppError(
    "input",
    `${basename(folder)} was stopped, and its report needs the particles it began with: open their STAR file, show the run beside it, and save the report from there.`,
  );
}

function frameOf({ host }: Session, title: string, line: string): ReportFrame {
  return {
    title,
    program: `Mapwright ${host.version}`,
    date: new Date().toISOString().slice(0, 16).replace("T", " "),
    commands: { where: WHERE, lines: [line] },
  };
}
