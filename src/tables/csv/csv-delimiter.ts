import { badInput } from '../../platform/errors.js';
import type { TableFormat } from '../table-format.js';

/** What can stand between the cells of a CSV, by the name that `delimiter=` takes. */
export const DELIMITERS = { comma: ',', semicolon: ';', tab: '\t', pipe: '|' } as const;
export type Delimiter = keyof typeof DELIMITERS;

const NAMES = Object.keys(DELIMITERS) as Delimiter[];

/** Reads the parameter `delimiter`. Throws BAD_USER_INPUT for another word, or a format without cells. */
export function readDelimiter(value: string | undefined, format: TableFormat): Delimiter | undefined {
  if (value === undefined) return undefined;
  if (format !== 'csv')
    throw badInput(`delimiter is for CSV; the table is ${format}.`, { field: 'delimiter', found: value });
  const found = NAMES.find((name) => name === value || DELIMITERS[name] === value);
  if (found !== undefined) return found;
  throw badInput(`delimiter is ${JSON.stringify(value)}; it is ${NAMES.join(', ')}.`, {
    field: 'delimiter',
    found: value,
    expected: NAMES,
  });
}

/** Throws BAD_USER_INPUT when the first line of a CSV has no such delimiter but another one: it would be one long name. */
export function refuseOtherDelimiter(line: string, delimiter: Delimiter): void {
  const bare = line.replace(/"[^"]*"/g, '');
  if (bare.includes(DELIMITERS[delimiter])) return;
  const other = NAMES.find((name) => bare.includes(DELIMITERS[name]));
  if (other === undefined) return;
  throw badInput(
    `The first line of the CSV, ${JSON.stringify(line.slice(0, 80))}, has no ${delimiter} but a ${other} between its names; say delimiter=${other}.`,
    { field: 'delimiter', found: other, expected: delimiter },
  );
}
