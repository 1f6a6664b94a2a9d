import type { BenchRow } from '../bench.js';

/** The results as a Markdown table whose columns are aligned, so that it reads in a terminal too. */
export function markdownTable(rows: readonly BenchRow[]): string {
  const cells = [
    ['Work', 'Headwater', 'Floor', 'Ratio', 'Bar', ''],
    ...rows.map((row) => [row.work, row.ours, row.floor, row.ratio, row.bar, verdict(row)]),
  ];
  const widths = [0, 1, 2, 3, 4, 5].map((column) => Math.max(...cells.map((line) => line[column]?.length ?? 0), 3));
  const [head = '', ...body] = cells.map((line) =>
    tableLine(line.map((cell, index) => cell.padEnd(widths[index] ?? 0))),
  );
  return [head, tableLine(widths.map((width) => '-'.repeat(width))), ...body].join('\n');
}

function tableLine(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

function verdict({ holds }: BenchRow): string {
  if (holds === undefined) return '';
  return holds ? 'PASS' : 'FAIL';
}
