import { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { badInput } from '../../platform/errors.js';
import { Turns } from '../../platform/turns/turns.js';
import {
  BatchBuilder,
  MAX_ROW_BYTES,
  rowOfCells,
  type TableBatch,
  type TableRow,
  TOO_LONG,
  UnreadableRow,
} from '../table-batch.js';
import { asSent, NOT_UTF8, utf8Text } from '../utf8-text.js';
import { DELIMITERS, type Delimiter } from './csv-delimiter.js';
import { checkFirstLine } from './csv-first-line.js';
import { type CsvHeader, readCsvHeader } from './csv-header.js';
import { withNulls } from './csv-nulls.js';

/** Bytes. Up to here a row that is too long is left out alone; one that is longer still ends the table. */
const MAX_RECORD = 2 * MAX_ROW_BYTES;
/** Bytes that are parsed at once. */
const PIECE = 16_384;
const INDEX = /^\d{1,18}$/;

/**
 * Reads CSV (RFC 4180) whose first line names the columns. Cells are text; an empty cell without quotes is null. A row with too few or too many
 * cells, or with bytes that are no UTF-8, is an UnreadableRow; a broken quote ends the table, for what follows it can't be told apart.
 */
export async function* readCsv(
  source: AsyncIterable<Buffer>,
  delimiter: Delimiter = 'comma',
): AsyncGenerator<TableBatch> {
  const separator = DELIMITERS[delimiter];
  const parser = await recordsOf(source, delimiter);
  const batches = new BatchBuilder();
  let header: CsvHeader | undefined;
  let read = 0;
  try {
    for await (const { record, raw } of parser) {
      const cells = withNulls(record, raw, separator);
      if (header === undefined) {
        header = readCsvHeader(cells);
        continue;
      }
      read++;
      const full = batches.add(rowOf(header, cells, raw), raw.length);
      if (full !== undefined) yield full;
    }
  } catch (error) {
    if (error instanceof CsvError) throw badInput(problemOf(error, header === undefined ? undefined : read));
    throw error;
  }
  if (header === undefined) throw badInput(EMPTY);
  const rest = batches.take();
  if (rest !== undefined) yield rest;
}

/** The names of the columns of a CSV, and no more of it; the first is empty where pandas wrote its index. */
export async function readCsvNames(source: AsyncIterable<Buffer>, delimiter: Delimiter): Promise<readonly string[]> {
  try {
    for await (const { record, raw } of await recordsOf(source, delimiter)) {
      const { names, indexed } = readCsvHeader(withNulls(record, raw, DELIMITERS[delimiter]));
      return indexed ? ['', ...names] : names;
    }
  } catch (error) {
    if (error instanceof CsvError) throw badInput(problemOf(error, undefined));
    throw error;
  }
  throw badInput(EMPTY);
}

const EMPTY = 'The CSV is empty; its first line names the columns.';

interface CsvRecord {
  readonly record: string[];
  readonly raw: string;
}

async function recordsOf(source: AsyncIterable<Buffer>, delimiter: Delimiter): Promise<AsyncIterable<CsvRecord>> {
  const { lineEnd, text } = await checkFirstLine(utf8Text(inPieces(source)), delimiter);
  return Readable.from(text, { objectMode: false }).compose(
    parse({
      bom: true,
      delimiter: DELIMITERS[delimiter],
      // Found out by the parser it would take several times as long.
      record_delimiter: lineEnd,
      relax_column_count: true,
      skip_empty_lines: true,
      raw: true,
      // A quote that is never closed would else take the whole file into memory.
      max_record_size: MAX_RECORD,
    }),
  ) as AsyncIterable<CsvRecord>;
}

/** The parser takes what it is given at once, and so do the streams between it and us: only here can others be served meanwhile. */
async function* inPieces(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const turns = new Turns();
  for await (const chunk of source) {
    for (let at = 0; at < chunk.length; at += PIECE) {
      yield chunk.subarray(at, at + PIECE);
      if (turns.isOver) await turns.next();
    }
  }
}

function rowOf({ names, indexed }: CsvHeader, cells: readonly (string | null)[], raw: string): TableRow {
  const problem = problemOfRow(names, indexed, cells, raw);
  if (problem !== undefined) return new UnreadableRow(problem, asSent(raw.slice(0, 200)).trimEnd());
  const shift = indexed ? 1 : 0;
  return rowOfCells(names, (index) => {
    const cell = cells[index + shift];
    return typeof cell === 'string' ? asSent(cell) : cell;
  });
}

function problemOfRow(
  names: readonly string[],
  indexed: boolean,
  cells: readonly (string | null)[],
  raw: string,
): string | undefined {
  const columns = names.length + (indexed ? 1 : 0);
  if (cells.length !== columns) return `has ${cells.length} cells where the first line names ${columns} columns`;
  // A cell may take most of the limit in characters, and several times that in bytes.
  if (raw.length * 3 > MAX_ROW_BYTES && Buffer.byteLength(raw) > MAX_ROW_BYTES) return TOO_LONG;
  if (raw.includes(NOT_UTF8)) {
    const at = cells.findIndex((cell) => cell?.includes(NOT_UTF8));
    return `is not UTF-8 in ${names[at - (indexed ? 1 : 0)] ?? 'its first cell'}; save the file as UTF-8`;
  }
  if (indexed && !INDEX.test(cells[0] ?? ''))
    return `holds ${JSON.stringify(cells[0])} in the first column, which has no name and is no index of whole numbers; name it`;
  return undefined;
}

function problemOf({ code, message }: CsvError, rows: number | undefined): string {
  const where = rows === undefined ? 'The first line of the CSV' : `The CSV, somewhere after row ${rows},`;
  if (code === 'CSV_QUOTE_NOT_CLOSED') return `${where} opens a quote that is never closed.`;
  if (code === 'CSV_MAX_RECORD_SIZE')
    return `${where} has a row of more than ${MAX_RECORD} bytes, or opens a quote that is never closed.`;
  const hint = 'A cell with a quote in it is quoted, and the quote doubled: "say ""hi""".';
  return `The CSV can't be read: ${message}. ${hint}`;
}
