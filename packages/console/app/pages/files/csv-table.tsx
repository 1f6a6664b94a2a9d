import { parse } from 'csv-parse/browser/esm/sync';
import { shortened } from '../../lineage/view/card/card-size.js';

const MOST_ROWS = 200;
const MOST_COLUMNS = 60;

export interface CsvTableProps {
  readonly text: string;
  /** The last line may be half of one. */
  readonly isCut: boolean;
  readonly isTabbed: boolean;
}

/** The first rows of a sheet. */
export default function CsvTable({ text, isCut, isTabbed }: CsvTableProps) {
  const [head = [], ...rows] = readRows(text, isTabbed);
  const shown = rows.slice(0, MOST_ROWS);
  const columns = head.slice(0, MOST_COLUMNS);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached with the keyboard.
    <section className="page-scroll file-table" tabIndex={0} aria-label="Rows">
      <table>
        <thead>
          <tr>
            {columns.map((name, column) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: two columns may have one name.
              <th key={column} scope="col" className={isNumber(shown[0]?.[column]) ? 'number' : undefined}>
                {shortened(name, 40)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map((row, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows have no other name.
            <tr key={index}>
              {columns.map((_, column) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: two columns may have one name.
                <td key={column} className={isNumber(row[column]) ? 'number' : undefined}>
                  {shortened(row[column] ?? '', 120)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > shown.length || isCut || head.length > columns.length ? (
        <p className="page-cut">
          {`These are the first ${shown.length} rows${head.length > columns.length ? ` and ${columns.length} of ${head.length} columns` : ''}.`}
        </p>
      ) : null}
    </section>
  );
}

const isNumber = (text: string | undefined) => text !== undefined && text.trim() !== '' && !Number.isNaN(Number(text));

/** As much as can be read: what is broken in a sheet is no reason to show nothing of it. */
function readRows(text: string, isTabbed: boolean): readonly (readonly string[])[] {
  return parse(text, {
    bom: true,
    delimiter: isTabbed
      ? '\t'
      : [',', ';', '\t'].reduce((best, each) => (countIn(text, each) > countIn(text, best) ? each : best)),
    relaxColumnCount: true,
    relaxQuotes: true,
    skipEmptyLines: true,
    skipRecordsWithError: true,
    to: MOST_ROWS + 2,
  });
}

const countIn = (text: string, sign: string) => (text.split('\n', 1)[0] ?? '').split(sign).length;
