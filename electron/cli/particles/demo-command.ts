import { join } from "node:path";
import { writeMrc } from "#core/format/mrc-write.ts";
import { drawGaussians } from "#core/gmm/model-agreement.ts";
import {
  demonstrateFlexibility,
  type Flexibility,
  type NamedPart,
  partsOf,
} from "#core/particles/demo/flexibility.ts";
import { makeFlexibleImages } from "#core/particles/demo/flexible-images.ts";
import { atRest, makeFlexibleParticle } from "#core/particles/demo/flexible-particle.ts";
import { curvesOf, flexibilityHtml, flexibilitySentences } from "#core/report/flexibility-report.ts";
import { curvesFileSvg } from "#core/report/fsc-file.ts";
import { createGrid } from "#core/volume/grid.ts";
import type { Volume } from "#core/volume/volume.ts";
import { type Called, frameOf } from "#electron/cli/fit-html.ts";
import { EXIT, type Host } from "#electron/cli/host.ts";
import { withParticles } from "#electron/cli/particles/engine.ts";
import { type CommonOptions, createReporter, type Reporter } from "#electron/cli/reporter.ts";
import { leftAligned } from "#electron/cli/text.ts";
import { makeFolder, writeAtomic } from "#workers/files.ts";

export interface FlexibilityOptions extends CommonOptions {
  readonly out: string;
  readonly count: number;
  readonly iterations: number;
  readonly threads?: number;
  readonly seed: number;
  readonly called: Called;
}

const SIZE = 48;
const PIXEL = 3.5; // Å

/**
 * `mapwright particles demo`: a made-up particle that bends, refined as a whole and part by part, and why one FSC does not
 * tell which is better.
 */
export async function flexibilityCommand(options: FlexibilityOptions, host: Host): Promise<number> {
  const reporter = createReporter(host, options);
  const particle = makeFlexibleParticle(SIZE * PIXEL, options.seed);
  const grid = createGrid([SIZE, SIZE, SIZE], [0, 0, 0], [PIXEL, PIXEL, PIXEL]);
  const parts = partsOf(particle, grid);
  const truth = drawGaussians(atRest(particle), grid);
  try {
    await writeData(particle, parts, truth, options, reporter);
    const star = join(options.out, "particles.star");
    return await withParticles(star, options, host, reporter, async ({ file }, engine) => {
      const document = await demonstrateFlexibility(
        file.particles,
        { parts, truth },
        options,
        engine,
        reporter.job,
      );
      await writeResults(document, options);
      report(document, options, reporter);
      return EXIT.ok;
    });
  } finally {
    reporter.end();
  }
}

async function writeData(
  particle: ReturnType<typeof makeFlexibleParticle>,
  parts: readonly NamedPart[],
  truth: Volume,
  { out, count, seed }: FlexibilityOptions,
  reporter: Reporter,
): Promise<void> {
  const params = { count, size: SIZE, pixelSize: PIXEL, seed, stack: "particles.mrcs" };
  const made = await makeFlexibleImages(particle, params, reporter.job);
  await makeFolder(out);
  await writeAtomic(join(out, "particles.mrcs"), made.stack);
  await writeAtomic(join(out, "truth.star"), made.truth);
  await writeAtomic(join(out, "truth.mrc"), writeMrc(truth));
  for (const { part, mask } of parts) await writeAtomic(join(out, fileOf("mask", part)), writeMrc(mask));
  await writeAtomic(join(out, "particles.star"), made.star);
}

async function writeResults(document: Flexibility, { out, called }: FlexibilityOptions): Promise<void> {
  const { whole, focused, composite } = document;
  const results = [whole, ...focused, composite];
  for (const { name, map } of results) await writeAtomic(join(out, fileOf("map", name)), writeMrc(map));
  for (const [n, { part, halves }] of whole.parts.entries()) {
    const svg = curvesFileSvg(curvesOf(document, n), halves.resolution143);
    await writeAtomic(join(out, `fsc-${part.replaceAll(" ", "-")}.svg`), svg);
  }
  const numbers = results.map(({ name, parts }) => ({
    name,
    parts: parts.map(({ part, meanFsc: mean, truth, halves: { resolution143 } }) => ({
      ...{ part, meanFsc: mean, truth, resolution143 },
    })),
  }));
  await writeAtomic(join(out, "result.json"), `${JSON.stringify(numbers, null, 2)}\n`);
  const frame = frameOf("A particle that bends, and what its FSC tells", called);
  await writeAtomic(join(out, "report.html"), flexibilityHtml(document, frame));
}

function report(document: Flexibility, { out }: FlexibilityOptions, reporter: Reporter): void {
  const { whole, focused, composite } = document;
  const head = ["mean FSC (with the truth)", ...whole.parts.map(({ part }) => part)];
  const rows = [whole, ...focused, composite].map(({ name, parts }) => [
    name,
    ...parts.map(({ meanFsc: mean, truth }) => `${mean.toFixed(3)} (${truth.toFixed(3)})`),
  ]);
  reporter.print(leftAligned([head, ...rows]).join("\n"));
  for (const line of flexibilitySentences(document)) reporter.print(line);
  reporter.note(`${join(out, "report.html")} shows it.`);
}

function fileOf(kind: string, name: string): string {
  return `${kind}-${name.replaceAll(" ", "-")}.mrc`;
}
