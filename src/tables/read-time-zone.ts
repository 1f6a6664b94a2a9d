import { badInput } from '../platform/errors.js';
import type { TableFormat } from './table-format.js';

/** Reads the parameter `time-zone`: where times without zone in a Parquet file belong. Throws BAD_USER_INPUT for no zone, or another format. */
export function readTimeZone(value: string | undefined, format: TableFormat): string | undefined {
  if (value === undefined) return undefined;
  if (format !== 'parquet') {
    throw badInput(
      `time-zone is for Parquet; in ${format} every time has a zone of its own, such as 2026-11-24T09:30:00Z.`,
      {
        field: 'time-zone',
        found: value,
      },
    );
  }
  try {
    new Intl.DateTimeFormat('en', { timeZone: value });
    return value;
  } catch {
    throw badInput(`time-zone is ${JSON.stringify(value)}; it is a name such as UTC or America/Los_Angeles.`, {
      field: 'time-zone',
      found: value,
    });
  }
}
