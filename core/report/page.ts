import { type Html, html, Html as Ready } from "#core/report/html.ts";
import { REPORT_STYLE } from "#core/report/report-style.ts";

/** What every report has around its results. */
export interface ReportFrame {
  readonly title: string;
  /** "Mapwright 0.1.0". */
  readonly program: string;
  /** When it was written, as the reader should see it. */
  readonly date: string;
  /** Commands that repeat it, one per line, and where they are to be typed. */
  readonly commands: { readonly where: string; readonly lines: readonly string[] };
}

/** One HTML file that needs nothing else: its policy forbids scripts and anything from outside. */
export function pageHtml({ title, program, date, commands }: ReportFrame, body: Html): string {
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<meta name="viewport" content="width=device-width">
<title>${title}</title>
<style>${new Ready(REPORT_STYLE)}</style>
</head>
<body>
<h1>${title}</h1>
<p class="soft">${program}, ${date}</p>
${body}
<h2>Repeat it</h2>
<p class="soft">${commands.where}</p>
<pre>${commands.lines.join("\n")}</pre>
</body>
</html>
`;
  return page.text;
}
