import type { ParticleCheck } from "#core/particles/check-particles.ts";
import type { ParticleDescription } from "#core/particles/describe-particles.ts";
import type { Preview } from "#core/particles/preview.ts";
import { directionPlotSvg } from "#core/report/direction-plot-svg.ts";
import { fscCurveOf } from "#core/report/fsc-file.ts";
import { fscSvg } from "#core/report/fsc-svg.ts";
import { greyImage } from "#core/report/grey-image.ts";
import { type Html, html } from "#core/report/html.ts";
import { middlePlanes } from "#core/report/middle-planes.ts";
import { pageHtml, type ReportFrame } from "#core/report/page.ts";

/** What the check page of a set of particles tells. */
export interface CheckDocument {
  readonly file: string;
  readonly size: number;
  readonly description: ParticleDescription;
  /** Å per pixel as the stack's header has it. */
  readonly headerPixelSize: number | null;
  /** Absent without orientations. */
  readonly check?: ParticleCheck;
  readonly previews: readonly (Preview & { readonly row: number })[];
  readonly angles: Float64Array | null;
  readonly warnings: readonly string[];
}

/** One thing that was looked at, and whether it is as it should be. */
export interface Finding {
  readonly speaks: "for" | "against" | "open";
  readonly title: string;
  readonly text: string;
}

/** Another reading must agree this much better before it is believed. */
const CLEARLY = 0.05;

/** What the looks found, in the order a user should read it. */
export function findings(document: CheckDocument): Finding[] {
  const { description, headerPixelSize, check } = document;
  const [first, second] = description.halves;
  const isEven = Math.min(first, second) > 0.8 * Math.max(first, second);
  const found: Finding[] = [
    {
      speaks: first === 0 || second === 0 ? "against" : isEven ? "for" : "open",
      title: "Half sets",
      text: `${first} and ${second} particles`,
    },
    pixelFinding(
      description.optics.map(({ pixelSize }) => pixelSize),
      headerPixelSize,
    ),
  ];
  if (description.repeated > 0) {
    found.push({
      speaks: "open",
      title: "Repeated images",
      text: `${description.repeated} images are named more than once (symmetry mates?)`,
    });
  }
  if (!check)
    return [
      ...found,
      { speaks: "open", title: "Poses", text: "there are no orientations to back-project with" },
    ];
  found.push(readingFinding(check));
  found.push({
    speaks: check.isBright ? "for" : "against",
    title: "Contrast",
    text: check.isBright
      ? "protein is bright, as it should be"
      : "protein is dark: invert the images (RELION's convention is bright)",
  });
  return found;
}

function pixelFinding(sizes: readonly number[], header: number | null): Finding {
  const title = "Pixel size";
  const given = [...new Set(sizes.map((size) => size.toFixed(4)))].join(", ");
  if (header === null) return { speaks: "open", title, text: `${given} Å; the stack's header does not say` };
  const agrees = sizes.every((size) => Math.abs(header / size - 1) < 0.005);
  if (agrees) return { speaks: "for", title, text: `${given} Å, in the STAR file and in the stack's header` };
  return {
    speaks: "against",
    title,
    text: `${given} Å in the STAR file, ${header.toFixed(4)} Å in the stack's header: one of them is wrong`,
  };
}

function readingFinding({ readings }: ParticleCheck): Finding {
  const title = "CTF sign, origins, hand of the images";
  const [own, ...others] = readings;
  const best = others.reduce((a, b) => (b.agreement > a.agreement ? b : a), own);
  const numbers = readings.map(({ name, agreement }) => `${name} ${agreement.toFixed(3)}`).join(", ");
  if (best.agreement > own.agreement + CLEARLY) {
    return {
      speaks: "against",
      title,
      text: `half maps agree better with "${best.name}": ${best.advice}. Mean FSC: ${numbers}`,
    };
  }
  const isClear = others.every(({ agreement }) => agreement < own.agreement - CLEARLY);
  return {
    speaks: isClear ? "for" : "open",
    title,
    text: `half maps agree best as the file says. Mean FSC: ${numbers}`,
  };
}

/** The check of a set of particles as one HTML page, to be looked at before anything runs. */
export function checkHtml(document: CheckDocument, frame: ReportFrame): string {
  const { check, previews, angles, warnings, file, size, description } = document;
  const body = html`<p class="soft">${description.count} particles of ${file}, ${size} × ${size} pixels.</p>
${warnings.map((warning) => html`<p class="soft">${warning}</p>`)}
<ul class="evidence">${findings(document).map(({ speaks, title, text }) => html`<li class="${speaks}"><b>${title}.</b> ${text}</li>`)}</ul>
${optics(description)}
${check ? backProjection(check) : null}
${previews.length > 0 ? html`<h2>Particles beside projections of the map</h2><p class="soft">Low-pass filtered; left the particle, right what the map looks like from there, with the particle's CTF. They should show the same thing in the same place.</p><div class="pictures">${previews.map((pair) => pairFigure(pair, size))}</div>` : null}
${angles ? html`<h2>Directions of view</h2>${directionPlotSvg(angles)}` : null}`;
  return pageHtml(frame, body);
}

function optics({ optics: groups, defocus, farthest }: ParticleDescription): Html {
  const cell = (value: number | null, digits: number) => (value === null ? "–" : value.toFixed(digits));
  return html`<h2>Optics</h2>
<div class="wide"><table>
<thead><tr><th class="text">Group</th><th>Particles</th><th>Å per pixel</th><th>kV</th><th>λ, Å</th><th>Cs, mm</th><th>Amplitude contrast</th><th class="text">CTF before</th></tr></thead>
<tbody>${groups.map((group) => html`<tr><td class="text">${group.name}</td><td>${group.particles}</td><td>${group.pixelSize.toFixed(4)}</td><td>${cell(group.voltage, 0)}</td><td>${cell(group.wavelength, 6)}</td><td>${cell(group.sphericalAberration, 3)}</td><td>${cell(group.amplitudeContrast, 3)}</td><td class="text">${group.applied}</td></tr>`)}</tbody></table></div>
<p>${defocus ? `Defocus ${defocus.from.toFixed(0)} to ${defocus.to.toFixed(0)} Å, astigmatism up to ${defocus.astigmatism.toFixed(0)} Å.` : "There is no defocus: images are taken as they are."} The particle farthest from the middle of its image is ${farthest.toFixed(1)} Å away.</p>`;
}

function backProjection({ map, fsc, looked }: ParticleCheck): Html {
  return html`<h2>Back-projection</h2>
<p class="soft">Of ${looked} particles at the poses of the file: planes through the middle. The half maps agree to ${fsc.resolution143.toFixed(1)} Å without a mask.</p>
${middlePlanes(map)}
${fscSvg([fscCurveOf("half maps, no mask", "q", fsc, "unmasked")], fsc.resolution143)}`;
}

function pairFigure(
  { particle, projection, correlation, row }: CheckDocument["previews"][number],
  size: number,
): Html {
  const picture = (pixels: Float32Array, what: string) =>
    html`<img src="${greyImage(pixels, size, size)}" alt="${what} ${row + 1}" style="image-rendering:pixelated;width:50%">`;
  return html`<figure><div style="display:flex;gap:4px">${picture(particle, "Particle")}${picture(projection, "Projection for particle")}</div><figcaption>row ${row + 1}, correlation ${correlation.toFixed(2)}</figcaption></figure>`;
}
