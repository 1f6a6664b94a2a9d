import { badInput } from '../errors.js';
import { CONTENT_TYPE, formatOfContentType, type TableFormat } from './table-format.js';

const FORMATS = Object.keys(CONTENT_TYPE) as TableFormat[];

/** The format to answer in: what `format=` says, else the first type of Accept that is one, else Parquet. 406 where none is. */
export function chooseFormat(wanted: string | undefined, accept: string | undefined): TableFormat {
  if (wanted !== undefined) {
    const format = FORMATS.find((name) => name === wanted);
    if (format !== undefined) return format;
    throw badInput(`format is "${wanted}"; it is ${FORMATS.join(', ')}.`, { field: 'format', expected: FORMATS });
  }
  const types = (accept ?? '*/*').split(',').map((type) => type.trim());
  for (const type of types) {
    const format = formatOfContentType(type);
    if (format !== undefined) return format;
    if (/^(\*|application)\/\*/.test(type)) return 'parquet';
    if (type.startsWith('text/*')) return 'csv';
  }
  const problem = badInput(`Accept is ${accept}; this comes as ${Object.values(CONTENT_TYPE).join(', ')}.`, {
    field: 'accept',
    expected: Object.values(CONTENT_TYPE),
  });
  throw Object.assign(problem, { statusCode: 406 });
}
