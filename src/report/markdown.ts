// The snapshot report as Markdown (GitHub's tables): readable raw, and safe to paste into an issue.

import type { StepState } from '../rules/board.ts';
import type { Block } from './block.ts';
import { reportBlocks, type ReportInput } from './blocks.ts';

export function markdownReport(input: ReportInput): string {
  return `${reportBlocks(input).map(drawBlock).join('\n\n')}\n`;
}

function drawBlock(block: Block): string {
  switch (block.type) {
    case 'heading':
      return `${'#'.repeat(block.level)} ${escapeMarkdown(block.text)}`;
    case 'line':
      return block.strong === true ? `**${escapeMarkdown(block.text)}**` : escapeMarkdown(block.text);
    case 'facts':
      return block.facts.map(([name, value]) => `- ${name}: ${escapeMarkdown(value)}`).join('\n');
    case 'table':
      return [
        row(block.head),
        row(block.head.map(() => '---')),
        ...block.rows.map((cells) => row(cells.map(cell))),
      ].join('\n');
    case 'steps':
      return block.steps.length === 0 ? 'No steps are written down.' : drawSteps(block.steps);
  }
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

/** An empty cell keeps its place. */
function cell(text: string): string {
  return text === '' ? ' ' : escapeMarkdown(text);
}

function drawSteps(steps: readonly StepState[]): string {
  return steps
    .map(({ text, run }, index) => {
      const number = `${index + 1}. `;
      const line = number + escapeStart(escapeMarkdown(text));
      return run === null ? line : `${line}\n\n${fenced(run, ' '.repeat(number.length))}\n`;
    })
    .join('\n')
    .trimEnd();
}

/** A code block whose fence is longer than any run of backticks in it. */
function fenced(command: string, indent: string): string {
  const longest = Math.max(2, ...[...command.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  return [`${fence}sh`, ...command.split('\n'), fence]
    .map((line) => (line === '' ? '' : indent + line))
    .join('\n');
}

/**
 * Text that Markdown shows as it is: one line, marks escaped with a backslash. An underscore or a hyphen within a word marks
 * nothing and stays, so that ids stay readable.
 */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/[\\`*{}[\]<|~$&]/g, '\\$&')
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\_');
}

/** At the start of a line a few more marks would begin a list, a quotation or a heading. */
export function escapeStart(text: string): string {
  return text.replace(/^(?:[>#+=-]|\d+(?=[.)]\s))/, (mark) => (/\d/.test(mark) ? `${mark}\\` : `\\${mark}`));
}
