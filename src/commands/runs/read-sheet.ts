import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream';
import { parse } from 'csv-parse';
import { GROUPS, type Group, RUN_COLUMNS, type RunColumn, type RunRow, readCell } from './sheet.js';

const TYPES = ['INGEST', 'TRANSFORM', 'TRAINING', 'EVALUATION', 'OTHER'];
const STATUSES = ['PENDING', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELLED', 'LOST'];
const NON_FINITE = ['NaN', 'Infinity', '-Infinity'];

/** A row of the sheet, and where it stands. */
export interface SheetRow extends RunRow {
  readonly line: number;
}

type Column = { readonly fact: RunColumn } | { readonly group: Group; readonly name: string };

/** Reads a sheet row by row. Throws where it is no sheet of runs, naming line and column. */
export async function* readSheet(file: string): AsyncGenerator<SheetRow> {
  const rows = parse({
    bom: true,
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    cast: (text, { quoting }) => (text === '' && !quoting ? null : text),
  });
  // Whoever reads the rows hears of a file that can't be read.
  pipeline(createReadStream(file), rows, () => undefined);
  let columns: readonly Column[] | undefined;
  for await (const { record, info } of rows as AsyncIterable<{ record: (string | null)[]; info: { lines: number } }>) {
    if (columns === undefined) columns = readHeader(record);
    else yield readRow(record, columns, info.lines);
  }
  if (columns === undefined) throw new Error(`${file} is empty; its first line names the columns.`);
}

function readHeader(names: readonly (string | null)[]): Column[] {
  const known = RUN_COLUMNS as readonly string[];
  const columns = names.map((text, index) => {
    const name = (text ?? '').trim();
    const group = GROUPS.find((each) => name.startsWith(each) && name.length > each.length);
    if (group !== undefined) return { group, name: name.slice(group.length) };
    if (known.includes(name)) return { fact: name as RunColumn };
    throw new Error(
      `Column ${index + 1} is named ${JSON.stringify(name)}; it is one of ${known.join(', ')}, or begins with ${GROUPS.join(', ')}.`,
    );
  });
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new Error(`Two columns are named ${JSON.stringify(twice)}; keep one.`);
  return columns;
}

function readRow(cells: readonly (string | null)[], columns: readonly Column[], line: number): SheetRow {
  if (cells.length > columns.length)
    throw new Error(`Line ${line} has ${cells.length} cells, but there are ${columns.length} columns.`);
  const facts: Partial<Record<RunColumn, string>> = {};
  const groups: Record<Group, [string, string][]> = { 'param.': [], 'metric.': [], 'tag.': [] };
  for (const [index, column] of columns.entries()) {
    const cell = cells[index];
    if (cell == null) continue;
    const text = readCell(cell);
    if ('fact' in column) facts[column.fact] = checkFact(column.fact, text, line);
    else
      groups[column.group].push([
        column.name,
        column.group === 'metric.' ? checkMetric(column.name, text, line) : text,
      ]);
  }
  return {
    line,
    facts,
    groups: {
      'param.': Object.fromEntries(groups['param.']),
      'metric.': Object.fromEntries(groups['metric.']),
      'tag.': Object.fromEntries(groups['tag.']),
    },
  };
}

function checkFact(column: RunColumn, text: string, line: number): string {
  const choices = column === 'type' ? TYPES : column === 'status' ? STATUSES : undefined;
  if (choices !== undefined && !choices.includes(text))
    throw new Error(`Line ${line}, column ${column}: ${JSON.stringify(text)} is none of ${choices.join(', ')}.`);
  const isTime = column === 'started_at' || column === 'ended_at';
  if (isTime && !/^\d{4}-\d\d-\d\d[T ].*(Z|[+-]\d\d:?\d\d)$/.test(text))
    throw new Error(
      `Line ${line}, column ${column}: ${JSON.stringify(text)} is no time with a zone, such as 2026-11-27T09:00:00Z.`,
    );
  return text;
}

function checkMetric(name: string, text: string, line: number): string {
  const number = Number(text);
  if (NON_FINITE.includes(text) || (text.trim() !== '' && Number.isFinite(number))) return text;
  throw new Error(`Line ${line}, column metric.${name}: ${JSON.stringify(text)} is no number.`);
}
