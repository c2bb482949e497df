/** The looks of a report: readable on a screen and on paper, without anything from outside. */
export const REPORT_STYLE = `
:root { color-scheme: light; font: 14px/1.5 "Segoe UI", system-ui, "Liberation Sans", "DejaVu Sans", sans-serif; color: #16202b; background: #fff; }
body { max-width: 980px; margin: 32px auto; padding: 0 20px; }
h1 { margin: 0 0 4px; font-size: 24px; }
h2 { margin: 34px 0 8px; padding-top: 14px; border-top: 1px solid #cfd9e2; font-size: 18px; overflow-wrap: anywhere; }
h3 { margin: 18px 0 6px; font-size: 14px; }
p { margin: 6px 0; overflow-wrap: anywhere; }
.soft { color: #435161; }
.verdict { padding: 8px 12px; border-left: 4px solid #9a5d00; background: #fbf0dd; }
.verdict.clear, .verdict.equivalent { border-color: #1a7440; background: #e3f4e9; }
.verdict.none { border-color: #b92c2c; background: #fbe6e6; }
table { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: 13px; }
.wide { overflow-x: auto; }
th { padding: 4px 8px; border-bottom: 1px solid #9aa7b5; color: #435161; font-weight: 600; text-align: right; vertical-align: bottom; }
td { padding: 3px 8px; border-bottom: 1px solid #e3eaf0; text-align: right; overflow-wrap: anywhere; }
th.text, td.text { text-align: left; }
tr.placed td, tr.zeroed td { background: #eef7f5; }
tr.rejected td { color: #5a6877; text-decoration: line-through; }
i.score { display: inline-block; width: 46px; height: 7px; margin-right: 6px; border-radius: 3px; background: #e3eaf0; }
i.score > b { display: block; height: 7px; border-radius: 3px; -webkit-print-color-adjust: exact; print-color-adjust: exact; }
ul.evidence { margin: 8px 0; padding: 0; list-style: none; }
ul.evidence li { margin: 3px 0; padding-left: 20px; text-indent: -20px; }
ul.evidence li::before { display: inline-block; width: 20px; text-indent: 0; font-weight: 700; content: "–"; color: #9a5d00; }
ul.evidence li.for::before { content: "+"; color: #1a7440; }
ul.evidence li.against::before { content: "!"; color: #b92c2c; }
svg.plot { display: block; width: 100%; max-width: 560px; margin: 8px 0; }
svg.plot text { font-size: 11px; fill: #435161; }
svg.plot .bar { fill: #a9b6c3; }
svg.plot .shade { fill: #fbf0dd; }
svg.plot .axis { stroke: #9aa7b5; }
svg.plot .best { stroke: #0d7a6c; stroke-width: 2.5; }
svg.plot.long { max-width: none; }
svg.plot .mark { stroke: #9aa7b5; stroke-dasharray: 4 3; }
svg.plot polyline { fill: none; stroke-width: 1.5; stroke-linejoin: round; stroke-linecap: round; }
svg.plot polyline.q { stroke: #0d7a6c; stroke-width: 2; }
svg.plot polyline.cc { stroke: #8a97a5; }
svg.plot polyline.local { stroke: #9a5d00; stroke-dasharray: 5 3; }
svg.plot tspan.q { fill: #0d7a6c; font-weight: 600; }
svg.plot tspan.cc { fill: #5a6877; font-weight: 600; }
svg.plot tspan.local { fill: #9a5d00; font-weight: 600; }
svg.plot .poor { fill: #b92c2c; }
.thumbs { display: grid; grid-template-columns: repeat(auto-fill, minmax(150px, 1fr)); gap: 14px; }
svg.thumb { display: block; width: 100%; height: 150px; border: 1px solid #cfd9e2; border-radius: 6px; }
svg.thumb path { fill: none; stroke: #0d7a6c; stroke-width: 1.1; stroke-linejoin: round; }
tr.clear td, tr.tie td { background: #e3f4e9; }
tr.ambiguous td { background: #fbf0dd; }
.pictures { display: grid; grid-template-columns: repeat(auto-fill, minmax(300px, 1fr)); gap: 14px; }
figure { margin: 0; break-inside: avoid; }
figure img { display: block; width: 100%; border: 1px solid #cfd9e2; border-radius: 6px; }
figcaption { padding: 4px 2px; color: #435161; font-size: 13px; overflow-wrap: anywhere; }
pre { padding: 10px 12px; border-radius: 6px; background: #f5f8fa; font: 12px/1.5 "DejaVu Sans Mono", ui-monospace, monospace; white-space: pre-wrap; overflow-wrap: anywhere; }
.legend { display: flex; align-items: center; gap: 8px; margin: 4px 0 8px; color: #5a6877; font-size: 12px; }
.legend > i { width: 120px; height: 8px; border-radius: 4px; -webkit-print-color-adjust: exact; print-color-adjust: exact; }
@media print { body { max-width: none; margin: 0; } section { break-inside: auto; } tr, figure, .verdict { break-inside: avoid; } a { color: inherit; } }
`;
