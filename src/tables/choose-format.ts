import { badInput } from '../platform/errors.js';
import { chooseType } from '../platform/http/requests/accept-header.js';
import { CONTENT_TYPE, formatOfContentType, TABLE_CONTENT_TYPES, type TableFormat } from './table-format.js';

/** A format that tables are given in. */
export type AnswerFormat = TableFormat | 'arrow';

export const ARROW_STREAM = 'application/vnd.apache.arrow.stream';

/** The content type of each, in the order in which they are offered to whoever accepts several alike. */
export const ANSWER_TYPE: Readonly<Record<AnswerFormat, string>> = {
  parquet: CONTENT_TYPE.parquet,
  csv: CONTENT_TYPE.csv,
  ndjson: CONTENT_TYPE.ndjson,
  arrow: ARROW_STREAM,
};
const FORMATS = Object.keys(ANSWER_TYPE) as AnswerFormat[];
/** Some have several names. */
const OFFERED = [...new Set([...Object.values(ANSWER_TYPE), ...TABLE_CONTENT_TYPES])];

/** The format to answer in: what `format=` says, else the type that Accept likes best, else Parquet. 406 where none is. */
export function chooseFormat(wanted: string | undefined, accept: string | undefined): AnswerFormat {
  if (wanted !== undefined) {
    const format = FORMATS.find((name) => name === wanted);
    if (format !== undefined) return format;
    throw badInput(`format is "${wanted}"; it is ${FORMATS.join(', ')}.`, { field: 'format', expected: FORMATS });
  }
  const type = chooseType(accept, OFFERED);
  return FORMATS.find((format) => ANSWER_TYPE[format] === type) ?? formatOfContentType(type) ?? 'parquet';
}
