import { basename } from "node:path";
import { checkParticles, type ParticleCheck } from "#core/particles/check-particles.ts";
import { describeParticles, type ParticleDescription } from "#core/particles/describe-particles.ts";
import { modelSize } from "#core/particles/model-settings.ts";
import type { ParticleSet } from "#core/particles/particle-set.ts";
import { type Preview, preview } from "#core/particles/preview.ts";
import { type CheckDocument, checkHtml, findings } from "#core/report/check-report.ts";
import { filterRadially, gaussianLowPass } from "#core/volume/fourier-filter.ts";
import { type Called, frameOf } from "#electron/cli/fit-html.ts";
import { EXIT, type Host } from "#electron/cli/host.ts";
import { type ParticleOptions, withParticles } from "#electron/cli/particles/engine.ts";
import { createReporter, keepingWarnings, type Reporter } from "#electron/cli/reporter.ts";
import { counted, grouped, leftAligned, short } from "#electron/cli/text.ts";
import { checkPlace, writeAtomic } from "#workers/files.ts";
import { StackReader } from "#workers/particles/stack-files.ts";
import type { ThreadedParticleEngine } from "#workers/particles/threaded-engine.ts";

export interface CheckOptions extends ParticleOptions {
  readonly out: string;
  readonly called: Called;
}

export interface InfoOptions extends ParticleOptions {
  readonly json?: boolean;
}

/** Particles that are shown beside their projections. */
const SHOWN = 8;
/** Å: pictures are passed up to this at the coarsest detail that can be seen. */
const SEEN = 15;

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
    return await withParticles(path, options, host, reporter, async ({ file, stacks }, engine) => {
      const { particles } = file;
      const isComplete =
        particles.angles !== null && particles.half.some((half) => half !== particles.half[0]);
      const check = isComplete ? await checkParticles(particles, engine, reporter.job) : undefined;
      const previews = check
        ? await previewsOf(particles, check, engine, new StackReader(stacks), reporter)
        : [];
      const document: CheckDocument = {
        file: basename(path),
        size: engine.size,
        description: describeParticles(particles),
        headerPixelSize: stacks[0]?.stack.pixelSize ?? null,
        ...(check && { check }),
        previews,
        angles: particles.angles,
        warnings,
      };
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

async function previewsOf(
  particles: ParticleSet,
  { map, fsc }: ParticleCheck,
  engine: ThreadedParticleEngine,
  reader: StackReader,
  reporter: Reporter,
): Promise<(Preview & { row: number })[]> {
  const { size } = engine;
  const resolution = Math.max(SEEN, fsc.resolution143);
  const smooth = await filterRadially(map, gaussianLowPass(resolution / 2), reporter.job);
  const params = { ...modelSize(smooth, resolution), steps: 40, seed: 1 };
  const [built] = await engine.buildModels([smooth], [params], reporter.job);
  if (!built) throw new TypeError("One map gives one model.");
  const rows = Array.from({ length: Math.min(SHOWN, particles.count) }, (_, n) =>
    Math.floor((n * particles.count) / Math.min(SHOWN, particles.count)),
  );
  const pictures = rows.map((row) => {
    const pixels = reader.read(particles.stack[row] ?? 0, particles.image[row] ?? 0);
    return { ...preview(pixels, particles, row, built.model, { size, resolution }), row };
  });
  reader.close();
  return pictures;
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
