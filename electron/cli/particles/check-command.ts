import { basename } from "node:path";
import { describeParticles, type ParticleDescription } from "#core/particles/describe-particles.ts";
import { checkHtml, findings } from "#core/report/check-report.ts";
import { type Called, frameOf } from "#electron/cli/fit-html.ts";
import { EXIT, type Host } from "#electron/cli/host.ts";
import { type ParticleOptions, withParticles } from "#electron/cli/particles/engine.ts";
import { createReporter, keepingWarnings } from "#electron/cli/reporter.ts";
import { counted, grouped, leftAligned, short } from "#electron/cli/text.ts";
import { checkPlace, writeAtomic } from "#workers/files.ts";
import { checkOf } from "#workers/particles/run/check-run.ts";

export interface CheckOptions extends ParticleOptions {
  readonly out: string;
  readonly called: Called;
}

export interface InfoOptions extends ParticleOptions {
  readonly json?: boolean;
}

/** `mapwright particles info STAR`: what a set of particles holds. */
export async function infoCommand(path: string, options: InfoOptions, host: Host): Promise<number> {
  const reporter = createReporter(host, options, options.json);
  return withParticles(path, options, host, reporter, async ({ file }, { size }) => {
    const description = describeParticles(file.particles);
    if (options.json) host.out(`${JSON.stringify({ file: path, size, ...description }, null, 2)}\n`);
    else reporter.print(leftAligned(lines(description, size)).join("\n"));
    return EXIT.ok;
  });
}

/** `mapwright particles check STAR -o PAGE`: a page to look at before anything runs. */
export async function checkCommand(path: string, options: CheckOptions, host: Host): Promise<number> {
  const warnings: string[] = [];
  const reporter = keepingWarnings(createReporter(host, options), warnings);
  await checkPlace(options.out);
  try {
    return await withParticles(path, options, host, reporter, async (loaded, engine) => {
      const document = await checkOf(loaded, engine, warnings, reporter.job);
      await writeAtomic(
        options.out,
        checkHtml(document, frameOf(`Check of ${basename(path)}`, options.called)),
      );
      const marks = { for: "+", open: "?", against: "!" };
      for (const { speaks, title, text } of findings(document))
        reporter.print(`${marks[speaks]} ${title}: ${text}`);
      reporter.note(`${options.out} shows it.`);
      return EXIT.ok;
    });
  } finally {
    reporter.end();
  }
}

function lines(description: ParticleDescription, size: number): string[][] {
  const { count, halves, stacks, optics, defocus, farthest, hasOrientations, repeated } = description;
  return [
    ["particles", grouped(count)],
    ["half sets", halves.map(grouped).join(" and ")],
    [
      "images",
      `${size} × ${size} pixels in ${counted(stacks, "stack")}${repeated > 0 ? `, ${grouped(repeated)} named more than once` : ""}`,
    ],
    ...optics.map((group) => [
      "optics",
      `${group.name}: ${grouped(group.particles)} particles, ${short(group.pixelSize)} Å per pixel, ${group.voltage ?? "?"} kV, Cs ${group.sphericalAberration ?? "?"} mm, amplitude contrast ${group.amplitudeContrast ?? "?"}`,
    ]),
    [
      "defocus",
      defocus
        ? `${defocus.from.toFixed(0)} … ${defocus.to.toFixed(0)} Å, astigmatism up to ${defocus.astigmatism.toFixed(0)} Å`
        : "none: images are taken as they are",
    ],
    ["orientations", hasOrientations ? "yes" : "none"],
    ["origins", `up to ${short(farthest)} Å`],
  ];
}
