import { badInput } from '../platform/errors.js';
import { CONTENT_TYPE, formatOfContentType, type TableFormat } from './table-format.js';

const FORMATS = Object.keys(CONTENT_TYPE) as TableFormat[];

/** The format to answer in: what `format=` says, else the type that Accept likes best, else Parquet. 406 where none is. */
export function chooseFormat(wanted: string | undefined, accept: string | undefined): TableFormat {
  if (wanted !== undefined) {
    const format = FORMATS.find((name) => name === wanted);
    if (format !== undefined) return format;
    throw badInput(`format is "${wanted}"; it is ${FORMATS.join(', ')}.`, { field: 'format', expected: FORMATS });
  }
  const types = byPreference(accept ?? '*/*');
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

/** The types of an Accept header, those with the highest q first; q=0 refuses a type. */
function byPreference(accept: string): string[] {
  return accept
    .split(',')
    .map((range) => {
      const [type = '', ...parameters] = range.split(';').map((part) => part.trim());
      const q = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
      return { type, q: q === undefined ? 1 : Number(q) };
    })
    .filter(({ q }) => q > 0)
    .sort((a, b) => b.q - a.q)
    .map(({ type }) => type);
}
