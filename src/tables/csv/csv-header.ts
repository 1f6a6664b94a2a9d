import { badInput } from '../../platform/errors.js';
import { asSent, NOT_UTF8 } from '../utf8-text.js';

/** The columns that a CSV's first line names. */
export interface CsvHeader {
  readonly names: readonly string[];
  /** Whether they stand behind a first column without a name: the index that pandas writes, which is left out. */
  readonly indexed: boolean;
}

const TIME = /^\d{4}-\d{2}-\d{2}([T ]|$)/;

/** Reads the first line of a CSV. Throws BAD_USER_INPUT where it doesn't name the columns. */
export function readCsvHeader(cells: readonly (string | null)[]): CsvHeader {
  const time = cells.find((cell) => cell !== null && TIME.test(cell));
  if (time !== undefined && time !== null)
    throw badInput(
      `The first line of the CSV holds "${time}", which is no name: a first line that names the columns is missing.`,
      { found: time },
    );
  const indexed = cells.length > 1 && (cells[0] === null || cells[0] === '');
  const seen = new Set<string>();
  const names = (indexed ? cells.slice(1) : cells).map((name, index) => {
    const place = index + (indexed ? 2 : 1);
    if (name === null || name === '') throw badInput(`Column ${place} of the CSV has no name in the first line.`);
    if (name.includes(NOT_UTF8))
      throw badInput(`The name of column ${place} of the CSV is not UTF-8. Save it as UTF-8.`, { expected: 'UTF-8' });
    if (seen.has(name)) throw badInput(`The first line of the CSV names "${name}" twice.`, { column: name });
    seen.add(name);
    return asSent(name);
  });
  return { names, indexed };
}
