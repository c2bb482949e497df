import type { Html } from "#core/report/html.ts";
import { REPORT_STYLE } from "#core/report/report-style.ts";

/** A plot of a report as an SVG file of its own. */
export function plotFileSvg({ text }: Html): string {
  const styled = text.replace(">", `><style>${REPORT_STYLE.replaceAll("svg.plot", "svg")}</style>`);
  return styled.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ');
}
