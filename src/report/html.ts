// The snapshot report as one HTML page: no script, no link, nothing loaded; it prints.

import type { StepState } from '../rules/board.ts';
import type { Block } from './block.ts';
import { reportBlocks, type ReportInput } from './blocks.ts';

const style = `
:root{color-scheme:light dark}
body{font:15px/1.5 system-ui,sans-serif;max-width:75rem;margin:2rem auto;padding:0 1rem}
table{border-collapse:collapse;width:100%;font-size:14px}
th,td{text-align:left;vertical-align:top;padding:.3rem .6rem;border-bottom:1px solid #8886}
td:first-child{white-space:nowrap}
pre{background:#8882;padding:.5rem .8rem;overflow-x:auto;margin:.3rem 0}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.1rem 1rem}
dd{margin:0}
.bad{color:#c62828}.warn{color:#a15c00}.good{color:#2e7d32}.unknown{color:#777}
@media (prefers-color-scheme:dark){.bad{color:#ff7b72}.warn{color:#f0b429}.good{color:#7ee787}.unknown{color:#aaa}}
`;

export function htmlReport(input: ReportInput): string {
  const blocks = reportBlocks(input);
  const title = blocks.find((block) => block.type === 'heading')?.text ?? 'Launchwall';
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width">
<title>${escapeHtml(title)}</title>
<style>${style}</style>
</head>
<body>
${blocks.map(drawBlock).join('\n')}
</body>
</html>
`;
}

function drawBlock(block: Block): string {
  switch (block.type) {
    case 'heading':
      return `<h${block.level}${toneOf(block.text)}>${escapeHtml(block.text)}</h${block.level}>`;
    case 'line':
      return block.strong === true
        ? `<p><strong>${escapeHtml(block.text)}</strong></p>`
        : `<p>${escapeHtml(block.text)}</p>`;
    case 'facts':
      return `<dl>${block.facts.map(([name, value]) => `<dt>${escapeHtml(name)}</dt><dd>${escapeHtml(value)}</dd>`).join('')}</dl>`;
    case 'table':
      return `<table>\n<thead><tr>${block.head.map((name) => `<th>${escapeHtml(name)}</th>`).join('')}</tr></thead>\n<tbody>\n${block.rows.map(drawRow).join('\n')}\n</tbody>\n</table>`;
    case 'steps':
      return block.steps.length === 0
        ? '<p>No steps are written down.</p>'
        : `<ol>${block.steps.map(drawStep).join('')}</ol>`;
  }
}

function drawRow(cells: readonly string[]): string {
  return `<tr>${cells.map((text, index) => `<td${index === 0 ? toneOf(text) : ''}>${escapeHtml(text)}</td>`).join('')}</tr>`;
}

function drawStep({ text, run }: StepState): string {
  const command = run === null ? '' : `<pre>${escapeHtml(run)}</pre>`;
  return `<li>${escapeHtml(text)}${command}</li>`;
}

/** Colour by the glyph that the words begin with; the words carry the meaning. */
function toneOf(text: string): string {
  const tone = { '✖': 'bad', '▲': 'warn', '●': 'good', '✔': 'good', '◌': 'unknown' }[text.slice(0, 1)];
  return tone === undefined ? '' : ` class="${tone}"`;
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
